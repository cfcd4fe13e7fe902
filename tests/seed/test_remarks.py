"""The remarks on the report of 2019: written by a statistician once, about figures that are in it,
in three languages."""

from i18n import Language
from seed import reference
from seed import remarks as written
from service.reporting.annual import remarks
from tests.service.reporting.printing import of_2019
from tests.support.cast import JAMSHID

# Findings that no calculation makes: A5, A7, A8, B5 to B11, C3, C7 to C10.
EDITORIAL = 15


def test_each_editorial_finding_is_a_remark_of_a_statistician(session, clock):
    rows = written.load(session, by=JAMSHID, on=clock())
    assert len(rows) == EDITORIAL
    assert {row.author for row in rows} == {JAMSHID.account}
    assert {row.day for row in rows} == {clock.today}
    assert len(remarks.without_corrected(remarks.list_for_year(session, 2019))) == EDITORIAL


def test_a_second_time_changes_nothing(session, clock):
    written.load(session, by=JAMSHID, on=clock())
    assert written.load(session, by=JAMSHID, on=clock()) == []
    assert len(remarks.list_for_year(session, 2019)) == EDITORIAL


def test_each_is_about_something_that_is_printed():
    names = set(of_2019())
    known = names | {name.partition("/")[0] for name in names}
    about = [row["about"] for row in reference.rows("report_remarks.tsv")]
    assert set(about) <= known
    assert len(set(about)) == len(about)


def test_each_is_written_in_the_languages_of_the_staff():
    for row in reference.rows("report_remarks.tsv"):
        assert all(row[lang] for lang in ("en", "ru", "uz"))
        assert not set("'`") & set(row["uz"])


def test_readers_of_each_language_read_their_own(session, clock):
    rows = written.load(session, by=JAMSHID, on=clock())
    tongues = {lang: {remarks.text_in_language(lang, row)[1] for row in rows} for lang in Language}
    assert tongues == {lang: {"uz" if lang is Language.KAA else lang.value} for lang in Language}
