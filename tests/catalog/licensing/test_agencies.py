"""Recruitment agencies: what a register says of them becomes dates and orders, and those alone
decide."""

from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import select

from catalog.core import journal
from catalog.core.errors import NotFound
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency, ImportedStatus, Kind, NewAgency, PastName
from catalog.licensing.licences import Licence, NewLicence, NumberTaken, State, WrongPeriod
from tests.support import cast
from tests.support.cast import FARIDA, TODAY

STATES = {
    "AG-VALID": (State.VALID, True),
    "AG-EXPIRING": (State.EXPIRING, True),
    "AG-EXPIRED": (State.EXPIRED, False),
    "AG-SUSPENDED": (State.SUSPENDED, False),
    "AG-REVOKED": (State.REVOKED, False),
    "AG-SURVEILLANCE": (State.SURVEILLANCE, True),
    "AG-GRANTED": (State.GRANTED_NOT_ACTIVE, False),
    "AG-APPLIED": (State.APPLIED, False),
    "AG-ANNULLED": (State.ANNULLED, False),
    "AG-SURRENDERED": (State.SURRENDERED, False),
    "AG-REFUSED": (State.REFUSED, False),
    "AG-DHAKA": (State.VALID, False),
    "AG-STATE": (State.STATE_PROGRAMME, True),
    "AG-UNLICENSED": (State.NONE, False),
}


def new_agency(**more) -> NewAgency:
    return msgspec.structs.replace(cast.AGENCIES[0], **more)


def put(session, clock, agency: NewAgency) -> bool:
    return agencies.register(session, agency, by=FARIDA, on=clock())[1]


def state(session, clock, name: str = "AG-VALID") -> State:
    return agencies.status(session, name, clock.today).state


def test_the_cast_covers_every_state_and_each_is_what_its_name_says(seeded):
    with seeded.read() as session:
        rows = session.execute(select(Agency)).scalars()
        found = {
            one.agency.external_id: (one.state, one.may_recruit_here)
            for one in agencies.statuses(session, rows, TODAY)
        }
    assert found == STATES
    assert {one for one, _ in STATES.values()} == set(State)


def test_a_licence_of_dhaka_is_alive_and_still_does_not_allow_recruiting_here(seeded):
    with seeded.read() as session:
        standing = agencies.status(session, "AG-DHAKA", TODAY)
    assert (standing.state, standing.licence.country, standing.may_recruit_here) == (
        State.VALID,
        "BD",
        False,
    )


def test_the_state_agency_recruits_by_law_and_without_a_licence(seeded):
    with seeded.read() as session:
        standing = agencies.status(session, "AG-STATE", TODAY)
    assert (standing.agency.kind, standing.licence, standing.may_recruit_here) == (
        Kind.STATE,
        None,
        True,
    )


def test_the_same_register_a_second_time_changes_nothing(ground, clock):
    for agency in cast.AGENCIES:
        assert put(ground, clock, agency) is True
    ground.flush()
    before = journal_length(ground)
    for agency in cast.AGENCIES:
        assert put(ground, clock, agency) is False, agency.external_id
    assert journal_length(ground) == before


def journal_length(session) -> int:
    return len(session.info.get("journal", ()))


def test_a_status_never_overrides_the_dates(ground, clock):
    put(ground, clock, new_agency(status=ImportedStatus.VALID, valid_to=TODAY - timedelta(1)))
    assert state(ground, clock) is State.EXPIRED


def test_a_suspension_that_a_register_tells_becomes_an_order_with_its_source(ground, clock):
    put(ground, clock, new_agency())
    assert (
        put(
            ground,
            clock,
            new_agency(status=ImportedStatus.SUSPENDED, source="register of 25 November"),
        )
        is True
    )
    (order,) = ground.execute(select(licences.Order)).scalars()
    assert (order.kind, order.starts_on, order.source) == (
        "suspend",
        TODAY,
        "register of 25 November",
    )
    assert state(ground, clock) is State.SUSPENDED


def test_a_register_that_says_valid_again_does_not_lift_an_order(ground, clock):
    put(ground, clock, new_agency(status=ImportedStatus.SUSPENDED))
    put(ground, clock, new_agency(status=ImportedStatus.VALID))
    assert state(ground, clock) is State.SUSPENDED


