"""Reports of recruiters: two officers make of one a warning for everybody, or one sets it aside."""

import pytest
from sqlmodel import select

from catalog.core.actor import VISITOR
from catalog.core.journal import Entry
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport

PAGE = "/en/desk/offer-reports"


@pytest.fixture
def number(seeded, clock) -> str:
    with seeded.write() as session:
        new_report = NewReport("Soxta Firma", "KR", "+998 90 000 11 22", "They <b>took</b> money.")
        return scam_reports.report(session, new_report, by=VISITOR, on=clock()).reference


def warned(as_) -> bool:
    return (
        "This is a confirmed fraud"
        in as_().get("/en/offers", params={"agency": "СОХТА ФИРМА"}).text
    )


def test_a_report_counts_when_two_officers_confirmed_it(as_, number):
    assert "Soxta Firma" in as_("farida").get(PAGE).text
    page = as_("farida").get(f"{PAGE}/{number}").text
    assert "They &lt;b&gt;took&lt;/b&gt; money." in page
    assert as_("farida").post(f"{PAGE}/{number}/confirm").status_code == 303
    assert not warned(as_)
    assert as_("farida").post(f"{PAGE}/{number}/confirm").status_code == 422, (
        "the same person twice"
    )
    assert "One more officer must confirm it" in as_("iroda").get(f"{PAGE}/{number}").text
    assert as_("iroda").post(f"{PAGE}/{number}/confirm").status_code == 303
    assert warned(as_)
    assert "Soxta" not in as_("farida").get(PAGE).text
    assert "Soxta" in as_("farida").get(f"{PAGE}?state=confirmed").text


def test_who_read_a_sealed_story_stands_in_the_journal(as_, seeded, number, clock):
    with seeded.write() as session:
        new_report = NewReport("Soxta without a story")
        silent = scam_reports.report(session, new_report, by=VISITOR, on=clock()).reference
    client = as_("farida")
    client.get(PAGE)
    client.get(f"{PAGE}/{silent}")
    assert opened(seeded) == [], "the list has no stories"
    assert "They " in client.get(f"{PAGE}/{number}").text
    assert opened(seeded) == [(number, "licensing_officer")]
    as_("iroda").post(f"{PAGE}/{number}/aside")
    assert as_("iroda").post(f"{PAGE}/{number}/aside").status_code == 422
    assert opened(seeded)[-1] == (number, "supervisor"), "a refusal shows the story"


def opened(seeded) -> list[tuple[str, str]]:
    """Which reports were read, and in which role."""
    asked = select(Entry.reference, Entry.role).where(
        Entry.act == "open", Entry.noun == "offer_report"
    )
    with seeded.read() as session:
        return [tuple(one) for one in session.execute(asked)]


def test_set_aside_it_counts_for_nothing(as_, number):
    as_("gulnora").post(f"{PAGE}/{number}/confirm")
    assert as_("farida").post(f"{PAGE}/{number}/aside").status_code == 303
    for act in ("confirm", "aside"):
        assert as_("iroda").post(f"{PAGE}/{number}/{act}").status_code == 422
    assert not warned(as_)
    assert "0 reports" in as_("farida").get(PAGE).text


def test_a_recruiter_of_the_register_by_this_name_is_shown_before_anybody_signs(as_, seeded, clock):
    with seeded.write() as session:
        report = scam_reports.report(
            session, NewReport("Oltin Yo'l Bandlik"), by=VISITOR, on=clock()
        )
    page = as_("farida").get(f"{PAGE}/{report.reference}").text
    assert "An agency in the register has exactly this name" in page
    assert "Licence valid" in page


def test_it_is_counted_on_the_start_page_of_whoever_may_confirm(as_, number):
    assert "report about a recruiter" in as_("farida").get("/en/desk").text
    assert "about a recruiter" not in as_("davron").get("/en/desk").text


def test_nobody_else_reads_them(as_, number):
    for name, status in ((None, 401), ("hamid", 403), ("barno", 403), ("davron", 403)):
        assert as_(name).get(PAGE).status_code == status
        assert as_(name).get(f"{PAGE}/{number}").status_code == status
        assert as_(name).post(f"{PAGE}/{number}/confirm").status_code == status
    assert as_("farida").post(f"{PAGE}/R-NOBODY/confirm").status_code == 404
    assert as_("farida").get(PAGE).headers["cache-control"] == "no-store"
