"""Remarks on a report: who writes them, what they are about, and that a correction leaves the first
one to be read."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotAllowed, NotFound
from catalog.core.fields import TooLong
from catalog.core.journal import Entry
from i18n import Language
from service.reporting.annual import remarks
from service.reporting.annual.remarks import (
    EmptyRemark,
    NewRemark,
    OtherRemarkSubject,
    RemarkAlreadyCorrected,
    RemarkWithoutSubject,
)
from service.reporting.monthly.post_return import IdentifyingText
from tests.support.cast import DAVRON, IRODA, JAMSHID, KOMILA, TODAY

TOLD = NewRemark("courts.sentences/imprisonment", en="Not for life.", uz="Umrbod emas.")


def write(session, clock, new_remark=TOLD, year=2019, by=JAMSHID):
    return remarks.add_remark(session, year, new_remark, by=by, on=clock(), day=clock.today)


def test_a_statistician_remarks_with_name_and_day(session, clock):
    row = write(session, clock)
    assert (row.author, row.day, row.year, row.about) == (JAMSHID.account, TODAY, 2019, TOLD.about)
    assert [one.reference for one in remarks.list_for_year(session, 2019)] == [row.reference]
    assert remarks.list_for_year(session, 2018) == []
    session.commit()
    acts = list(session.execute(select(Entry).where(col(Entry.noun) == "remark")).scalars())
    assert [(one.act, one.reference, one.fields) for one in acts] == [
        ("remark", row.reference, "en,uz")
    ]


@pytest.mark.parametrize("by", [IRODA, DAVRON, KOMILA])
def test_nobody_else_remarks(session, clock, by):
    with pytest.raises(NotAllowed):
        write(session, clock, by=by)
    assert remarks.list_for_year(session, 2019) == []


@pytest.mark.parametrize("year", [1999, 2027, 0, -1, 10**6])
def test_there_is_nothing_to_remark_on_a_year_that_has_not_begun(session, clock, year):
    with pytest.raises(NotFound):
        write(session, clock, year=year)


@pytest.mark.parametrize(
    ("given", "refusal", "field"),
    [
        (NewRemark("crimes.registered"), EmptyRemark, "en"),
        (NewRemark("crimes.registered", ru="  \n "), EmptyRemark, "en"),
        (NewRemark("", en="x"), RemarkWithoutSubject, "about"),
        (NewRemark("<b>", en="x"), RemarkWithoutSubject, "about"),
        (NewRemark("report", en="x" * 1_001), TooLong, "en"),
        (NewRemark("report", uz="Telefon: +998 90 123 45 67"), IdentifyingText, "uz"),
        (NewRemark("report", ru="Паспорт AB 1234567"), IdentifyingText, "ru"),
    ],
)
def test_a_remark_says_something_about_something_and_names_nobody(
    session, clock, given, refusal, field
):
    with pytest.raises(refusal) as refused:
        write(session, clock, given)
    assert refused.value.field == field


def test_a_correction_is_a_new_remark_and_the_old_one_stays(session, clock):
    first = write(session, clock)
    clock.forward(hours=1)
    second = write(
        session,
        clock,
        NewRemark(TOLD.about, en="Deprivation of liberty.", corrects=first.reference),
    )
    rows = remarks.list_for_year(session, 2019)
    assert [row.en for row in rows] == ["Not for life.", "Deprivation of liberty."]
    assert [row.reference for row in remarks.without_corrected(rows)] == [second.reference]
    assert [one.en for one in remarks.list_public(session, 2019)] == ["Deprivation of liberty."]
    with pytest.raises(RemarkAlreadyCorrected):
        write(session, clock, NewRemark(TOLD.about, en="Again.", corrects=first.reference))
    third = write(session, clock, NewRemark(TOLD.about, en="Again.", corrects=second.reference))
    assert [
        row.reference for row in remarks.without_corrected(remarks.list_for_year(session, 2019))
    ] == [third.reference]


def test_a_correction_is_of_the_same_thing_in_the_same_year(session, clock):
    first = write(session, clock)
    for values, year in (
        (NewRemark("courts.cases", en="x"), 2019),
        (NewRemark(TOLD.about, en="x"), 2020),
    ):
        values.corrects = first.reference
        with pytest.raises(OtherRemarkSubject):
            write(session, clock, values, year)
    with pytest.raises(NotFound):
        write(session, clock, NewRemark(TOLD.about, en="x", corrects="Y-NOSUCHON"))


@pytest.mark.parametrize(
    ("lang", "text", "language"),
    [
        ("en", "Not for life.", "en"),
        ("uz", "Umrbod emas.", "uz"),
        ("uz-Cyrl", "Умрбод эмас.", "uz-Cyrl"),
        ("kaa", "Umrbod emas.", "uz"),
        ("ru", "Not for life.", "en"),
    ],
)
def test_a_remark_is_read_in_ones_own_language_or_else_as_it_was_written(
    session, clock, lang, text, language
):
    assert remarks.text_in_language(Language(lang), write(session, clock)) == (text, language)


def test_what_leaves_the_service_names_no_author(session, clock):
    row = write(session, clock)
    result = remarks.to_dicts(Language.EN, remarks.list_public(session, 2019))
    assert result == [
        {"key": row.reference, "about": TOLD.about, "text": "Not for life.", "day": "2026-11-25"}
    ]
    assert isinstance(row.day, date)
