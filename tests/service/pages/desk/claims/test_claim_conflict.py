"""Two officers at one claim: both sides are shown, the untouched follows what stands now, and
nothing typed is lost."""

import html
import re

import pytest
from sqlalchemy import select

from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from tests.service.pages.desk.shared.test_draft_forms import PAGE, PAID, form_of, kept, typed
from tests.support import cast, correction_forms

MINE = {
    "to": "acknowledged",
    "next_action": "My own words",
    "due": "2026-11-27",
    "reason": "I called them",
}
THEIRS = {
    "to": "acknowledged",
    "next_action": "Their words",
    "due": "2026-11-28",
    "reason": "They came by",
}


def opened(client, route: str) -> dict[str, str]:
    return form_of(client.get(PAGE).text, f"{PAGE}/{route}")


def does(client, route: str, **values) -> None:
    """What somebody does from a page just opened."""
    assert client.post(f"{PAGE}/{route}", data=opened(client, route) | values).status_code == 303


def corrects(client, employer: str) -> None:
    sent = correction_forms.opened(client, PAGE) | {"fact_employer": employer, "reason": "Slip"}
    assert client.post(f"{PAGE}/correct", data=sent).status_code == 303


def merge(page) -> str:
    assert page.status_code == 412
    return page.text.split('role="alert"')[1].split('</div><div class="two">')[0]


def rows(page) -> dict[str, list[str]]:
    """The table of the merge page: by field, as it was, as it is, as it was typed."""
    found = re.findall(
        r'<th[^>]* scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td></tr>',
        merge(page),
    )
    return {name: [re.sub("<.*?>", "", one) for one in values] for name, *values in found}


def again(page, route: str) -> dict[str, str]:
    """What the button “Send mine as it is” sends."""
    return {
        name: html.unescape(value)
        for name, value in form_of(merge(page), f"{PAGE}/{route}").items()
    }


def claim(seeded) -> Claim:
    with seeded.read() as session:
        return session.execute(select(Claim).where(Claim.reference == cast.CLAIM)).scalars().one()


def test_a_step_is_shown_beside_the_other_s_field_by_field_with_who_and_when(as_, clock):
    client = as_("chinora")
    mine = opened(client, "steps")
    clock.forward(minutes=5)
    does(as_("elyor"), "notes", note="Seen before by nobody")
    does(as_("elyor"), "steps", **THEIRS)
    page = as_("chinora").post(f"{PAGE}/steps", data=mine | MINE)
    assert rows(page) == {
        "New status of the claim": ["Received", "Acknowledged", "Acknowledged"],
        "Reason (for colleagues)": ["–", "They came by", "I called them"],
        "Next action (written for officers)": [
            "Acknowledge the claim and call the worker",
            "Their words",
            "My own words",
        ],
        "Due by": ["25 November 2026", "28 November 2026", "27 November 2026"],
    }
    since = merge(page).split("Changes since then")[1].split("Field-by-field comparison")[0]
    assert "Received → Acknowledged" in since
    assert "Seen before by nobody" in since
    assert since.count("Elyor") == 2
    assert "09:05" in since, "by the clock of the post"
    assert "Claim filed" not in since


def test_what_was_typed_stands_in_its_form_too_even_a_step_that_is_not_allowed_any_more(as_):
    client = as_("chinora")
    mine = opened(client, "steps")
    does(as_("elyor"), "steps", **THEIRS)
    below = as_("chinora").post(f"{PAGE}/steps", data=mine | MINE).text.split("Next step</h2>")[1]
    assert '<option value="acknowledged" selected>' in below
    assert all(f'value="{MINE[name]}"' in below for name in ("next_action", "reason"))
    assert 'value="27.11.2026"' in below


def test_mine_can_be_sent_as_it_is_on_the_new_version(as_, seeded):
    client = as_("chinora")
    mine = opened(client, "payments")
    does(as_("elyor"), "steps", **THEIRS)
    client = as_("chinora")
    page = client.post(f"{PAGE}/payments", data=mine | PAID)
    assert rows(page)["Amount, in the main unit of the currency"] == ["–", "–", "500"]
    assert rows(page)["Paid by"] == ["–", "–", "The employer"]
    assert client.post(f"{PAGE}/payments", data=again(page, "payments")).status_code == 303
    with seeded.read() as session:
        assert money_entries.balances(session, cast.CLAIM)[0].received == 500_00


def test_twice_in_a_row_nothing_typed_is_lost(as_, seeded, clock):
    client = as_("chinora")
    mine = opened(client, "steps")
    corrects(as_("elyor"), "First change")
    client = as_("chinora")
    page = client.post(f"{PAGE}/steps", data=mine | MINE)
    sent = again(page, "steps")
    clock.forward(minutes=1)
    corrects(as_("elyor"), "Second change")
    client = as_("chinora")
    page = client.post(f"{PAGE}/steps", data=sent)
    assert {name: values[2] for name, values in rows(page).items()} == {
        "New status of the claim": "Acknowledged",
        "Reason (for colleagues)": "I called them",
        "Next action (written for officers)": "My own words",
        "Due by": "27 November 2026",
    }
    assert merge(page).count("Changed</p>") == 1, "only what is new since the first merge"
    assert client.post(f"{PAGE}/steps", data=again(page, "steps")).status_code == 303
    assert (claim(seeded).state, claim(seeded).employer) == ("acknowledged", "Second change")


