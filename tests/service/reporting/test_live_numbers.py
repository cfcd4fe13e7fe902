"""Live numbers: the figures of the year and no others, parts that add up, and what was entered
since yesterday."""

from datetime import date

import pytest
from sqlmodel import col, select

from catalog.reference.posts import Post
from matching.identity import persons
from matching.identity.persons import NewCitizen
from matching.placements import arrivals, placements
from matching.placements.placements import NewPlacement
from service.casework.advice import (
    contacts,
    count_corrections,
    session_corrections,
    session_import,
)
from service.casework.advice.contacts import Call, NewContact
from service.casework.advice.session_import import ImportedSession
from service.casework.advice.topics import Channel, Topic
from service.casework.money.money_entries import Payment, Reversal
from service.infra.settings import DisclosureLimits
from service.reporting import live_numbers
from service.reporting.annual import years
from service.reporting.figures import periods
from service.reporting.figures.definitions import DEFINITIONS
from service.reporting.figures.figures import NOT_STATED
from service.reporting.figures.months import Span
from service.reporting.figures.periods import Period
from service.reporting.live_numbers import Part
from tests.service.reporting import post
from tests.service.reporting.post import NOV, OCT
from tests.support.cast import BARNO, ELYOR, FARIDA, IRODA, MOSCOW, SEOUL, TODAY

YEAR = Span(None, date(2026, 1, 1), TODAY)


@pytest.fixture
def busy(seeded):
    """Two months of two posts, and what headquarters did."""
    with seeded.write() as session:
        claims = post.october(session)
        post.november(session, claims)
        post.log(session, NOV(20), by=BARNO, topic=Topic.CONTRACT, country=None)
        post.log(session, date(2025, 3, 3))
    with seeded.read() as session:
        yield session


def lines_of(session, span=YEAR, hides=None, **parts) -> dict[str, live_numbers.Line]:
    return {
        line.about.key: line
        for line in live_numbers.count_figures(session, span, earlier(span), parts, hides=hides)
    }


def earlier(span) -> Span:
    return periods.earlier_span(Period.DAYS, span)


def now(line) -> dict[str, int]:
    return {part.name: part.now for part in line.parts}


def test_each_number_of_a_whole_year_is_the_figure_of_that_year(busy):
    for number in (2025, 2026):
        span = years.elapsed_span(number, TODAY)
        figures = {one.name: one.value for one in years.get_year(busy, number, TODAY).figures}
        shown = {
            (line.about.key, part.name): part.now
            for line in lines_of(busy, span).values()
            for part in line.parts
            if part.now is not None
        }
        assert {name: value for name, value in shown.items() if value or name in figures} == figures
    assert sum(figures.values()) > 100, "something is counted"


def test_beside_them_stand_the_numbers_of_as_many_days_before(busy):
    span = Span(None, NOV(1), NOV(25))
    then = lines_of(busy, earlier(span))
    for key, line in lines_of(busy, span).items():
        before = {part.name: part.before for part in line.parts if part.before}
        assert before == {part.name: part.now for part in then[key].parts if part.now}, key


def test_all_posts_and_none_add_up_to_the_whole(busy):
    codes = [*busy.execute(select(col(Post.code))).scalars(), NOT_STATED]
    for key, name in (
        ("advice.sessions", ""),
        ("advice.contacts", ""),
        ("advice.groups", ""),
        ("wages.claims_filed", ""),
        ("wages.recovered", "RUB"),
        ("wages.claims_by_country", "RU"),
    ):
        by_post = [now(lines_of(busy, post=code)[key]).get(name, 0) for code in codes]
        assert sum(by_post) == now(lines_of(busy)[key])[name] > 0, key
    topics = [now(lines_of(busy, topic=topic.value)["advice.sessions"])[""] for topic in Topic]
    assert sum(topics) == now(lines_of(busy)["advice.sessions"])[""] > 3


def test_chosen_parts_narrow_together_and_parts_of_a_dimension_too(busy):
    lines = lines_of(busy, post=MOSCOW, topic="housing")
    assert now(lines["advice.sessions"]) == {"": 2}
    assert now(lines["advice.sessions_by_outcome"]) == {"explained": 1, "satisfied": 1}
    assert now(lines_of(busy, post=SEOUL, topic="housing")["advice.sessions"]) == {"": 0}
    assert now(lines_of(busy, country=NOT_STATED)["advice.sessions_by_topic"]) == {"contract": 1}


