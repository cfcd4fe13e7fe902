"""What the demonstration puts into an empty service."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from catalog.core import exchange_rates, journal
from catalog.core.actor import SYSTEM, Actor, Role
from catalog.core.fields import TASHKENT
from catalog.employers.employers import Employer
from catalog.licensing import agencies, licences
from catalog.licensing.agencies import Agency
from catalog.licensing.working_days import Calendar
from catalog.reference.countries import Fact, Kind, Mark
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from matching.fraud.scam_reports import Report
from matching.identity.duplicates import SearchInput
from seed import demonstration, reference
from seed.demonstration import duplicate_people, people
from seed.demonstration.jobs import Jobs
from seed.demonstration.schedule import Days
from service import accounts
from service.casework import people_access
from service.casework.advice import callbacks, group_sessions, questions, snippets
from service.casework.advice.group_sessions import GroupSession
from service.casework.advice.topics import Channel, Level, Outcome, Topic
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money.money_entries import Payment
from service.casework.protection import referrals
from service.casework.protection.referrals import Referral
from service.casework.scope.advice_tables import Session
from service.casework.worklists import morning_list, saved_filters, service_levels
from service.infra.database import Database
from service.reporting.annual import frozen_year
from service.reporting.external import body_returns
from service.reporting.external.body_returns import BodyFigure
from service.reporting.figures import months
from service.reporting.monthly import post_return


def _all(session, *asked):
    return session.execute(select(*asked)).all()


def seen_by(reading, who) -> list[Claim]:
    return list(reading.execute(select(Claim).where(wage_claims.within(who))).scalars())


def test_the_chain_of_acts_holds_and_runs_in_the_order_of_time(reading, clock):
    assert journal.verify(reading) is None
    acts = reading.execute(select(journal.Entry).order_by(col(journal.Entry.position))).scalars()
    people_acted = [act.at for act in acts if act.role != "system"]
    assert people_acted == sorted(people_acted)
    assert people_acted[-1] < clock.now


def test_a_second_time_changes_nothing(shown, clock):
    with shown.read() as session:
        before = journal.head(session)
    demonstration.load(shown, clock.now)
    with shown.read() as session:
        assert journal.head(session) == before


def test_it_is_the_same_each_time(clock):
    first, second = (Jobs(Days(clock.now, Calendar()), Random(demonstration.SEED)) for _ in "12")
    assert [first.invent(number) for number in range(30)] == [
        second.invent(number) for number in range(30)
    ]


def test_every_state_of_a_licence_a_vacancy_and_a_claim_can_be_seen(reading, clock):
    everyone = reading.execute(select(Agency)).scalars()
    standings = agencies.statuses(reading, everyone, clock.today)
    assert {one.state for one in standings} == set(licences.State)
    states = [state for (state,) in _all(reading, Vacancy.state)]
    assert set(states) == set(vacancies.State) - {"draft"}
    assert {state for (state,) in _all(reading, Claim.state)} == set(ClaimState)
    assert (len(_all(reading, Session)), len(_all(reading, Report))) == (402, 12), (
        "one answered a question, one is a call"
    )
    assert len(states) == 2_008, "seven of them in rounds, one came back to its agency"


def test_everybody_invented_says_so(reading):
    names = [name for (name,) in _all(reading, col(Employer.name))]
    names += [
        name
        for name, kind in _all(reading, col(Agency.name), col(Agency.kind))
        if kind == "private"
    ]
    assert [
        name
        for name in names
        if not any(word in name.lower() for word in ("namuna", "намуна", "sample"))
    ] == []
    assert {phone[:11] for (phone,) in _all(reading, col(Agency.phone))} == {"+998 00 000"}
    assert all(
        "Namuna" in decision
        for (decision,) in _all(reading, col(Vacancy.decision))
        if "/" in decision
    )


def test_only_those_who_may_recruit_today_show_vacancies(reading, clock):
    rows = select(Vacancy).join(Agency).where(vacancies.may_be_shown(clock.today))
    listed = list(reading.execute(rows).scalars())
    standing = {
        one.agency.external_id: one
        for one in agencies.statuses(reading, _agencies(reading), clock.today)
    }
    assert all(standing[row.agency].may_recruit_here for row in listed)
    assert {row.agency for row in reading.execute(select(Vacancy)).scalars()} == set(standing)
    assert len(listed) > 1_300
    assert len({row.country for row in listed}) == 15
    assert len({row.isco08 for row in listed}) > 150
    assert {row.language for row in listed} == {"uz", "uz-Cyrl", "ru", "en", "kaa"}


def _agencies(session):
    return session.execute(select(Agency)).scalars()


def test_no_vacancy_pays_less_than_the_law_of_its_country(reading, clock):
    current = [
        fact
        for fact in reading.execute(
            select(Fact).where(col(Fact.kind) == Kind.MINIMUM_WAGE.value)
        ).scalars()
        if (fact.valid_from or date.min) <= clock.today <= (fact.valid_to or date.max)
        and fact.mark != Mark.UNCONFIRMED
    ]
    assert {"KR", "PL", "DE", "GB"} <= {fact.country for fact in current}
    for fact in current:
        paid = col(Vacancy.pay_month) if fact.unit == "month" else col(Vacancy.wage_min)
        here = select(func.min(paid)).where(
            col(Vacancy.country) == fact.country, col(Vacancy.period) == fact.unit
        )
        least = reading.execute(here).scalar()
        assert least is None or least >= (fact.value or 0), fact.source


def test_open_claims_have_a_next_act_some_of_them_late(reading, clock):
    claims = list(reading.execute(select(Claim).where(col(Claim.state) != "closed")).scalars())
    assert all(claim.next_action for claim in claims)
    late = (
        reading.execute(
            select(Claim).where(
                service_levels.late_term(service_levels.clock_context(reading, clock.now))
            )
        )
        .scalars()
        .all()
    )
    assert len(claims) / 20 < len(late) < len(claims) / 7, "the service works, and not everywhere"
    assert (
        len([claim for claim in claims if timedelta(0) <= claim.due - clock.today <= timedelta(5)])
        > 10
    )
    assert all(claim.filed_on >= claim.worked_from for claim in claims)


def test_advice_was_given_in_every_way_on_everything(reading):
    rows = list(reading.execute(select(Session)).scalars())
    for name, kinds in (
        ("channel", Channel),
        ("topic", Topic),
        ("level", Level),
        ("outcome", Outcome),
    ):
        assert {getattr(row, name) for row in rows} == {kind.value for kind in kinds}
    assert 110 < len([row for row in rows if row.citizen is None]) < 160
    assert len({row.matter for row in rows}) < len(rows) - 30


def test_every_payment_has_its_worth_in_dollars_and_todays_money_converts(reading, clock):
    payments = list(reading.execute(select(Payment)).scalars())
    assert len(payments) > 25
    assert [one for one in payments if one.usd is None or one.uzs is None] == []
    table = exchange_rates.table(reading, clock.today)
    assert [
        code
        for (code,) in set(_all(reading, col(Vacancy.currency)))
        if not table.convert(10**6, code, "UZS")
    ] == []
    assert table.per_euro["UZS"].source.startswith("Namuna")


def test_one_may_walk_as_each_of_the_cast(reading):
    for one in people.CAST:
        assert accounts.find(reading, one.email).role == one.role
    assert {one.role for one in people.CAST} == set(Role) - {
        Role.VISITOR,
        Role.SYSTEM,
        Role.OTHER_BODY,
    }


def test_an_attache_finds_the_claims_of_their_own_country(reading):
    for post, country in ((people.SEOUL, "KR"), (people.MOSCOW, "RU")):
        who = Actor("U-1", Role.ATTACHE, posts=frozenset({post}))
        assert {claim.country for claim in seen_by(reading, who)} == {country}


def test_an_attache_has_a_morning_list_with_something_in_almost_every_part(reading, clock):
    for post in (people.SEOUL, people.MOSCOW):
        by = Actor("U-1", Role.ATTACHE, posts=frozenset({post}))
        asked = morning_list.PartQuery(by, clock(), clock.today, 20)
        there = [
            part for part in morning_list.Part if morning_list.part(reading, part, asked).total
        ]
        assert set(there) >= {
            morning_list.Part.NEW,
            morning_list.Part.HEARINGS,
            morning_list.Part.OVERDUE,
        }, (post, there)
        assert len(there) >= 5, (post, there)


def test_protected_cases_are_there_for_each_who_may_read_one(reading):
    protection = Actor("U-1", Role.PROTECTION_OFFICER)
    running, ended = (
        reading.execute(
            select(Referral)
            .where(referrals.open_or_over(protection, over=over))
            .order_by(*referrals.BY_URGENCY)
        )
        .scalars()
        .all()
        for over in (False, True)
    )
    assert [row.urgency for row in running] == ["emergency", "same_day", "look"]
    assert [row.helped for row in ended] == [True]
    for post in (people.SEOUL, people.MOSCOW):
        who = Actor("U-2", Role.ATTACHE, posts=frozenset({post}))
        assert referrals.count(reading, by=who) + referrals.count(reading, by=who, over=True) == 1
    alisher = accounts.find(reading, people.CAST[0].email).citizen
    assert [row.status for row in referrals.list_for_persons(reading, [alisher])] == ["accepted"]
    broken = [
        act
        for row in running
        for act, _ in referrals.acts(reading, row)
        if act.act == "break_glass"
    ]
    assert len(broken) == 1


def test_some_people_are_written_down_twice_and_can_be_found_so(reading):
    first = duplicate_people.DUPLICATES[0]
    elyor = Actor("U-1", Role.ATTACHE, posts=frozenset({people.MOSCOW}))
    found = people_access.find_similar(reading, SearchInput(name=first.names[1]), by=elyor)
    assert {one.name for one in found.people} == set(first.names)
    far = Actor("U-2", Role.ATTACHE, posts=frozenset({people.SEOUL}))
    assert people_access.find_similar(
        reading, SearchInput(passport="XX0000001"), by=far
    ) == people_access.LookupResult([], elsewhere=True)


def test_three_reports_are_confirmed_by_two_officers(reading):
    reports = list(reading.execute(select(Report)).scalars())
    assert len([one for one in reports if one.confirmed_at]) == 3
    assert len([one for one in reports if one.first_officer and not one.confirmed_at]) == 3


def test_what_is_counted_beside_sessions_is_there_for_each_to_see(reading, clock):
    acting = {
        name: accounts.actor_for(accounts.find(reading, f"{name}@demo.invalid"))
        for name in ("barno", "elyor")
    }
    assert questions.queue(reading, by=acting["barno"])[0].topic == "document_kept"
    assert questions.count_waiting(reading, by=acting["elyor"]) == 1
    assert len(snippets.list_own(reading, by=acting["barno"])) == 3
    for name in ("barno", "elyor"):
        mine = group_sessions.within(GroupSession, acting[name])
        assert reading.execute(select(GroupSession).where(mine)).first()
    assert 0 < callbacks.count_due(reading, clock.today, by=acting["barno"]) < 20
    assert seen_by(reading, acting["barno"]), "an adviser has a claim to screen"


def test_the_returns_of_two_months_are_signed_one_of_them_corrected_and_the_last_waits_for_one_post(
    reading, clock
):
    last = months.month_of_day(clock.today).before
    signings = post_return.list_for_month(
        reading, post_return.PostReturn, people.MOSCOW, last.before
    )
    assert [(row.number, row.countersigned_by is not None) for row in signings] == [
        (1, False),
        (0, True),
    ]
    found = post_return.newest_by_month(
        reading, post_return.PostReturn, [people.MOSCOW, people.SEOUL], [last, last.before]
    )
    assert sorted(found) == [
        (people.SEOUL, str(last.before)),
        (people.MOSCOW, str(last.before)),
        (people.MOSCOW, str(last)),
    ]
    assert all(post_return.is_intact(row) for row in [*signings, *found.values()])
    assert (
        sum(
            one.value or 0
            for one in post_return.read(signings[0])
            if one.key in ("claims.filed", "advice.sessions")
        )
        > 0
    )


def test_saved_filters_stand_on_the_desks_of_three_and_find_something(reading, clock):
    counted = {}
    for name in ("iroda", "chinora", "elyor"):
        by = accounts.actor_for(accounts.find(reading, f"{name}@demo.invalid"))
        counted[name] = [
            one.claims for one in saved_filters.list_with_counts(reading, by=by, now=clock())
        ]
    assert [len(counts) for counts in counted.values()] == [2, 1, 1]
    assert sum(map(sum, counted.values())) > 5


def test_the_printed_report_of_2019_is_entered_and_two_shares_say_what_they_should_be(reading):
    values = {name: one.value for name, one in body_returns.printed_figures(reading, 2019).items()}
    assert (len(values), values["placements.total"], values["placements.share/RU"]) == (
        213,
        3938,
        3380,
    )
    noted = select(BodyFigure).where(col(BodyFigure.should_be).is_not(None))
    assert {(one.value, one.should_be) for one in reading.execute(noted).scalars()} == {
        (3380, 3390),
        (2160, 2170),
    }


def test_last_year_is_published_and_a_correction_of_it_waits_for_its_second_signature(
    reading, clock
):
    rows = frozen_year.list_for_year(reading, clock.today.year - 1)
    assert [(row.number, bool(row.countersigned_by), bool(row.published_by)) for row in rows] == [
        (1, False, False),
        (0, True, True),
    ]
    assert all(frozen_year.is_intact(row) for row in rows)
    assert (
        sum(one.value or 0 for one in frozen_year.figures(rows[1]) if one.key == "advice.sessions")
        > 0
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [
        "2026-11-28T12:00",
        "2026-11-29T03:10",
        "2026-12-31T23:30",
        "2027-01-01T00:04",
        "2028-02-29T12:00",
    ],
)
def test_it_can_be_filled_on_any_day_and_hour_of_tashkent(files, moment):
    on = datetime.fromisoformat(moment).replace(tzinfo=TASHKENT).astimezone(UTC)

    def refer(database):
        with database.write() as session:
            reference.load(session, by=SYSTEM, on=on)

    empty = files.template(
        f"REFERENCE {on:%Y%m%d}", refer, files.template("EMPTY", Database.migrate)
    )
    with files.copied(empty) as url:
        database = Database(url)
        demonstration.load(database, on)
        with database.read() as session:
            assert journal.verify(session) is None
            acts = select(journal.Entry).where(col(journal.Entry.role) != "system")
            at = [
                one.at
                for one in session.execute(acts.order_by(col(journal.Entry.position))).scalars()
            ]
            assert at == sorted(at)
            assert at[-1] <= on
            late = service_levels.late_term(service_levels.clock_context(session, on))
            assert len(session.execute(select(Claim).where(late)).scalars().all()) < 45
            assert {state for (state,) in _all(session, Claim.state)} == set(ClaimState)
        database.close()
