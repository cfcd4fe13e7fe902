"""Licences: what one is worth on a day by its dates and orders, told the same by Python and by the
database."""

import itertools
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.errors import NotFound
from catalog.core.fields import TooLongAgo
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency, ImportedStatus, NewAgency
from catalog.licensing.licences import (
    ACTIVE_STATES,
    Licence,
    NewLicence,
    NewOrder,
    NumberTaken,
    Order,
    OrderKind,
    State,
    WrongPeriod,
)
from tests.support.cast import FARIDA, TODAY

DAY = timedelta(days=1)
BEFORE, AFTER = TODAY - 30 * DAY, TODAY + 200 * DAY


def licence(**values) -> Licence:
    whole = {"granted_on": BEFORE, "valid_from": BEFORE, "valid_to": AFTER, "activated_on": BEFORE}
    return Licence(id=1, agency="A", country="UZ", **(whole | values))


def order(kind: OrderKind, starts_on: date = BEFORE, until: date | None = None) -> Order:
    return Order(licence=1, kind=kind.value, starts_on=starts_on, until=until)


@pytest.mark.parametrize(
    ("held", "state"),
    [
        (None, State.NONE),
        (licence(), State.VALID),
        (licence(valid_to=None), State.VALID),
        (licence(valid_from=None), State.VALID),
        (licence(valid_to=TODAY + 61 * DAY), State.VALID),
        (licence(valid_to=TODAY + 60 * DAY), State.EXPIRING),
        (licence(valid_to=TODAY), State.EXPIRING),
        (licence(valid_to=TODAY - DAY), State.EXPIRED),
        (licence(granted_on=None, activated_on=None), State.APPLIED),
        (licence(activated_on=None), State.GRANTED_NOT_ACTIVE),
        (licence(activated_on=TODAY + DAY), State.GRANTED_NOT_ACTIVE),
        (licence(valid_from=TODAY + DAY), State.GRANTED_NOT_ACTIVE),
        (licence(activated_on=TODAY, valid_from=TODAY), State.VALID),
    ],
)
def test_its_dates_say_what_it_is_worth(held, state):
    assert licences.state(held, [], TODAY) is state


ENDED = {
    OrderKind.SUSPEND: State.SUSPENDED,
    OrderKind.SURVEIL: State.SURVEILLANCE,
    OrderKind.REVOKE: State.REVOKED,
    OrderKind.ANNUL: State.ANNULLED,
    OrderKind.SURRENDER: State.SURRENDERED,
    OrderKind.REFUSE: State.REFUSED,
    OrderKind.LAPSE: State.EXPIRED,
}


@pytest.mark.parametrize(("kind", "state"), ENDED.items())
def test_an_order_counts_from_its_first_to_its_last_day(kind, state):
    bound = order(kind, TODAY - DAY, TODAY + DAY)
    days = (TODAY - 2 * DAY, TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY)
    assert [licences.state(licence(), [bound], day) is state for day in days] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_the_gravest_order_speaks():
    kinds = [
        OrderKind.SURVEIL,
        OrderKind.SUSPEND,
        OrderKind.LAPSE,
        OrderKind.REFUSE,
        OrderKind.SURRENDER,
        OrderKind.ANNUL,
        OrderKind.REVOKE,
    ]
    for lighter, graver in itertools.pairwise(kinds):
        assert licences.state(licence(), [order(graver), order(lighter)], TODAY) is ENDED[graver]


def test_an_order_ends_even_a_licence_that_has_run_out():
    assert (
        licences.state(licence(valid_to=BEFORE), [order(OrderKind.REVOKE)], TODAY) is State.REVOKED
    )


def test_an_order_on_another_licence_does_not_count():
    other = Order(licence=2, kind="revoke", starts_on=BEFORE)
    assert licences.state(licence(), [other], TODAY) is State.VALID


def unlicensed(session, clock, name: str = "A") -> None:
    new_agency = NewAgency(name, f"Agency {name}", "UZ", status=ImportedStatus.UNLICENSED)
    agencies.register(session, new_agency, by=FARIDA, on=clock())


def test_python_and_the_database_agree_on_every_mix_of_dates_and_orders(ground, clock):
    """Every licence of a grid of dates, with every kind of order over every span: alive here means
    alive there."""
    dates = [None, TODAY - DAY, TODAY, TODAY + DAY]
    spans = [(TODAY, None), (TODAY - DAY, TODAY - DAY), (TODAY, TODAY), (TODAY + DAY, None)]
    bindings = [None, *((kind, *span) for kind in OrderKind for span in spans)]
    grid = [*itertools.product([BEFORE, None], dates, dates, dates, [None], ["UZ"])]
    grid += itertools.product(
        [BEFORE], [None, TODAY], [TODAY], [None, TODAY], bindings, ["UZ", "BD"]
    )
    for number, (granted, begins, active, ends, binding, country) in enumerate(grid):
        _enter(
            ground,
            f"A{number}",
            binding,
            granted_on=granted,
            valid_from=begins,
            activated_on=active,
            valid_to=ends,
            country=country,
        )
    ground.flush()
    everyone = ground.execute(select(Agency)).scalars().all()
    for day in (TODAY - DAY, TODAY, TODAY + DAY):
        by_rule = {
            one.agency.external_id
            for one in agencies.statuses(ground, everyone, day)
            if one.may_recruit_here
        }
        in_sql = select(col(Agency.external_id)).where(agencies.may_recruit(day))
        assert set(ground.execute(in_sql).scalars()) == by_rule
        assert 0 < len(by_rule) < len(grid)


