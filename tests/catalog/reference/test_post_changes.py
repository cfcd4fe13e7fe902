"""Details of a post, checked when they are proposed and written when a second person agrees."""

from datetime import date

import pytest

from catalog.core.errors import InvalidInput, NotAllowed
from catalog.core.fields import TooFarAhead, TooLong, TooLongAgo
from catalog.reference import post_changes, posts
from catalog.reference.countries import NotACountry, WorkInUzbekistan
from catalog.reference.post_changes import (
    CityInOtherScript,
    ClosedBeforeOpened,
    LineTooLong,
    NotACalendarDay,
    NotAPriority,
    NotATelephone,
    NotATimeZone,
    NothingChanged,
    PostChanges,
    PostExists,
    PostOpening,
)
from catalog.reference.posts import Kind
from tests.support.cast import CHINORA, DAVRON, ELYOR, FARIDA, IRODA, SEOUL, TODAY


def changes(**values) -> PostChanges:
    return PostChanges("A letter", "It was changed.", **values)


def propose(session, by=DAVRON, **values) -> dict[str, str]:
    return post_changes.propose_change(
        posts.get(session, SEOUL), changes(**values), by=by, day=TODAY
    )


def test_only_what_is_new_is_proposed_and_nothing_is_stored(ground):
    proposal = propose(
        ground,
        telephones=[" +82 2 000 00 02 ", "", "+82 2 000 00 02"],
        timezone="Asia/Seoul",
        closed="2026-12-31",
        serves=["Ulsan", "Busan"],
        priority="5",
    )
    assert proposal == {
        "telephones": "+82 2 000 00 02",
        "closed_on": "2026-12-31",
        "serves": "Ulsan\nBusan",
        "priority": "5",
        "source": "A letter",
    }
    assert posts.get(ground, SEOUL).telephones == "+82 2 000 00 01"


def test_it_is_written_with_its_day_and_can_be_removed_again(ground, clock):
    for values, stored in (
        ({"address": "1 Street", "opened": "1996-01-01"}, ("1 Street", date(1996, 1, 1))),
        ({"address": "", "opened": ""}, ("", None)),
    ):
        proposal = propose(ground, **values)
        row = post_changes.apply_change(ground, SEOUL, proposal, by=FARIDA, on=clock())
        assert (row.address, row.opened_on, row.confirmed_on, row.mark) == (
            *stored,
            TODAY,
            "confirmed",
        )


def test_what_stands_may_be_confirmed_once_without_a_change(ground, clock):
    same = PostChanges("invented", "I called them.")
    row = posts.get(ground, SEOUL)
    proposal = post_changes.propose_change(row, same, by=DAVRON, day=TODAY)
    assert proposal == {"source": "invented"}
    post_changes.apply_change(ground, SEOUL, proposal, by=FARIDA, on=clock())
    with pytest.raises(NothingChanged):
        post_changes.propose_change(row, same, by=DAVRON, day=TODAY)


def test_all_mistakes_of_a_form_are_named_at_once(ground):
    with pytest.raises(InvalidInput) as caught:
        propose(ground, telephones=["call us"], timezone="Seoul", opened="soon", priority="0")
    assert [error.field for error in caught.value.errors] == [
        "telephones",
        "timezone",
        "opened",
        "priority",
    ]


def test_it_refuses_what_cannot_be_true(ground):
    for values, refusal, field in (
        ({"telephones": ["call us"]}, NotATelephone, "telephones"),
        ({"telephones": ["+82 2 000 00 01\n+1"]}, LineTooLong, "telephones"),
        ({"messengers": ["x" * 101]}, LineTooLong, "messengers"),
        ({"serves": ["x" * 77 + str(n) for n in range(30)]}, TooLong, "serves"),
        ({"address": "x" * 301}, TooLong, "address"),
        ({"timezone": ""}, NotATimeZone, "timezone"),
        ({"timezone": "Mars/Base"}, NotATimeZone, "timezone"),
        ({"opened": "soon"}, NotACalendarDay, "opened"),
        ({"opened": "2026-02-30"}, NotACalendarDay, "opened"),
        ({"opened": "٢٠٢٦-01-01"}, NotACalendarDay, "opened"),
        ({"opened": "1891-01-01"}, TooLongAgo, "opened"),
        ({"closed": "2990-01-01"}, TooFarAhead, "closed"),
        ({"opened": "2026-02-02", "closed": "2026-02-01"}, ClosedBeforeOpened, "closed"),
        ({"priority": "-1"}, NotAPriority, "priority"),
        ({"priority": "first"}, NotAPriority, "priority"),
    ):
        with pytest.raises(refusal) as refused:
            propose(ground, **values)
        assert refused.value.field == field, values


def test_only_supervisors_and_officers_of_the_post_propose(ground):
    for by in (ELYOR, CHINORA, FARIDA):
        with pytest.raises(NotAllowed):
            propose(ground, by, address="1 Street")
    assert propose(ground, IRODA, address="1 Street")["address"] == "1 Street"


def opening(**values) -> PostOpening:
    stated = {"kind": Kind.CONSULATE, "country": "KR", "city": "Busan", "timezone": "Asia/Seoul"}
    return PostOpening(**stated | {"source": "A letter", "reason": "It opened."} | values)


def test_a_new_post_is_opened_by_a_supervisor_and_another(ground, clock):
    code, proposal = post_changes.propose_opening(
        ground, opening(opened="2026-12-01"), by=IRODA, day=TODAY
    )
    assert code == "KR-BUSAN-CON"
    post_changes.apply_change(ground, code, proposal, by=FARIDA, on=clock())
    row = posts.get(ground, code)
    assert (row.city, row.priority, row.opened_on) == ("Busan", 40, date(2026, 12, 1))
    assert not row.is_active(TODAY)
    with pytest.raises(PostExists):
        post_changes.apply_change(ground, code, proposal, by=FARIDA, on=clock())
    for city, place in (("Ақтау", "AQTAU"), ("Шымкент", "SHIMKENT"), ("İzmir", "IZMIR")):
        found, _ = post_changes.propose_opening(ground, opening(city=city), by=IRODA, day=TODAY)
        assert found == f"KR-{place}-CON"
    for values, by, refusal in (
        ({}, IRODA, PostExists),
        ({"city": "서울"}, IRODA, CityInOtherScript),
        ({"country": "UZ"}, IRODA, WorkInUzbekistan),
        ({"city": "Ulsan"}, DAVRON, NotAllowed),
        ({"country": "ZZ"}, IRODA, NotACountry),
        ({"city": "Ulsan", "timezone": "x"}, IRODA, NotATimeZone),
    ):
        with pytest.raises(refusal):
            post_changes.propose_opening(ground, opening(**values), by=by, day=TODAY)
