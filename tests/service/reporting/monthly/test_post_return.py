"""A return that is signed: frozen, numbered when corrected, countersigned by somebody else, and
held by its hash."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import TooLong
from catalog.core.journal import Entry
from service.casework.advice import session_corrections
from service.casework.scope import advice_tables
from service.reporting.figures import months, report_digest
from service.reporting.figures.months import Month
from service.reporting.monthly import monthly_counts, post_return
from service.reporting.monthly.post_return import PostReturn, SigningInput
from tests.conftest import filled
from tests.service.reporting import post
from tests.service.reporting.post import OCT, at
from tests.support.cast import DAVRON, ELYOR, IRODA, JAMSHID, KOMILA, MOSCOW, PEOPLE, SEOUL

OCTOBER, LATER = Month(2026, 10), date(2026, 11, 5)


@pytest.fixture
def lived(place):
    yield from filled(place, "POST_IN_OCTOBER", post.in_october)


def now(session, code=MOSCOW):
    return monthly_counts.count_figures(session, months.span(code, OCTOBER, LATER))


def seen(session, code=MOSCOW, **values) -> SigningInput:
    return SigningInput(seen=report_digest.fingerprint(now(session, code)), **values)


def sign(session, code=MOSCOW, by=ELYOR, day=LATER, **values) -> PostReturn:
    return post_return.sign(
        session, code, OCTOBER, seen(session, code, **values), by=by, on=at(LATER), day=day
    )


def correct(session, why="A letter came late", **values) -> PostReturn:
    asked = seen(session, why=why, **values)
    return post_return.correct(
        session, MOSCOW, OCTOBER, asked, by=ELYOR, on=at(date(2026, 11, 6)), day=date(2026, 11, 6)
    )


def countersign(session, number=0, by=IRODA) -> PostReturn:
    return post_return.countersign(session, MOSCOW, OCTOBER, number, by=by, on=at(LATER))


def value(row: PostReturn, key: str) -> int | None:
    return next(one.value for one in post_return.read(row) if one.key == key)


def test_what_is_signed_stays_as_it_was_while_the_records_go_on(lived):
    row = sign(lived, remarks="The hall was closed for a week.")
    post.log(lived, OCT(30), name="Late")
    lived.expire_all()
    assert (row.number, row.month, value(row, "advice.sessions"), value(row, "advice.persons")) == (
        0,
        "2026-10",
        3,
        1,
    )
    late = {
        one.about.key: (one.signed.value, one.today.value)
        for one in monthly_counts.compare_with_today(post_return.read(row), now(lived))
        if one.differs
    }
    assert late == {
        "advice.contacts": (5, 6),
        "advice.sessions": (3, 4),
        "advice.persons": (1, 2),
        "advice.matters": (2, 3),
        "advice.sessions_by_topic": (1, 2),
        "advice.sessions_by_outcome": (2, 3),
    }


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("figures", "[]"),
        ("remarks", "x"),
        ("number", 1),
        ("month", "2026-09"),
        ("signed_by", "U-MALLORY"),
        ("post", SEOUL),
    ],
)
def test_the_hash_tells_whatever_was_changed_since(lived, name, wrong):
    row = sign(lived, remarks="All well.")
    lived.expire_all()
    assert post_return.is_intact(row)
    setattr(row, name, wrong)
    assert not post_return.is_intact(row)
    lived.expunge(row)


def test_a_number_changed_in_its_figures_is_told(lived):
    row = sign(lived)
    row.figures = row.figures.replace('"value":40', '"value":41')
    assert value(row, "gatherings.heads") == 41
    assert not post_return.is_intact(row)


def test_only_counts_stand_in_it(lived):
    row = sign(lived)
    assert not any(word in row.figures for word in ("Anvar", "Worker", "W-", "Severny"))
    assert {type(one.value) for one in post_return.read(row)} == {int}
    assert report_digest.canonical_json(post_return.read(row)) == row.figures, (
        "it is read back to the letter"
    )


def test_a_correction_is_the_next_number_and_the_first_one_stays(lived):
    first = sign(lived)
    countersign(lived)
    post.log(lived, OCT(30))
    second = correct(lived)
    post.log(lived, OCT(31))
    third = correct(lived, "Another letter")
    assert [(one.number, value(one, "advice.sessions")) for one in (first, second, third)] == [
        (0, 3),
        (1, 4),
        (2, 5),
    ]
    assert [
        one.reference for one in post_return.list_for_month(lived, PostReturn, MOSCOW, OCTOBER)
    ] == [one.reference for one in (third, second, first)]
    assert all(map(post_return.is_intact, (first, second, third)))
    assert (first.countersigned_by, second.countersigned_by) == (IRODA.account, None), (
        "the new one is looked at anew"
    )
    assert post_return.newest_by_month(lived, PostReturn, [MOSCOW, SEOUL], [OCTOBER]) == {
        (MOSCOW, "2026-10"): third
    }


def test_a_correction_needs_a_reason_a_first_signature_and_something_to_correct(lived):
    with pytest.raises(post_return.ReturnNotSigned):
        correct(lived)
    sign(lived)
    with pytest.raises(post_return.NothingToCorrect):
        correct(lived)
    with pytest.raises(post_return.CorrectionReasonMissing):
        correct(lived, why="")
    assert correct(lived, remarks="A remark that was forgotten").number == 1


def test_it_is_signed_once(lived):
    sign(lived)
    post.log(lived, OCT(30))
    with pytest.raises(post_return.ReturnAlreadySigned):
        sign(lived)
    twin = PostReturn(
        post=MOSCOW,
        month="2026-10",
        number=0,
        figures="[]",
        sha256="",
        signed_by="x",
        signed_at=at(LATER),
    )
    lived.add(twin)
    with pytest.raises(IntegrityError):
        lived.flush()


def test_a_month_that_still_runs_is_not_signed(lived):
    with pytest.raises(post_return.MonthNotOver):
        sign(lived, day=OCT(31))
    assert sign(lived, day=date(2026, 11, 1)).number == 0


def test_figures_that_moved_since_they_were_looked_at_are_not_signed(lived):
    result = seen(lived)
    post.log(lived, OCT(30))
    for one in (result, SigningInput()):
        with pytest.raises(post_return.FiguresChanged):
            post_return.sign(lived, MOSCOW, OCTOBER, one, by=ELYOR, on=at(LATER), day=LATER)


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_only_an_attache_of_the_post_signs_and_only_a_supervisor_countersigns(lived, name):
    by = PEOPLE[name]
    if by != ELYOR:
        with pytest.raises(NotFound if by == DAVRON else NotAllowed):
            sign(lived, by=by)
    sign(lived)
    if by.role != IRODA.role:
        with pytest.raises(NotAllowed):
            countersign(lived, by=by)


def test_it_is_countersigned_once_the_newest_alone_and_by_somebody_else(lived):
    with pytest.raises(post_return.ReturnNotSigned):
        countersign(lived)
    sign(lived)
    post.log(lived, OCT(30))
    correct(lived)
    with pytest.raises(post_return.ReturnCorrectedSince):
        countersign(lived, 0)
    row = countersign(lived, 1)
    assert (row.countersigned_by, row.countersigned_at) == (IRODA.account, at(LATER))
    assert post_return.is_intact(row), "what the supervisor adds is not what the attaché signed"
    with pytest.raises(post_return.ReturnAlreadyCountersigned):
        countersign(lived, 1)


@pytest.mark.parametrize(
    "words",
    [
        "Call +998 90 123 45 67",
        "PINFL 31234567890123",
        "Passport AA 1234567",
        "See W-A2L3S4H5",
        "See C-A2L3S4H5K6",
    ],
)
def test_a_remark_that_tells_of_somebody_is_refused(lived, words):
    with pytest.raises(post_return.IdentifyingText) as refused:
        sign(lived, remarks=words)
    assert refused.value.field == "remarks"


def test_a_remark_may_speak_of_sums_and_years_and_has_an_end(lived):
    with pytest.raises(TooLong):
        sign(lived, remarks="x" * 2_001)
    assert sign(
        lived,
        remarks="In 2026 about 1 200 000 RUB is still owed; 40 of 120 firms answered."
        + "x" * 1_900,
    )


def test_each_sees_the_posts_that_are_theirs(lived):
    assert [one.code for one in post_return.posts(lived, by=ELYOR)] == [MOSCOW]
    for by in (IRODA, JAMSHID):
        assert [one.code for one in post_return.posts(lived, by=by)] == [SEOUL, MOSCOW]
    assert post_return.posts(lived, by=KOMILA) == []
    for code, by in ((SEOUL, ELYOR), ("XX-NOWHERE", IRODA), (MOSCOW, KOMILA)):
        with pytest.raises(NotFound):
            post_return.post(lived, code, by=by)


def test_the_journal_has_each_act_and_the_hash_for_the_auditor(lived):
    row = sign(lived)
    countersign(lived)
    lived.commit()
    entries = (
        lived.execute(select(Entry).where(Entry.noun == "return").order_by(Entry.position))
        .scalars()
        .all()
    )
    assert [(one.act, one.reference, one.account) for one in entries] == [
        ("sign", row.reference, ELYOR.account),
        ("countersign", row.reference, IRODA.account),
    ]
    assert entries[0].fields == f"figures,sha256:{row.sha256}"


def test_a_session_declared_void_after_the_signature_goes_into_a_correction(lived):
    row = sign(lived)
    session = lived.execute(
        select(advice_tables.Session).where(
            advice_tables.Session.post == MOSCOW, advice_tables.Session.level == "advice"
        )
    ).scalars()
    void = next(iter(session))
    session_corrections.void(lived, void, "Recorded twice", by=ELYOR, on=at(LATER))
    assert value(row, "advice.sessions") == 3
    second = correct(lived, why="One session was recorded twice")
    assert (second.number, value(second, "advice.sessions")) == (1, 2)
    assert value(second, "advice.contacts") == value(row, "advice.contacts") - 1


def test_a_figure_that_did_not_exist_when_it_was_signed_is_no_reason_to_correct(lived):
    row = sign(lived)
    older = [one for one in post_return.read(row) if not one.key.startswith("incidents.")]
    row.figures = report_digest.canonical_json(older)
    lived.flush()
    with pytest.raises(post_return.NothingToCorrect):
        correct(lived)
