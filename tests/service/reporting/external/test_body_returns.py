"""Returns of other bodies: whole or not at all, replaced by number and never silently, printed
beside what it should be."""

from datetime import date

import msgspec
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from catalog.core.errors import InvalidInput, NotAllowed, NotFound
from catalog.core.fields import TooLong
from catalog.core.journal import Entry
from service.input.forms import MissingAnswer
from service.reporting.external import body_returns
from service.reporting.external.body_returns import BodyFigure, BodyReturn, ShouldBeInput
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import (
    About,
    ImplausibleNumber,
    NegativeNumber,
    NewFigure,
    NewReturn,
)
from tests.support.cast import IRODA, JAMSHID, PEOPLE, TODAY

FIGURES = [
    NewFigure("courts.cases", 109, 2019, printed="109", line="L134"),
    NewFigure("courts.persons", 149, 2019),
    NewFigure("courts.cases", 120, 2018),
    NewFigure("courts.sentences", 37, 2019, "imprisonment", about=About.OVER),
]
LETTER = NewReturn(
    Body.COURTS, 2019, "03-15/1176", date(2020, 2, 5), "Sh. Karimova", "By post", FIGURES
)


def enter(session, clock, by=JAMSHID, **more) -> BodyReturn:
    return body_returns.enter(
        session, msgspec.structs.replace(LETTER, **more), by=by, on=clock(), day=TODAY
    )


def replace(session, clock, number: str, by=JAMSHID, **more) -> BodyReturn:
    later = msgspec.structs.replace(LETTER, letter_no="later", **more)
    return body_returns.replace(session, number, later, by=by, on=clock(), day=TODAY)


def count(session, table) -> int:
    return session.execute(select(func.count()).select_from(table)).scalar()


def test_a_return_is_kept_with_its_letter_and_in_the_order_it_was_told(session, clock):
    row = enter(session, clock)
    assert (row.body, row.year, row.number, row.letter_no, row.officer) == (
        "courts",
        2019,
        0,
        "03-15/1176",
        "Sh. Karimova",
    )
    assert (row.entered_by, row.entered_at) == (JAMSHID.account, clock())
    items = [
        (one.key, one.part, one.year, one.value, one.unit, one.about, one.printed)
        for one in body_returns.figures(session, row)
    ]
    assert items == [
        ("courts.cases", "", 2019, 109, "case", "exact", "109"),
        ("courts.persons", "", 2019, 149, "person", "exact", "149"),
        ("courts.cases", "", 2018, 120, "case", "exact", "120"),
        ("courts.sentences", "imprisonment", 2019, 37, "person", "over", "37"),
    ]
    assert sorted(body_returns.printed_figures(session, 2019)) == [
        "courts.cases",
        "courts.cases@2018",
        "courts.persons",
        "courts.sentences/imprisonment",
    ]


def test_of_a_return_with_one_fault_nothing_is_kept(session, clock):
    bad = [*FIGURES, NewFigure("courts.rulings", -1, 2019), NewFigure("courts.nothing", 1, 2019)]
    with pytest.raises(InvalidInput) as refused:
        enter(session, clock, figures=bad, letter_on=date(2030, 1, 1))
    assert [one.field for one in refused.value.errors] == [
        "letter_on",
        "figures.4.value",
        "figures.5.key",
    ]
    assert (count(session, BodyReturn), count(session, BodyFigure)) == (0, 0)


def test_a_second_first_return_is_refused_and_a_later_letter_replaces_under_the_next_number(
    session, clock
):
    row = enter(session, clock)
    with pytest.raises(body_returns.ReturnAlreadyEntered):
        enter(session, clock)
    later = replace(session, clock, row.reference, figures=[NewFigure("courts.cases", 110, 2019)])
    assert (later.number, later.letter_no) == (1, "later")
    assert [
        one.reference for one in body_returns.list_versions(session, Body.COURTS, 2019, by=IRODA)
    ] == [
        later.reference,
        row.reference,
    ]
    assert {
        name: one.value for name, one in body_returns.printed_figures(session, 2019).items()
    } == {"courts.cases": 110}
    assert [one.value for one in body_returns.figures(session, row)] == [109, 149, 120, 37], (
        "the first stays as it was"
    )
    session.commit()
    written = select(Entry.act, Entry.reference).where(Entry.noun == "body_return")
    acts = session.execute(written.order_by(Entry.position)).all()
    assert [tuple(one) for one in acts] == [("enter", row.reference), ("replace", later.reference)]


def test_only_the_newest_is_replaced_and_by_its_own_body_and_year(session, clock):
    row = enter(session, clock)
    with pytest.raises(NotFound):
        replace(session, clock, row.reference, body=Body.MEDIA)
    with pytest.raises(NotFound):
        replace(session, clock, row.reference, year=2020)
    with pytest.raises(NotFound):
        replace(session, clock, "O-22222222")
    replace(session, clock, row.reference)
    with pytest.raises(body_returns.ReturnReplacedSince):
        replace(session, clock, row.reference)
    with pytest.raises(InvalidInput):
        replace(
            session,
            clock,
            body_returns.list_versions(session, Body.COURTS, 2019, by=IRODA)[0].reference,
            figures=[],
        )
    assert count(session, BodyReturn) == 2


