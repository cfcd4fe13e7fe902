"""The file of a claim for a court or an archive."""

import pypdfium2
import pytest

from catalog.core import journal
from i18n import CITIZEN_LANGUAGES
from service.casework.claims import wage_claims
from service.casework.money import payments
from service.casework.money.money_entries import Hand
from service.casework.workflow import assignment, notes
from tests.support import cast, sample_incidents, sample_money

FILE = f"/desk/wages/{cast.CLAIM}/file"


def words(answer):
    assert answer.status_code == 200, answer.text[:300]
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(answer.content)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return " ".join(text.split())


@pytest.fixture
def noted(seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.IRODA)
        notes.add(session, claim, "Not for the court 你好", by=cast.CHINORA, on=clock())
        officer = assignment.officers(session, claim)[0].reference
        assignment.assign(session, claim, officer, by=cast.IRODA, on=clock())


def test_it_has_the_facts_and_what_was_done_and_the_notes_only_where_asked_for(as_, noted, seeded):
    client = as_("chinora")
    text = words(client.get(f"/en{FILE}"))
    whole = (
        cast.CLAIM,
        "Alisher Invented",
        "What is owed",
        "What was done",
        "Assigned to",
        "(UTC+",
    )
    for part in whole:
        assert part in text, part
    assert "Not for the court" not in text
    assert "Not for the court" in words(client.get(f"/en{FILE}?notes=1"))
    with seeded.read() as session:
        acts = [one.act for one in journal.history(session, "claim", cast.CLAIM)]
    assert acts.count("export") == 2


def test_it_says_that_the_worker_died_and_names_the_heirs(as_, noted, seeded, clock):
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=cast.IRODA)
        row = sample_incidents.died(session, claim.citizen, on=clock())
        act = {"by": cast.ELYOR, "on": clock(), "day": cast.TODAY}
        payments.receive(session, claim, sample_money.new_payment(100, Hand.HELD), **act)
        sample_incidents.heir(session, row, on=clock(), name="Zqwidow Invented")
        payments.pay_out(session, claim, sample_money.new_pay_out(100), **act)
    text = words(as_("chinora").get(f"/en{FILE}"))
    assert "Died on" in text
    assert "What happened" in text, "not in the worker’s words"
    assert "Proved heirs Zqwidow Invented" in text
    paid = "Paid out to an heir: Zqwidow Invented"
    assert paid in text
    page = as_("chinora").get(f"/en/desk/wages/{cast.CLAIM}").text
    assert page.count(paid) == 2, "in the ledger, and among what can be reversed"
    assert "₽1 paid out to an heir: Zqwidow Invented" in page
    assert "Already received: ₽1" in page, "after all is paid"


def test_it_is_made_in_every_language(as_, noted):
    client = as_("chinora")
    for lang in CITIZEN_LANGUAGES:
        assert cast.CLAIM in words(client.get(f"/{lang.value}{FILE}"))


def test_who_may_not_read_the_claim_has_no_file_of_it(as_, noted):
    assert as_("davron").get(f"/en{FILE}").status_code == 404
    assert as_("jamshid").get(f"/en{FILE}").status_code == 403
