"""The second signature: only with it an act binds, by somebody else, once, and on what stands
now."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.actor import SYSTEM
from catalog.core.errors import NotFound
from catalog.employers import blacklist
from catalog.employers.blacklist import FirmBarred
from catalog.licensing import agencies, deposits, licence_applications, licences, proposal_decisions
from catalog.licensing.agencies import Agency, ImportedStatus
from catalog.licensing.deposits import NewDeposit
from catalog.licensing.licences import Licence, NumberTaken, Order, State, WrongPeriod
from catalog.licensing.proposal_decisions import (
    AnswerInput,
    NotYourOwn,
    PetitionChanged,
    SettledBefore,
)
from catalog.licensing.proposal_rules import NotPossibleFromState
from catalog.licensing.proposals import Outcome, ProposedAction
from catalog.vacancies import vacancies
from tests.support import cast, sample_proposals
from tests.support.cast import FARIDA, GULNORA, IRODA, TODAY
from tests.support.sample_proposals import FIRM

DAY = timedelta(days=1)
TERM = {"licence_no": "XB-0500", "valid_from": TODAY, "valid_to": TODAY + timedelta(days=1_800)}


def state(session, agency="AG-VALID", day=TODAY):
    return agencies.status(session, agency, day).state


def confirm(session, row, clock, by=GULNORA):
    return proposal_decisions.confirm(session, row.reference, by=by, on=clock())


def send_back(session, row, clock, by=GULNORA):
    return proposal_decisions.send_back(
        session, row.reference, AnswerInput("Not proven"), by=by, on=clock()
    )


@pytest.mark.parametrize("by", [GULNORA, IRODA])
def test_it_binds_from_the_second_signature_on(register, clock, by):
    row = sample_proposals.proposed(register, on=clock())
    assert state(register) is State.VALID
    assert confirm(register, row, clock, by).outcome == Outcome.CONFIRMED
    assert state(register) is State.SUSPENDED
    order = register.get_one(Order, row.order)
    assert (order.number, order.authority, order.provisional) == ("12-K", "Commission", None)
    register.commit()
    acts = [one.act for one in journal.history(register, "licence", "AG-VALID")]
    assert acts[-3:] == ["propose", "suspend", "confirmed_proposal"]


def test_it_is_settled_once(register, clock):
    for first in (
        confirm,
        send_back,
        lambda *items: proposal_decisions.take_back(
            register, items[1].reference, by=FARIDA, on=clock()
        ),
    ):
        row = sample_proposals.proposed(
            register, "AG-SURVEILLANCE", ProposedAction.SUSPEND, on=clock(), until=TODAY + DAY
        )
        first(register, row, clock)
        for second in (confirm, send_back):
            with pytest.raises(SettledBefore):
                second(register, row, clock, IRODA)
        if row.outcome == Outcome.CONFIRMED:
            sample_proposals.signed(
                register, "AG-SURVEILLANCE", ProposedAction.LIFT, order=row.order, on=clock()
            )
    for number in ("D-NOBODY", ""):
        with pytest.raises(NotFound):
            proposal_decisions.confirm(register, number, by=GULNORA, on=clock())


def test_only_its_own_officer_takes_it_back(register, clock):
    row = sample_proposals.proposed(register, on=clock())
    with pytest.raises(NotYourOwn):
        proposal_decisions.take_back(register, row.reference, by=GULNORA, on=clock())
    assert (
        proposal_decisions.take_back(register, row.reference, by=FARIDA, on=clock()).outcome
        == Outcome.WITHDRAWN
    )


@pytest.mark.parametrize(
    "act",
    [
        ProposedAction.SUSPEND,
        ProposedAction.SURVEIL,
        ProposedAction.REVOKE,
        ProposedAction.ANNUL,
        ProposedAction.SURRENDER,
    ],
)
def test_each_act_makes_of_the_licence_what_it_says(register, clock, act):
    sample_proposals.signed(register, act=act, on=clock())
    made = {
        ProposedAction.SUSPEND: State.SUSPENDED,
        ProposedAction.SURVEIL: State.SURVEILLANCE,
        ProposedAction.REVOKE: State.REVOKED,
        ProposedAction.ANNUL: State.ANNULLED,
        ProposedAction.SURRENDER: State.SURRENDERED,
    }
    assert state(register) is made[act]
    assert state(register, day=TODAY - DAY) is State.VALID, "the past stays as it was"


def test_what_was_dated_before_the_signature_binds_from_the_signature(register, clock):
    row = sample_proposals.proposed(register, on=clock(), starts_on=TODAY - 20 * DAY)
    clock.forward(days=3)
    confirm(register, row, clock)
    assert register.get_one(Order, row.order).starts_on == TODAY + 3 * DAY


def test_what_is_over_before_it_is_signed_binds_nothing(register, clock):
    row = sample_proposals.proposed(register, on=clock(), until=TODAY + DAY)
    clock.forward(days=2)
    with pytest.raises(WrongPeriod):
        confirm(register, row, clock)
    assert register.execute(select(Order).where(col(Order.number) == "12-K")).first() is None


def test_an_act_that_no_longer_follows_is_refused_when_it_is_signed(register, clock):
    first = sample_proposals.proposed(register, on=clock())
    second = sample_proposals.proposed(register, act=ProposedAction.REVOKE, on=clock())
    confirm(register, second, clock)
    with pytest.raises(NotPossibleFromState):
        confirm(register, first, clock)


def test_who_applies_anew_takes_nothing_from_under_an_order_against_what_they_hold(register, clock):
    row = sample_proposals.proposed(register, "AG-EXPIRED", ProposedAction.REVOKE, on=clock())
    licence_applications.file(register, FIRM, agency="AG-EXPIRED", by=FARIDA, on=clock())
    confirm(register, row, clock)
    assert agencies.status(register, "AG-EXPIRED", TODAY, decided=True).state is State.REVOKED
    with pytest.raises(NotPossibleFromState):
        sample_proposals.proposed(register, "AG-EXPIRED", ProposedAction.REVOKE, on=clock())


def test_a_licence_that_is_another_by_now_takes_a_new_proposal(register, clock):
    row = sample_proposals.proposed(register, "AG-EXPIRED", ProposedAction.REVOKE, on=clock())
    new_licence = licences.NewLicence(
        "AG-EXPIRED", "UZ", number="XB-0501", granted_on=TODAY, valid_from=TODAY
    )
    licences.grant(register, new_licence, by=FARIDA, on=clock())
    with pytest.raises(PetitionChanged):
        confirm(register, row, clock)


APPLIED = {
    ProposedAction.GRANT: ("AG-EXPIRED", TERM),
    ProposedAction.RENEW: ("AG-EXPIRING", {"valid_to": TERM["valid_to"]}),
    ProposedAction.REFUSE: ("AG-EXPIRING", {}),
}


@pytest.mark.parametrize("act", APPLIED)
def test_an_application_swapped_under_a_proposal_is_not_decided_by_it(register, clock, act):
    """The officers read one; the firm withdrew it and handed in another, of another owner."""
    agency, facts = APPLIED[act]
    read = applied(register, clock, agency)
    row = sample_proposals.proposed(register, agency, act, on=clock(), **facts)
    licence_applications.withdraw(register, read.reference, by=FARIDA, on=clock())
    other = applied(register, clock, agency, msgspec.structs.replace(FIRM, owners="Somebody Else"))
    with pytest.raises(PetitionChanged):
        confirm(register, row, clock)
    assert (row.petition, row.outcome, other.outcome) == (
        read.reference,
        Outcome.WAITING,
        licence_applications.Outcome.WAITING,
    )
    send_back(register, row, clock)
    sample_proposals.signed(register, agency, act, on=clock(), **facts)
    assert other.outcome in (
        licence_applications.Outcome.GRANTED,
        licence_applications.Outcome.REFUSED,
    )
    assert read.outcome == licence_applications.Outcome.WITHDRAWN


def test_on_an_application_that_was_taken_back_nothing_is_decided(register, clock):
    asked = applied(register, clock)
    row = sample_proposals.proposed(
        register, asked.agency, ProposedAction.GRANT, on=clock(), **TERM
    )
    licence_applications.withdraw(register, asked.reference, by=FARIDA, on=clock())
    with pytest.raises(PetitionChanged):
        confirm(register, row, clock)
    assert (state(register, asked.agency), asked.outcome) == (
        State.NONE,
        licence_applications.Outcome.WITHDRAWN,
    )


def test_an_emergency_is_confirmed_or_ends_at_once(register, clock):
    kept = sample_proposals.proposed(register, provisional=True, on=clock())
    gone = sample_proposals.proposed(register, "AG-EXPIRING", provisional=True, on=clock())
    confirm(register, kept, clock)
    order = register.get_one(Order, kept.order)
    assert (order.provisional, order.until, state(register, day=TODAY + 300 * DAY)) == (
        False,
        None,
        State.SUSPENDED,
    )
    send_back(register, gone, clock)
    assert state(register, "AG-EXPIRING") is State.EXPIRING


def test_an_emergency_that_ended_is_confirmed_from_then_on_and_not_in_between(register, clock):
    row = sample_proposals.proposed(register, provisional=True, on=clock())
    lapsed = row.order
    clock.forward(days=15)
    confirm(register, row, clock)
    assert row.order != lapsed
    days = [state(register, day=TODAY + n * DAY) for n in (9, 12, 15)]
    assert days == [State.SUSPENDED, State.VALID, State.SUSPENDED]


def test_only_two_officers_lift(register, clock):
    order = sample_proposals.signed(register, on=clock()).order
    row = sample_proposals.proposed(register, act=ProposedAction.LIFT, order=order, on=clock())
    assert state(register) is State.SUSPENDED
    confirm(register, row, clock)
    assert state(register) is State.VALID


def test_a_register_that_says_valid_lifts_nothing(register, clock):
    result = next(one for one in cast.AGENCIES if one.external_id == "AG-SUSPENDED")
    valid = cast.agency("XB-0104", result.name, ImportedStatus.VALID, id="SUSPENDED")
    agencies.register(register, valid, by=SYSTEM, on=clock())
    assert state(register, "AG-SUSPENDED") is State.SUSPENDED
    order = (
        register.execute(select(Order).join(Licence).where(col(Licence.agency) == "AG-SUSPENDED"))
        .scalars()
        .one()
    )
    sample_proposals.signed(
        register, "AG-SUSPENDED", ProposedAction.LIFT, order=order.id, on=clock()
    )
    assert state(register, "AG-SUSPENDED") is State.VALID


def applied(session, clock, agency=None, firm=FIRM):
    return licence_applications.file(session, firm, agency=agency, by=FARIDA, on=clock())


def test_a_granted_licence_lives_once_its_deposit_covers_what_the_law_wants(register, clock):
    row = applied(register, clock)
    sample_proposals.signed(register, row.agency, ProposedAction.GRANT, on=clock(), **TERM)
    held = agencies.status(register, row.agency, TODAY)
    assert (held.state, held.licence.number, row.outcome) == (
        State.GRANTED_NOT_ACTIVE,
        "XB-0500",
        licence_applications.Outcome.GRANTED,
    )
    whole = NewDeposit("Bank", sample_proposals.WHOLE, "UZS")
    deposits.deposit(register, held.licence.id, whole, by=FARIDA, on=clock())
    assert state(register, row.agency) is State.VALID


def test_money_that_stood_before_makes_it_live_at_once(register, clock):
    old = agencies.status(register, "AG-EXPIRED", TODAY).licence
    deposits.deposit(
        register, old.id, NewDeposit("Bank", sample_proposals.WHOLE, "UZS"), by=FARIDA, on=clock()
    )
    applied(register, clock, "AG-EXPIRED")
    sample_proposals.signed(register, "AG-EXPIRED", ProposedAction.GRANT, on=clock(), **TERM)
    assert state(register, "AG-EXPIRED") is State.VALID


def test_a_number_that_belongs_to_another_is_not_granted(register, clock):
    row = applied(register, clock)
    with pytest.raises(NumberTaken):
        sample_proposals.proposed(
            register,
            row.agency,
            ProposedAction.GRANT,
            on=clock(),
            **TERM | {"licence_no": "xb-101"},
        )


def test_what_is_refused_is_refused_and_a_renewal_refused_leaves_the_licence(register, clock):
    row, renewal = (
        applied(register, clock),
        applied(register, clock, "AG-EXPIRING", cast_of("300000777")),
    )
    for agency in (row.agency, "AG-EXPIRING"):
        sample_proposals.signed(register, agency, ProposedAction.REFUSE, on=clock())
    assert (row.outcome, renewal.outcome) == ("refused", "refused")
    assert state(register, row.agency) is State.REFUSED
    assert state(register, "AG-EXPIRING") is State.EXPIRING


def cast_of(tax_no: str):
    return licence_applications.NewPetition(
        "Kumush MCHJ", tax_no, "A B", "A B", "Somewhere 1", countries="KR"
    )


def test_an_agency_barred_meanwhile_is_not_granted(register, clock):
    applied(register, clock, "AG-EXPIRED")
    row = sample_proposals.proposed(
        register, "AG-EXPIRED", ProposedAction.GRANT, on=clock(), **TERM
    )
    sample_proposals.signed(register, "AG-EXPIRED", ProposedAction.BAR, on=clock(), code="court")
    with pytest.raises(FirmBarred):
        confirm(register, row, clock)


def test_the_black_list_takes_two_both_ways(register, clock):
    employer = cast.named(register, "published").employer
    row = sample_proposals.proposed(
        register, None, ProposedAction.BAR, employer=employer, code="unpaid_wages", on=clock()
    )
    assert vacancies.get_shown(register, cast.named(register, "published").reference, TODAY)
    confirm(register, row, clock)
    with pytest.raises(NotFound):
        vacancies.get_shown(register, cast.named(register, "published").reference, TODAY)
    back = sample_proposals.proposed(
        register, None, ProposedAction.UNBAR, employer=employer, entry=row.entry, on=clock()
    )
    confirm(register, back, clock)
    assert vacancies.get_shown(register, cast.named(register, "published").reference, TODAY)


def test_a_director_is_barred_by_the_name_in_the_register_and_their_agency_stays(register, clock):
    with pytest.raises(NotFound):
        sample_proposals.signed(
            register,
            act=ProposedAction.BAR,
            barred=blacklist.BarredKind.DIRECTOR,
            code="fraud",
            on=clock(),
        )
    register.get_one(Agency, "AG-EXPIRING").director = "Karim Olimov"
    row = sample_proposals.signed(
        register,
        "AG-EXPIRING",
        ProposedAction.BAR,
        barred=blacklist.BarredKind.DIRECTOR,
        code="fraud",
        on=clock(),
    )
    assert register.get_one(blacklist.BarredName, row.entry).name == "Karim Olimov"
    assert agencies.status(register, "AG-EXPIRING", TODAY).may_recruit_here


def test_what_is_lifted_twice_is_lifted_once(register, clock):
    order = sample_proposals.signed(register, on=clock(), until=TODAY + DAY).order
    row = sample_proposals.proposed(register, act=ProposedAction.LIFT, order=order, on=clock())
    clock.forward(days=3)
    with pytest.raises(SettledBefore):
        confirm(register, row, clock)
    assert licences.in_force(register.get_one(Order, order), TODAY)