def test_what_cannot_be_told_of_what_was_chosen_is_left_out_and_named(busy):
    for parts in (
        {"topic": "housing"},
        {"post": MOSCOW},
        {"post": NOT_STATED},
        {"country": "RU", "post": MOSCOW},
        {},
    ):
        shown, left = (
            set(lines_of(busy, **parts)),
            {one.key for one in live_numbers.list_unavailable(parts)},
        )
        assert shown | left == {one.key for one in DEFINITIONS}
        assert not shown & left
    assert "advice.sessions" in lines_of(busy, topic="housing")
    assert [
        live_numbers.missing_dimensions(one, {"topic": "housing", "post": MOSCOW})
        for one in DEFINITIONS
        if one.key == "wages.claims_filed"
    ] == [["topic"]]
    assert live_numbers.list_unavailable({}) == []


def test_a_rate_is_told_of_a_post_as_its_own_return_tells_it(busy):
    lines = lines_of(busy, Span(None, NOV(1), NOV(25)), post=MOSCOW)
    whole = lines_of(busy, Span(None, NOV(1), NOV(25)))
    for key in ("wages.rate_claimed", "wages.rate_documented"):
        assert lines[key].parts == whole[key].parts != []
    assert lines["wages.rate_claimed"].parts[0].before is None, (
        "nothing was closed before: there is no rate"
    )
    assert lines_of(busy, Span(None, NOV(1), NOV(25)), post=SEOUL)["wages.rate_claimed"].parts == []
    assert "wages.rate_claimed" not in lines_of(busy, country="RU")


def test_protected_cases_are_exact_for_a_supervisor_and_hidden_from_others_as_in_the_returns(busy):
    assert now(lines_of(busy)["harm.handed_over"]) == {"": 1}
    hidden = lines_of(busy, hides=DisclosureLimits())
    assert [(part.now, part.change, part.share) for part in hidden["harm.handed_over"].parts] == [
        (None, None, None)
    ]
    assert now(hidden["wages.claims_filed"]) == now(lines_of(busy)["wages.claims_filed"])


def part(now, before, currency=None) -> Part:
    return Part("", currency, now, before)


def test_a_change_is_told_in_percent_from_ten_up():
    assert [
        (one.change, one.share)
        for one in (part(12, 9), part(15, 10), part(0, 10), part(5, 0), part(10, 10))
    ] == [
        (3, None),
        (5, 0.5),
        (-10, -1.0),
        (5, None),
        (0, 0.0),
    ]
    assert (
        part(2000, 999, "USD").share,
        part(2000, 1000, "USD").share,
        part(20, 10, "KRW").share,
    ) == (None, 1.0, 1.0)
    assert (part(None, 20).change, part(20, None).share) == (None, None)


def fresh(session, day, **parts) -> dict[str, tuple[int, int]]:
    lines = live_numbers.since_yesterday(session, day, parts)
    return {
        line.about.key: (line.parts[0].before, line.parts[0].now) for line in lines if line.parts
    }


def test_since_yesterday_counts_what_was_entered_today_whatever_its_day(busy, seeded):
    day = NOV(26)
    quiet = fresh(busy, day)
    assert all(before == after for before, after in quiet.values())
    assert quiet["advice.sessions"][1] == now(lines_of(busy)["advice.sessions"])[""]
    with seeded.write() as session:
        row = post.log(session, NOV(26), by=BARNO)
        late = post.log(session, NOV(20), by=BARNO)
        late.recorded_at = row.recorded_at
        claim = post.file(session, NOV(26))
        post.move(session, claim, NOV(26), *post.TAKEN)
        post.receive(session, claim, NOV(26), 90_00)
        post.close(session, claim, NOV(26))
    with seeded.read() as session:
        found = fresh(session, day)
        grown = {key: after - before for key, (before, after) in found.items() if after != before}
        elsewhere = fresh(session, day, post=SEOUL)
    assert grown == {
        "advice.sessions": 2,
        "advice.contacts": 1,
        "wages.claims_filed": 1,
        "wages.closed": 1,
        "wages.recovered": 90_00,
        "wages.recovered_usd": 1_10,
    }
    assert all(before == after for before, after in elsewhere.values())
    assert "licences.active" not in elsewhere


def test_a_payment_reversed_today_counted_yesterday_and_is_subtracted_today(busy, seeded):
    day = NOV(26)
    with seeded.write() as session:
        row = session.execute(select(Payment).where(col(Payment.on) < day)).scalars().first()
        reversal = Reversal(
            claim=row.claim,
            entry=row.reference,
            approval="Q",
            on=day,
            officer="U",
            approved_by="U",
            at=post.at(day),
        )
        row.reversal = reversal.reference
        session.add(reversal)
        key = ("wages.recovered", row.currency, row.amount)
    with seeded.read() as session:
        assert reversed_today(session, day, *key) == (-key[2], -key[2])
        assert reversed_today(session, NOV(27), *key) is None


