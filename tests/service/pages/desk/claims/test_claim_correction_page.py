"""A claim corrected at the desk: facts and lines, by whom, and two officers at once."""

import re

from service.casework.claims import wage_claims
from tests.service.pages.desk.claims.test_claim_page import PAGE
from tests.support import cast
from tests.support.correction_forms import differences, fields, opened

WHY = {"reason": "The contract says so"}
KEPT = "you did not change it; it stays as it is now"


def claim(seeded):
    with seeded.read() as session:
        row = wage_claims.get(session, cast.CLAIM, by=cast.ELYOR)
        return row, wage_claims.lines(session, cast.CLAIM), wage_claims.story(session, row)


def test_an_absurd_new_amount_is_saved_only_after_it_was_ticked_as_right(as_, seeded):
    client = as_("elyor")
    absurd = opened(client, PAGE) | WHY | {"fact_line_1_amount": "999 999 999"}
    asked = client.post(f"{PAGE}/correct", data=absurd)
    assert (asked.status_code, 'href="#fact_line_1_amount"' in asked.text) == (422, True)
    again = fields(asked.text) | {"fact_line_1_amount_confirm_more_than_pay": "1"}
    assert client.post(f"{PAGE}/correct", data=again).status_code == 303
    moved = opened(client, PAGE) | WHY | {"fact_city": "Tver"}
    assert client.post(f"{PAGE}/correct", data=moved).status_code == 303, "it was answered"


def test_facts_and_lines_are_put_right_and_stand_in_the_history(as_, seeded):
    client = as_("elyor")
    form = opened(client, PAGE)
    new = {
        "fact_employer": "Severny OOO",
        "fact_city": "",
        "fact_worked_to": "2026-09-30",
        "fact_story": "They paid half.",
        "fact_line_1_amount": "24 000",
        "fact_line_0_component": "overtime",
        "fact_line_0_amount": "1 500,50",
        "fact_line_0_currency": "USD",
    }
    done = client.post(f"{PAGE}/correct", data=form | WHY | new)
    assert (done.status_code, done.headers["location"]) == (303, PAGE)
    row, lines, story = claim(seeded)
    assert (row.employer, row.city, row.version, story) == ("Severny OOO", "", 2, "They paid half.")
    assert [(one.component, one.claimed, one.currency) for one in lines] == [
        ("base_pay", 2_400_000, "RUB"),
        ("overtime", 150_050, "USD"),
    ]
    page = client.get(PAGE).text
    assert "Version 2" in page
    assert "The contract says so" in page
    assert "1. Amount claimed" in page
    form = opened(client, PAGE)
    taken = client.post(f"{PAGE}/correct", data=form | WHY | {"fact_line_2_remove": "true"})
    assert taken.status_code == 303
    assert len(claim(seeded)[1]) == 1


def test_mistakes_are_said_beside_their_fields_and_nothing_is_saved(as_, seeded):
    client = as_("elyor")
    form = opened(client, PAGE)
    for wrong, field in (
        ({"reason": " "}, "reason"),
        ({"fact_employer": ""}, "fact_employer"),
        ({"fact_employer": "x" * 201}, "fact_employer"),
        ({"fact_city": "x" * 121}, "fact_city"),
        ({"fact_country": "XX"}, "fact_country"),
        ({"fact_worked_from": "2030-01-01"}, "fact_worked_to"),
        ({"fact_worked_to": "soon"}, "fact_worked_to"),
        ({"fact_line_1_amount": "much"}, "fact_line_1_amount"),
        ({"fact_line_1_amount": "0"}, "fact_line_1_amount"),
        ({"fact_line_1_currency": "XXX"}, "fact_line_1_currency"),
        ({"fact_line_1_component": "bribe"}, "fact_line_1_component"),
        ({"fact_line_1_amount": " "}, "fact_line_1_amount"),
        ({"fact_line_1_remove": "true"}, "fact_line_1_amount"),
        ({"fact_line_0_amount": "5"}, "fact_line_0_component"),
        ({"fact_line_0_component": "leave"}, "fact_line_0_amount"),
    ):
        page = client.post(f"{PAGE}/correct", data=form | WHY | {"fact_story": "typed"} | wrong)
        assert page.status_code == 422, wrong
        assert f'href="#{field}"' in page.text, wrong
        assert ">typed</textarea>" in page.text
    assert claim(seeded)[0].version == 1
    assert "You have not changed anything" in client.post(f"{PAGE}/correct", data=form | WHY).text