def test_of_sums_only_what_was_touched_is_sent_and_the_rest_follows_the_other(as_, seeded):
    client = as_("chinora")
    mine = opened(client, "amounts")
    does(as_("elyor"), "amounts", documented_1="200000", agreed_1="")
    client = as_("chinora")
    page = client.post(f"{PAGE}/amounts", data=mine | {"documented_1": "", "agreed_1": "150 000"})
    result = rows(page)
    assert result["Wages: Amount proved by documents, RUB"] == [
        "–",
        "200000",
        "you did not change it; it stays as it is now",
    ]
    assert result["Wages: Amount agreed or awarded, RUB"] == ["–", "–", "150 000"]
    assert client.post(f"{PAGE}/amounts", data=again(page, "amounts")).status_code == 303
    with seeded.read() as session:
        one = money_entries.balances(session, cast.CLAIM)[0]
    assert (one.documented, one.agreed) == (200_000_00, 150_000_00)


def test_a_sum_that_both_changed_is_the_writer_s_to_decide(as_, seeded):
    client = as_("chinora")
    mine = opened(client, "amounts")
    does(as_("elyor"), "amounts", documented_1="200000", agreed_1="")
    client = as_("chinora")
    page = client.post(f"{PAGE}/amounts", data=mine | {"documented_1": "190 000", "agreed_1": ""})
    assert rows(page)["Wages: Amount proved by documents, RUB"] == ["–", "200000", "190 000"]
    assert 'name="documented_1" type="text" value="190 000"' in page.text, (
        "it can be changed in its form"
    )
    with seeded.read() as session:
        assert money_entries.balances(session, cast.CLAIM)[0].documented == 200_000_00, (
            "nothing is overwritten in silence"
        )
    client.post(f"{PAGE}/amounts", data=again(page, "amounts"))
    with seeded.read() as session:
        assert money_entries.balances(session, cast.CLAIM)[0].documented == 190_000_00


def test_the_other_s_words_can_be_kept_and_one_s_own_draft_goes(as_, seeded):
    client = as_("chinora")
    mine = typed(client, "step", **MINE)
    does(as_("elyor"), "steps", **THEIRS)
    client = as_("chinora")
    page = client.post(f"{PAGE}/steps", data=mine | MINE)
    assert kept(seeded) == [("step", cast.CLAIM)], "until the officer has chosen"
    client.post("/en/desk/drafts/drop", data=form_of(merge(page), "/en/desk/drafts/drop"))
    assert kept(seeded) == []
    assert "My own words" not in client.get(PAGE).text


def test_a_note_is_never_in_the_way_of_another(as_):
    client = as_("chinora")
    mine = opened(client, "notes")
    does(as_("elyor"), "steps", **THEIRS)
    client = as_("chinora")
    assert (
        client.post(f"{PAGE}/notes", data=mine | {"note": "Mine beside theirs"}).status_code == 303
    )
    page = client.get(PAGE).text
    assert "Mine beside theirs" in page
    assert "Their words" in page


@pytest.mark.parametrize("known", ["", "x", "-1", "9" * 40, "' or 1=1"])
def test_whatever_a_form_says_it_had_read_the_page_is_drawn(as_, known):
    page = as_("chinora").post(
        f"{PAGE}/steps",
        data={"version": "0", "seen": "nonsense", "known": known, "once": "q" * 20} | MINE,
    )
    assert merge(page)


def test_what_is_typed_is_never_taken_for_markup(as_):
    page = as_("chinora").post(
        f"{PAGE}/steps",
        data={"version": "0", "to": "<b>", "next_action": '"><script>', "due": "never"},
    )
    assert page.status_code == 412
    assert '"><script>' not in page.text


def test_a_claim_of_another_post_has_no_merge_page(as_):
    assert as_("davron").post(f"{PAGE}/steps", data={"version": "0"} | MINE).status_code == 404


def test_own_payment_does_not_make_a_conflict_with_an_own_draft(as_, seeded):
    """Nor does the form that was open in another tab meanwhile."""
    client = as_("chinora")
    old = typed(client, "step", to="acknowledged", next_action="Mine", due="2026-11-27")
    does(client, "payments", **PAID)
    now = opened(client, "steps")
    assert now["version"] == str(claim(seeded).version) != old["version"]
    sent = client.post(f"{PAGE}/steps", data=old | MINE)
    assert sent.status_code == 303
    assert claim(seeded).state == "acknowledged"


def test_an_own_form_that_is_older_does_not_bring_back_sums_it_did_not_touch(as_, seeded):
    client = as_("chinora")
    old = opened(client, "amounts")
    does(client, "amounts", documented_1="150 000")
    sent = old | {"documented_1": old["was_documented_1"], "agreed_1": "90 000"}
    assert client.post(f"{PAGE}/amounts", data=sent).status_code == 303
    with seeded.read() as session:
        line = wage_claims.lines(session, cast.CLAIM)[0]
    assert (line.documented, line.agreed) == (15_000_000, 9_000_000)


def test_an_own_step_decided_on_a_state_that_is_over_is_shown_first(as_, seeded):
    client = as_("elyor")
    old = opened(client, "steps")
    does(client, "steps", **THEIRS)
    wrong = old | {"to": "closed", "closing_reason": "unfounded", "reason": "Second tab"}
    merge(client.post(f"{PAGE}/steps", data=wrong))
    assert claim(seeded).state == "acknowledged"