def _enter(session, name, binding, **values) -> None:
    session.add(Agency(external_id=name, name=name, key=name.lower(), country="UZ"))
    held = Licence(agency=name, **values)
    session.add(held)
    session.flush()
    if binding:
        kind, starts, until = binding
        session.add(Order(licence=held.id, kind=kind.value, starts_on=starts, until=until))


def test_alive_means_one_of_four_states():
    assert {State.VALID, State.EXPIRING, State.SURVEILLANCE, State.STATE_PROGRAMME} == ACTIVE_STATES


@pytest.mark.parametrize(
    "number", ["R.L. No. 0434", "rl-434", "RL434", "RL 00434", "РЛ-434", "R/L № 434"]
)
def test_a_number_is_one_however_it_is_written(number):
    assert licences.number_key(number) == "rl434"


@pytest.mark.parametrize(
    ("number", "key"), [("", ""), ("no number", ""), ("434", "434"), ("XB-0101", "hb101")]
)
def test_a_number_without_digits_is_none(number, key):
    assert licences.number_key(number) == key


def test_a_licence_cannot_end_before_it_begins(ground, clock):
    unlicensed(ground, clock)
    new_licence = NewLicence("A", "UZ", valid_from=TODAY, valid_to=TODAY - DAY)
    with pytest.raises(WrongPeriod) as refused:
        licences.grant(ground, new_licence, by=FARIDA, on=clock())
    assert refused.value.field == "valid_to"


def test_a_number_belongs_to_one_agency_of_the_home_register(ground, clock):
    for name in "AB":
        unlicensed(ground, clock, name)
    licences.grant(ground, NewLicence("A", "UZ", number="XB-0007"), by=FARIDA, on=clock())
    licences.grant(ground, NewLicence("A", "UZ", number="XB-7"), by=FARIDA, on=clock())
    licences.grant(ground, NewLicence("B", "BD", number="XB 7"), by=FARIDA, on=clock())
    with pytest.raises(NumberTaken):
        licences.grant(ground, NewLicence("B", "UZ", number="xb-7"), by=FARIDA, on=clock())


def granted(session, clock, **values) -> Licence:
    unlicensed(session, clock)
    return licences.grant(
        session, NewLicence("A", "UZ", granted_on=BEFORE, **values), by=FARIDA, on=clock()
    )


def standing(session) -> State:
    return agencies.status(session, "A", TODAY).state


def test_a_suspension_holds_until_it_is_lifted(ground, clock):
    held = granted(ground, clock, activated_on=BEFORE)
    new_order = NewOrder(OrderKind.SUSPEND, TODAY - DAY, "No answer to a complaint")
    bound = licences.add_order(ground, held.id, new_order, by=FARIDA, on=clock())
    assert standing(ground) is State.SUSPENDED
    licences.lift(ground, bound.id, by=FARIDA, on=clock())
    assert standing(ground) is State.VALID
    assert agencies.status(ground, "A", TODAY - DAY).state is State.SUSPENDED, (
        "the past stays as it was"
    )


def test_an_order_cannot_end_before_it_begins(ground, clock):
    held = granted(ground, clock)
    with pytest.raises(WrongPeriod):
        licences.add_order(
            ground,
            held.id,
            NewOrder(OrderKind.SUSPEND, TODAY, "x", until=TODAY - DAY),
            by=FARIDA,
            on=clock(),
        )


def test_an_order_is_in_the_journal_under_its_own_verb(ground, clock):
    held = granted(ground, clock, activated_on=BEFORE)
    licences.add_order(
        ground, held.id, NewOrder(OrderKind.REVOKE, TODAY, "x"), by=FARIDA, on=clock()
    )
    ground.commit()
    assert [one.act for one in journal.history(ground, "licence", "A")] == ["grant", "revoke"]


def test_nothing_is_done_to_a_licence_that_is_not_there(ground, clock):
    with pytest.raises(NotFound):
        licences.add_order(
            ground, 99, NewOrder(OrderKind.SUSPEND, TODAY, "x"), by=FARIDA, on=clock()
        )
    with pytest.raises(NotFound):
        licences.lift(ground, 99, by=FARIDA, on=clock())


def test_no_order_is_older_than_the_country(ground, clock):
    held = granted(ground, clock)
    with pytest.raises(TooLongAgo) as refused:
        licences.add_order(
            ground,
            held.id,
            NewOrder(OrderKind.SUSPEND, date(1991, 8, 31), "x"),
            by=FARIDA,
            on=clock(),
        )
    assert refused.value.field == "starts_on"
