"""What the list of candidates says of skills, languages and conditions, in the reader's language."""

from datetime import date

from i18n import Language
from matching.applications import applications
from matching.recruiting import applicant_view
from service.pages.desk.agency import candidate_rows
from tests.service.pages.own_desk import OWN, candidate
from tests.support.cast import HAMID, TODAY


def test_each_skill_and_language_is_in_words_and_an_unknown_trade_keeps_its_code(seeded, clock):
    row = candidate(seeded, clock)
    with seeded.read() as session:
        one = applicant_view.describe(session, row, by=HAMID, day=TODAY)
    one.trades = [("9999", 1, True), ("9998", 4, None)]
    one.tongues = [("ko", "B1", date(2027, 1, 5)), ("en", None, None)]
    assert candidate_rows.skills(one, Language.EN, {}) == (
        "9999, 1 year, with a document",
        "9998, 4 years",
    )
    spoken = candidate_rows.languages(one, Language.RU)
    assert spoken == "корейский B1 (до 05.01.2027) · английский"


def test_a_condition_checked_on_paper_is_not_still_to_be_checked(as_, seeded, clock):
    number = candidate(seeded, clock).reference
    client = as_("hamid")
    assert "No entry ban" in client.get(f"{OWN}/candidates").text
    with seeded.write() as session:
        row = applications.get(session, number, by=HAMID)
        row.checked = "entry_ban"
    assert "No entry ban" not in client.get(f"{OWN}/candidates").text