def test_two_at_once_see_both_sides_and_nothing_is_overwritten_unseen(as_, seeded):
    form = opened(as_("chinora"), PAGE)
    theirs = opened(as_("elyor"), PAGE) | WHY | {"fact_employer": "Severny OOO"}
    assert as_("elyor").post(f"{PAGE}/correct", data=theirs).status_code == 303
    client = as_("chinora")
    page = client.post(f"{PAGE}/correct", data=form | WHY | {"fact_city": "Khimki"})
    assert page.status_code == 412
    assert differences(page.text) == {
        "Employer": ["Severny Dvor Stroy", "Severny OOO", KEPT],
        "Town": ["Moscow", "Moscow", "Khimki"],
    }
    assert client.post(f"{PAGE}/correct", data=fields(page.text) | WHY).status_code == 303
    row = claim(seeded)[0]
    assert (row.employer, row.city) == ("Severny OOO", "Khimki")


def test_of_a_closed_claim_the_lines_are_not_in_the_form(as_, seeded):
    with seeded.write() as session:
        wage_claims.get(session, cast.CLAIM, by=cast.ELYOR).state = "closed"
    client = as_("elyor")
    form = opened(client, PAGE)
    assert not any(name.startswith("fact_line") for name in form)
    sent = form | WHY | {"fact_city": "Khimki", "fact_line_1_amount": "1"}
    assert client.post(f"{PAGE}/correct", data=sent).status_code == 303
    row, lines, _story = claim(seeded)
    assert (row.city, lines[0].claimed) == ("Khimki", 24_000_000)


def test_what_is_typed_is_kept_and_offered_again_until_it_is_sent(as_):
    client = as_("elyor")
    form = opened(client, PAGE)
    draft = {"form": "facts", "record": cast.CLAIM, "fact_employer": "Half typed"} | WHY
    assert client.post("/en/desk/drafts", data=form | draft).status_code == 204
    again = opened(client, PAGE)
    assert (again["fact_employer"], again["reason"]) == ("Half typed", WHY["reason"])
    assert "Delete draft" in client.get(f"{PAGE}/correct").text
    assert WHY["reason"] not in client.get(PAGE).text, "other forms have a field of this name"
    assert client.post(f"{PAGE}/correct", data=again).status_code == 303
    assert "Delete draft" not in client.get(f"{PAGE}/correct").text


def test_all_times_are_by_the_clock_of_the_post(as_):
    client = as_("elyor")
    form = opened(client, PAGE)
    new = WHY | {"fact_city": "Khimki"}
    assert client.post(f"{PAGE}/correct", data=form | new).status_code == 303
    draft = {"form": "facts", "record": cast.CLAIM, "fact_city": "Tver"}
    assert client.post("/en/desk/drafts", data=opened(client, PAGE) | draft).status_code == 204
    at = r"Version 2</strong> · ([^·]*2026, \d\d:\d\d)"
    on_claim = re.search(at, client.get(PAGE).text)[1]
    page = client.get(f"{PAGE}/correct").text
    assert re.search(at, page)[1] == on_claim
    assert on_claim.endswith("09:00")
    assert re.search("Saved at [^;]*2026, 09:00; not sent yet", page)


def test_nobody_else_puts_it_right(as_, seeded):
    for name, status in (("davron", 404), ("iroda", 403), ("barno", 403), ("jamshid", 403)):
        client = as_(name)
        sent = client.post(f"{PAGE}/correct", data=WHY | {"version": "1", "fact_employer": "X"})
        assert (sent.status_code, client.get(f"{PAGE}/correct").status_code) == (status, status)


def test_sent_twice_it_is_put_right_once(as_, seeded):
    client = as_("elyor")
    sent = opened(client, PAGE) | WHY | {"fact_employer": "Other"}
    assert [client.post(f"{PAGE}/correct", data=sent).status_code for _ in range(2)] == [303, 303]
    assert claim(seeded)[0].version == 2


def test_a_step_taken_meanwhile_is_no_conflict_with_a_correction(as_, seeded):
    client = as_("elyor")
    form = opened(client, PAGE)
    page = client.get(PAGE).text
    hidden = dict(re.findall(r'name="(once|version|seen)" value="([^"]*)"', page))
    step = {"to": "acknowledged", "next_action": "Call", "due": "2026-12-02"}
    assert client.post(f"{PAGE}/steps", data=hidden | step).status_code == 303
    lines = client.post(f"{PAGE}/correct", data=form | WHY | {"fact_line_1_currency": "USD"})
    assert lines.status_code == 412, "a line has amounts that the form does not show"
    done = client.post(f"{PAGE}/correct", data=form | WHY | {"fact_employer": "Severny OOO"})
    assert done.status_code == 303
    assert claim(seeded)[0].employer == "Severny OOO"