def test_a_session_voided_today_counted_yesterday_and_is_subtracted_today_with_its_contact(
    busy, seeded
):
    day = NOV(26)
    with seeded.write() as session:
        row = post.log(session, NOV(20), by=BARNO)
        session_corrections.void(session, row, "Twice", by=IRODA, on=post.at(day))
        alone = contacts.record(
            session, NewContact(Channel.HOTLINE), by=BARNO, on=post.at(NOV(20)), day=NOV(20)
        )
        count_corrections.void(session, alone, "Twice", by=IRODA, on=post.at(day))
    with seeded.read() as session:
        for at, voided in ((day, (-1, -2)), (NOV(27), (0, 0))):
            found = fresh(session, at)
            changes = [found[key] for key in ("advice.sessions", "advice.contacts")]
            assert tuple(now - before for before, now in changes) == voided


def reversed_today(session, day, figure, currency, _amount) -> tuple[int, int] | None:
    """The change of a figure of money since yesterday, and how much of it is of earlier days."""
    for line in live_numbers.since_yesterday(session, day, {}):
        for part in line.parts if line.about.key == figure else ():
            if part.name == currency:
                return part.change, part.late
    return None


def test_calls_of_a_log_taken_in_later_are_new_today_and_told_apart_from_those_of_today(
    busy, seeded
):
    day = NOV(26)

    def new_parts() -> dict[str, live_numbers.Part]:
        with seeded.read() as session:
            return {
                one.about.key: one.parts[0]
                for one in live_numbers.since_yesterday(session, day, {})
                if one.parts
            }

    assert {one.late for one in new_parts().values()} == {0}
    with seeded.write() as session:
        post.log(session, day, by=BARNO)
        held = [
            ImportedSession(
                post.ASKED, Call(post.at(NOV(n)), BARNO.account, 5, f"call {n}"), NOV(n)
            )
            for n in (19, 20)
        ]
        session_import.log_many(session, held, by=IRODA, on=post.at(day))
        missed = Call(post.at(NOV(21)), BARNO.account, None, "call 21")
        contacts.record(
            session,
            NewContact(Channel.HOTLINE),
            by=IRODA,
            on=post.at(day),
            day=NOV(21),
            call=missed,
        )
    found = new_parts()
    assert (found["advice.sessions"].change, found["advice.sessions"].late) == (3, 2)
    assert (found["advice.contacts"].change, found["advice.contacts"].late) == (4, 3)
    assert found["wages.claims_filed"].late == 0
    day = NOV(27)
    assert {(one.change, one.late) for one in new_parts().values()} == {(0, 0)}


def test_an_arrival_is_new_on_the_day_it_was_confirmed_and_a_second_time_on_none(busy, seeded):
    def arrived(day):
        with seeded.read() as session:
            return fresh(session, day)["placements.total"]

    with seeded.write() as session:
        person = persons.record(
            session, NewCitizen("Somebody Invented"), by=FARIDA, on=post.at(OCT(1))
        )
        new_placement = NewPlacement(
            "AG-VALID", "C-1", "Severny Dvor", OCT(1), country="RU", departed_on=OCT(2)
        )
        row = placements.sign(
            session, new_placement, person, by=FARIDA, on=post.at(OCT(3)), day=OCT(3)
        )
    assert arrived(NOV(25)) == (0, 0)
    with seeded.write() as session:
        row = session.merge(row)
        arrivals.arrive(session, row, OCT(4), by=ELYOR, on=post.at(NOV(25)), day=NOV(25))
    assert arrived(NOV(25)) == (0, 1)
    with seeded.read() as session:
        lines = {
            line.about.key: line for line in live_numbers.since_yesterday(session, NOV(25), {})
        }
    assert lines["placements.total"].parts[0].late == 1, "they arrived in October"
    assert arrived(NOV(26)) == (1, 1)


def test_on_the_first_day_of_a_year_yesterday_is_another_year(busy):
    assert set(fresh(busy, date(2027, 1, 1)).values()) >= {(0, 0)}
    assert all(
        before == 0
        for key, (before, _) in fresh(busy, date(2027, 1, 1)).items()
        if key != "licences.active"
    )
