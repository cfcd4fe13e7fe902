"""What people look for in vain, at the desk: one click proposes a name, two officers accept it, and
people find by it."""

import re

import pytest

from matching.lexicon import lexicon_terms
from matching.lexicon.lexicon import Name
from matching.search import failed_searches
from matching.search.failed_searches import FailureReason
from tests.support.cast import FARIDA

PAGE = "/en/desk/words"
TYPED = "olovli payvandchi"


@pytest.fixture
def sought(seeded, clock) -> None:
    """What three have typed, and what only one has."""
    with seeded.write() as session:
        lexicon_terms.load(
            session, [Name("7212", "title", "payvandchi", "uz")], by=FARIDA, on=clock()
        )
        for number, words in enumerate((TYPED, TYPED, TYPED, "Rustam Rahimov")):
            failed_searches.note(
                session, words, FailureReason.UNKNOWN, "uz", f"network {number}", on=clock()
            )
        for number in range(4):
            failed_searches.note(
                session, "astronavt", FailureReason.EMPTY, "ru", f"network {number}", on=clock()
            )


def form(page: str, action: str) -> dict[str, str]:
    """What the first form to this address sends as it stands."""
    [form, *_] = re.findall(
        rf'<form[^>]*action="[^"]*{re.escape(action)}".*?</form>', page, re.DOTALL
    )
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.findall(r'<option value="([^"]*)"', options)[0]
    return sent


def proposed(as_) -> str:
    """A name proposed by Farida; its number."""
    values = {"name": TYPED, "language": "uz", "kind": "everyday", "isco08": "7212"}
    assert as_("farida").post(PAGE, data=values).status_code == 303
    return re.findall(rf"{PAGE}/(\d+)/accept", as_("farida").get(PAGE).text)[0]


def finds(client) -> bool:
    return client.get("/uz/vacancies/words?q=olovli").json() == [TYPED]


def test_officers_see_what_many_typed_and_not_what_one_did(as_, sought):
    page = as_("farida").get(PAGE).text
    assert TYPED in page
    assert "3 times" in page
    assert "astronavt: 4 times" in page
    assert "rustam" not in page.lower().replace("/en/me", "")


def test_one_click_proposes_two_accept_and_people_find_by_it(as_, sought):
    page = as_("farida").get(PAGE).text
    assert as_("farida").post(PAGE, data=form(page, "/desk/words")).status_code == 303
    page = as_("gulnora").get(PAGE).text
    assert "Proposed by Farida" in page
    assert form(page, "/desk/words")["kind"] == "", "what is proposed is not offered again"
    assert TYPED in page
    [number] = set(re.findall(rf"{PAGE}/(\d+)/accept", page))
    as_("gulnora").post(f"{PAGE}/{number}/accept")
    assert f"{PAGE}/{number}/accept" not in as_("gulnora").get(PAGE).text, "she has said it"
    assert "Accepted by Gulnora; one more officer must accept it." in as_("farida").get(PAGE).text
    assert not finds(as_())
    assert as_("farida").post(f"{PAGE}/{number}/accept").status_code == 303
    assert finds(as_())
    assert f"{PAGE}/{number}" not in as_("farida").get(PAGE).text


def test_what_is_declined_waits_no_more(as_):
    number = proposed(as_)
    assert as_("gulnora").post(f"{PAGE}/{number}/decline").status_code == 303
    assert f"{PAGE}/{number}" not in as_("farida").get(PAGE).text
    answer = as_("farida").post(f"{PAGE}/{number}/accept")
    assert (answer.status_code, "already been accepted or declined" in answer.text) == (422, True)


def test_one_officer_alone_is_told_so(as_):
    number = proposed(as_)
    as_("farida").post(f"{PAGE}/{number}/accept")
    answer = as_("farida").post(f"{PAGE}/{number}/accept")
    assert (answer.status_code, "A second officer must accept this name" in answer.text) == (
        422,
        True,
    )
    assert as_("farida").post(f"{PAGE}/4711/accept").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "12"}, "name"),
        ({"isco08": "9999"}, "isco08"),
        ({"isco08": "welder"}, "isco08"),
        ({"language": "tr"}, "language"),
        ({"kind": ""}, "kind"),
    ],
)
def test_what_cannot_be_a_name_is_told_beside_its_field_and_kept(as_, wrong, field):
    result = {"name": "alangachi", "language": "uz", "kind": "everyday", "isco08": "7212"} | wrong
    page = as_("farida").post(PAGE, data=result)
    assert (page.status_code, f'id="{field}-wrong"' in page.text) == (422, True)
    assert f'value="{result["name"]}"' in page.text


def test_it_can_be_proposed_another_way(as_, sought):
    page = as_("farida").get(PAGE).text
    [link] = re.findall(rf'href="({PAGE}\?name[^"]*)#own"', page)
    assert f'value="{TYPED}"' in as_("farida").get(link.replace("&amp;", "&")).text


def test_past_weeks_can_be_looked_at(as_, sought, seeded, clock):
    clock.forward(days=7)
    with seeded.write() as session:
        for number in range(3):
            failed_searches.note(
                session,
                "gulchambarchi",
                FailureReason.UNKNOWN,
                "uz",
                f"network {number}",
                on=clock(),
            )
    now, then = as_("farida").get(PAGE).text, as_("farida").get(f"{PAGE}?week=2026-11-23").text
    assert ("gulchambarchi" in now, TYPED in now) == (True, False)
    assert ("gulchambarchi" in then, TYPED in then) == (False, True)
    assert as_("farida").get(f"{PAGE}?week=nonsense").status_code == 200


def test_who_vets_no_vacancies_has_no_business_here(as_, sought):
    assert as_("hamid").get(PAGE).status_code == 403
    assert as_("davron").get(PAGE).status_code == 200, "an attaché knows what work is called there"
