"""The page of a record shows what waits for a second person, and how earlier requests ended."""

import re

from tests.support import cast

LICENCE = "/en/desk/licences/AG-VALID"
POST = f"/en/desk/posts/{cast.SEOUL}"


def test_whoever_asked_reads_the_answer_on_the_page_of_the_record(as_):
    details = {"address": "1 Street", "source": "A letter", "reason": "They have moved."}
    assert as_("davron").post(POST, data=details).status_code == 303
    assert "Waiting for a second approval" in as_("davron").get(POST).text
    page = as_("iroda").get("/en/desk/approvals").text
    (number,) = set(re.findall(r'action="(/en/desk/approvals/[^"]+)"', page))
    answer = {"verdict": "decline", "answer": "The letter is of 2019"}
    assert as_("iroda").post(number, data=answer).status_code == 303
    page = as_("davron").get(POST).text
    assert "Waiting for a second approval" not in page
    assert "The letter is of 2019" in page


def test_a_record_without_requests_shows_none(as_):
    page = as_("farida").get(LICENCE).text
    assert "Earlier decisions" not in page
    assert "Waiting for a second approval" not in page
