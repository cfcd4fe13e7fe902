"""The black list: a firm on it is met nowhere, from the next request, until it is taken off."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core import journal
from catalog.core.errors import NotFound
from catalog.employers import blacklist
from catalog.employers.blacklist import BarredKind, FirmBarred, NewEntry, OnTheList, Reason
from catalog.licensing import agencies
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies, vetting
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, TODAY

DAY = timedelta(days=1)


def enter(
    session,
    clock,
    until: date | None = None,
    kind=BarredKind.EMPLOYER,
    starts_on: date = TODAY,
    **firm,
):
    new_entry = NewEntry(kind, "Some Firm", Reason.FRAUD, "7-K", starts_on, until=until, **firm)
    return blacklist.add(session, new_entry, by=FARIDA, on=clock())


def shown(session, day: date = TODAY) -> set[str]:
    asked = (
        select(col(vacancies.Vacancy.external_id)).join(Agency).where(vacancies.may_be_shown(day))
    )
    return set(session.execute(asked).scalars())


def test_the_jobs_of_a_barred_employer_are_shown_to_nobody_while_the_entry_holds(register, clock):
    before = shown(register)
    employer = cast.named(register, "published").employer
    entry = enter(register, clock, until=TODAY + DAY, employer=employer)
    assert before - shown(register) == {"J-PUBLISHED", "J-QUOTA"}
    assert [shown(register, TODAY + n * DAY) == before for n in (0, 1, 2)] == [False, False, True]
    blacklist.remove(register, entry.id, by=FARIDA, on=clock())
    assert shown(register) == before


def test_they_cannot_be_handed_in_approved_or_published(register, clock):
    row = cast.named(register, "paused")
    enter(register, clock, employer=row.employer)
    values = {"agency": row.agency, "employer": row.employer, "by": FARIDA, "on": clock()}
    for external in ("J-NEW", "J-PUBLISHED"):
        with pytest.raises(FirmBarred) as refused:
            vacancies.submit(register, cast.vacancy(external, seats=9), **values)
    assert refused.value.facts == {"reason": "fraud", "number": "7-K"}
    with pytest.raises(FirmBarred):
        vetting.step(register, row.reference, "publish", by=GULNORA, on=clock())
    row.state = vacancies.State.VETTING.value
    register.flush()
    with pytest.raises(FirmBarred):
        vetting.step(register, row.reference, "approve", by=GULNORA, on=clock())
    vetting.step(register, row.reference, "refuse", by=GULNORA, on=clock())


def test_a_barred_agency_may_not_recruit_whatever_its_licence_says(register, clock):
    enter(register, clock, kind=BarredKind.AGENCY, agency="AG-VALID")
    enter(register, clock, kind=BarredKind.AGENCY, agency="AG-STATE", starts_on=TODAY + DAY)
    standing = agencies.status(register, "AG-VALID", TODAY)
    assert (standing.state, standing.barred, standing.may_recruit_here) == ("valid", True, False)
    everyone = register.execute(select(Agency)).scalars().all()
    for day in (TODAY - DAY, TODAY, TODAY + DAY):
        by_rule = {
            one.agency.external_id
            for one in agencies.statuses(register, everyone, day)
            if one.may_recruit_here
        }
        in_sql = select(col(Agency.external_id)).where(agencies.may_recruit(day))
        assert set(register.execute(in_sql).scalars()) == by_rule, (
            "told the same by Python and by the database"
        )
    firm = cast.named(register, "published").employer
    with pytest.raises(FirmBarred):
        vacancies.submit(
            register, cast.vacancy("J-N"), agency="AG-VALID", employer=firm, by=FARIDA, on=clock()
        )


def test_the_name_of_a_director_bars_nobody(register, clock):
    before = shown(register)
    enter(register, clock, kind=BarredKind.DIRECTOR, agency="AG-VALID")
    assert agencies.status(register, "AG-VALID", TODAY).may_recruit_here
    assert shown(register) == before
    assert [one.kind for one in blacklist.list_for_firm(register, agency="AG-VALID")] == [
        "director"
    ]
    assert blacklist.firms_barred(register, TODAY) == {}


def test_a_firm_stands_on_it_once(register, clock):
    employer = cast.named(register, "published").employer
    entry = enter(register, clock, employer=employer)
    with pytest.raises(OnTheList):
        enter(register, clock, employer=employer)
    blacklist.remove(register, entry.id, by=FARIDA, on=clock())
    again = enter(register, clock, employer=employer)
    assert [one.id for one in blacklist.entries(register, TODAY)] == [again.id]
    assert blacklist.entries(register, TODAY, kind=BarredKind.AGENCY) == []
    with pytest.raises(NotFound):
        blacklist.remove(register, 999, by=FARIDA, on=clock())


def test_what_comes_in_from_registers_is_known_by_name_and_country(register, clock):
    employer = cast.named(register, "cook").employer
    enter(register, clock, employer=employer)
    enter(register, clock, kind=BarredKind.AGENCY, agency="AG-VALID")
    assert set(blacklist.firms_barred(register, TODAY)) == {
        ("severni dvor stroy", "RU"),
        ("AG-VALID", ""),
    }


def test_it_is_an_act_of_the_register_so_that_caches_hear_of_it(register, clock):
    register.commit()
    before = journal.register_position(register)
    employer = cast.named(register, "cook").employer
    entry = enter(register, clock, employer=employer)
    blacklist.remove(register, entry.id, by=FARIDA, on=clock())
    register.commit()
    assert journal.register_position(register) == journal.head(register)[0] > before
    assert [one.act for one in journal.history(register, "employer", employer)][-2:] == [
        "bar",
        "unbar",
    ]