def test_two_who_enter_at_once_do_not_both_succeed(session, clock):
    row = enter(session, clock)
    values = {
        name: getattr(row, name)
        for name in ("body", "year", "number", "letter_no", "letter_on", "officer", "entered_by")
    }
    session.add(BodyReturn(**values, entered_at=clock()))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("name", sorted(set(PEOPLE) - {"jamshid", "mallory", "iroda"}))
def test_others_enter_nothing_and_see_nothing(session, clock, name):
    by = PEOPLE[name]
    row = enter(session, clock)
    with pytest.raises(NotAllowed):
        enter(session, clock, by=by)
    with pytest.raises(NotAllowed):
        replace(session, clock, row.reference, by=by)
    with pytest.raises(NotFound):
        body_returns.get(session, row.reference, by=by)
    assert (
        body_returns.list_returns(session, by=by)
        == body_returns.list_versions(session, Body.COURTS, 2019, by=by)
        == []
    )


def test_a_supervisor_reads_and_enters_nothing(session, clock):
    row = enter(session, clock)
    figure = body_returns.figures(session, row)[0].id
    assert body_returns.list_returns(session, by=IRODA) == [(row, 4)]
    for action in (
        lambda: enter(session, clock, by=IRODA),
        lambda: replace(session, clock, row.reference, by=IRODA),
        lambda: body_returns.record_should_be(
            session, row.reference, figure, ShouldBeInput(1, "so"), by=IRODA, on=clock()
        ),
    ):
        with pytest.raises(NotAllowed):
            action()


def note(session, clock, row, value, reason="The sum says so") -> BodyFigure:
    figure = body_returns.figures(session, row)[0].id
    return body_returns.record_should_be(
        session, row.reference, figure, ShouldBeInput(value, reason), by=JAMSHID, on=clock()
    )


def test_what_a_number_should_be_stands_beside_it_and_changes_nothing_of_it(session, clock):
    row = enter(session, clock)
    result = note(session, clock, row, 111)
    assert (result.value, result.printed, result.should_be, result.should_be_reason) == (
        109,
        "109",
        111,
        "The sum says so",
    )
    assert (result.should_be_by, result.should_be_at) == (JAMSHID.account, clock())
    assert body_returns.printed_figures(session, 2019)["courts.cases"].value == 109
    assert note(session, clock, row, None, "It was right").should_be is None
    session.commit()
    result = select(Entry.fields).where(Entry.act == "note", Entry.reference == row.reference)
    assert list(session.execute(result).scalars()) == ["should_be,courts.cases"] * 2


def test_what_was_said_before_stays_each_time_with_its_reason_and_its_author(session, clock):
    row = enter(session, clock)
    assert body_returns.list_earlier_values(session, row) == {}
    for value, reason in (
        (111, "The sum says so"),
        (112, "A letter says so"),
        (None, "It was right"),
    ):
        result = note(session, clock, row, value, reason)
    (before,) = body_returns.list_earlier_values(session, row).values()
    assert [(one.should_be, one.should_be_reason) for one in before] == [
        (112, "A letter says so"),
        (111, "The sum says so"),
    ]
    assert {(one.figure, one.should_be_by) for one in before} == {(result.id, JAMSHID.account)}
    assert (result.should_be, result.should_be_reason) == (None, "It was right")


@pytest.mark.parametrize(
    ("value", "reason", "refusal"),
    [
        (None, "nothing to withdraw", MissingAnswer),
        (109, "so", body_returns.SameAsPrinted),
        (110, "", body_returns.ShouldBeReasonMissing),
        (110, "x" * 501, TooLong),
        (-1, "so", NegativeNumber),
        (2**31, "so", ImplausibleNumber),
        (10**30, "so", ImplausibleNumber),
    ],
)
def test_what_it_should_be_has_bounds_and_a_reason(session, clock, value, reason, refusal):
    row = enter(session, clock)
    with pytest.raises(refusal):
        note(session, clock, row, value, reason)
    assert body_returns.figures(session, row)[0].should_be is None


def test_a_figure_of_another_return_is_not_there(session, clock):
    row = enter(session, clock)
    other = enter(
        session, clock, body=Body.MEDIA, figures=[NewFigure("awareness_labour.banners", 600, 2019)]
    )
    figure = body_returns.figures(session, other)[0].id
    for number in (figure, 10**6):
        with pytest.raises(NotFound):
            body_returns.record_should_be(
                session, row.reference, number, ShouldBeInput(1, "so"), by=JAMSHID, on=clock()
            )