def test_an_agency_that_only_lapsed_today_was_valid_yesterday(ground, clock):
    put(ground, clock, new_agency(status=ImportedStatus.EXPIRED))
    assert state(ground, clock) is State.EXPIRED
    assert agencies.status(ground, "AG-VALID", TODAY - timedelta(1)).state is State.VALID


def test_a_renewed_licence_counts_and_the_old_one_is_kept(ground, clock):
    put(ground, clock, new_agency(valid_to=TODAY - timedelta(10)))
    put(
        ground,
        clock,
        new_agency(
            licence_no="XB-0199", valid_from=TODAY - timedelta(9), valid_to=TODAY + timedelta(365)
        ),
    )
    assert state(ground, clock) is State.VALID
    assert len(ground.execute(select(Licence)).all()) == 2


def test_other_dates_of_the_same_number_are_the_same_licence_still_bound(ground, clock):
    put(ground, clock, new_agency(status=ImportedStatus.SUSPENDED, valid_to=TODAY + timedelta(10)))
    assert put(ground, clock, new_agency(valid_to=TODAY + timedelta(365))) is True
    assert len(ground.execute(select(Licence)).all()) == 1
    assert state(ground, clock) is State.SUSPENDED


def test_other_dates_of_the_same_licence_do_not_free_it_of_what_binds_it(ground, clock):
    put(ground, clock, new_agency(status=ImportedStatus.REVOKED))
    put(ground, clock, new_agency(valid_to=TODAY + timedelta(900)))
    assert state(ground, clock) is State.REVOKED
    assert len(ground.execute(select(Licence)).all()) == 1


def test_a_licence_of_the_home_register_counts_before_any_other(ground, clock):
    put(ground, clock, new_agency(country="BD", licence_no="RL-9"))
    licences.grant(ground, NewLicence("AG-VALID", "UZ", number="XB-9"), by=FARIDA, on=clock())
    standing = agencies.status(ground, "AG-VALID", TODAY)
    assert (standing.licence.country, standing.state) == ("UZ", State.APPLIED)


def test_a_living_licence_counts_before_an_ended_one(ground, clock):
    put(ground, clock, new_agency())
    ended = NewLicence(
        "AG-VALID", "UZ", granted_on=TODAY, activated_on=TODAY, valid_to=TODAY - timedelta(1)
    )
    licences.grant(ground, ended, by=FARIDA, on=clock())
    assert state(ground, clock) is State.VALID


def test_a_name_that_changed_is_kept_as_a_past_one(ground, clock):
    put(ground, clock, new_agency())
    assert put(ground, clock, new_agency(name="Yangi Nom MCHJ")) is True
    (past,) = ground.execute(select(PastName)).scalars()
    assert (past.name, past.until) == (cast.AGENCIES[0].name, TODAY)
    ground.commit()
    assert journal.history(ground, "agency", "AG-VALID")[-1].fields == "name,key"


def test_a_wrong_period_or_a_taken_number_is_refused(ground, clock):
    with pytest.raises(WrongPeriod):
        put(ground, clock, new_agency(valid_from=TODAY, valid_to=TODAY - timedelta(1)))
    ground.rollback()
    cast.ground(ground, on=clock())
    put(ground, clock, new_agency())
    with pytest.raises(NumberTaken):
        put(ground, clock, new_agency(external_id="AG-OTHER"))


def test_an_agency_that_is_not_there_has_no_standing(ground):
    with pytest.raises(NotFound):
        agencies.status(ground, "AG-NOBODY", TODAY)


def test_it_tells_the_standing_of_more_agencies_than_fit_one_question(ground, clock):
    rows = [
        Agency(external_id=f"A{number}", name="x", key="x", country="UZ") for number in range(1_100)
    ]
    ground.add_all(rows)
    ground.flush()
    ground.add_all(
        Licence(agency=row.external_id, country="UZ", granted_on=TODAY, activated_on=TODAY)
        for row in rows
    )
    ground.flush()
    assert {one.state for one in agencies.statuses(ground, rows, TODAY)} == {State.VALID}


def test_the_recruiters_of_the_home_register_are_listed_by_name(seeded):
    with seeded.read() as session:
        here = agencies.list_home(session)
    assert [name for _, name in here] == sorted(name for _, name in here)
    assert {"AG-STATE", "AG-VALID", "AG-SUSPENDED"} <= dict(here).keys()
    assert "AG-DHAKA" not in dict(here)
