"""Reports of recruiters and offers: they count once two officers say so, under any spelling."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound
from catalog.reference.countries import NotACountry
from matching.fraud import scam_reports
from matching.fraud.offer import Verdict
from matching.fraud.scam_reports import NewReport, SetAside
from tests.support.cast import FARIDA, GULNORA

WELDER = {
    "agency": "Oltin Yoʻl Bandlik",
    "country": "KR",
    "occupation": "7212",
    "wage": 3_000_000,
    "currency": "KRW",
}


def report(seeded, clock, recruiter: str = "Oltin Yo'l Bandlik") -> str:
    with seeded.write() as session:
        return scam_reports.report(
            session, NewReport(recruiter, "KR"), by=VISITOR, on=clock()
        ).reference


def confirm(seeded, clock, number: str, by) -> bool:
    with seeded.write() as session:
        return scam_reports.confirm(session, number, by=by, on=clock()).confirmed_at is not None


def test_a_report_counts_only_after_two_officers(seeded, clock, check):
    number = report(seeded, clock)
    assert confirm(seeded, clock, number, FARIDA) is False
    assert check(**WELDER).verdict is Verdict.FITS_SO_FAR
    assert confirm(seeded, clock, number, GULNORA) is True
    judged = check(**WELDER)
    assert (judged.verdict, judged.reasons[0].facts) == (
        Verdict.KNOWN_SCAM,
        {"n": 1, "name": "Oltin Yo'l Bandlik"},
    )


def test_a_known_scam_is_found_under_any_spelling_and_as_an_employer(seeded, clock, check):
    number = report(seeded, clock, "Soxta Firma MCHJ")
    for officer in (FARIDA, GULNORA):
        confirm(seeded, clock, number, officer)
    assert check(agency="СОХТА ФИРМА").verdict is Verdict.KNOWN_SCAM
    assert check(employer="soxta firma").verdict is Verdict.KNOWN_SCAM
    assert check(agency="Soxta", employer="Firma").verdict is Verdict.NO_RECORD


def test_a_report_from_a_country_we_do_not_know_is_refused(seeded, clock):
    with seeded.write() as session, pytest.raises(NotACountry):
        scam_reports.report(session, NewReport("Soxta Firma", "ZZ"), by=VISITOR, on=clock())


def test_nobody_confirms_a_report_that_is_not_there(seeded, clock):
    with pytest.raises(NotFound):
        confirm(seeded, clock, "R-NOBODY", FARIDA)


def test_of_two_officers_at_once_each_word_counts(seeded, clock):
    number = report(seeded, clock, "Soxta Firma")
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda by: confirm(seeded, clock, number, by), [FARIDA, GULNORA]))
    assert sorted(done) == [False, True]


def test_what_was_set_aside_waits_no_more_and_counts_for_nothing(seeded, clock, check):
    number, other = report(seeded, clock, "Soxta Firma"), report(seeded, clock, "СОХТА ФИРМА")
    with seeded.read() as session:
        key = scam_reports.key_of("Soxta Firma")
        assert scam_reports.name_counts(session, [key]) == {key: (2, 0)}
        assert scam_reports.count_waiting(session) == 2
    with seeded.write() as session:
        scam_reports.set_aside(session, number, by=FARIDA, on=clock())
    with pytest.raises(SetAside):
        confirm(seeded, clock, number, GULNORA)
    for by in (FARIDA, GULNORA):
        confirm(seeded, clock, other, by)
    with seeded.write() as session:
        assert scam_reports.count_waiting(session) == 0
        for one in (number, other):
            with pytest.raises(SetAside):
                scam_reports.set_aside(session, one, by=FARIDA, on=clock())
        with pytest.raises(NotFound):
            scam_reports.set_aside(session, "R-NOBODY", by=FARIDA, on=clock())
    assert check(agency="Soxta Firma").reasons[0].facts["n"] == 1
