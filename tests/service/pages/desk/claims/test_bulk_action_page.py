"""Claims that are chosen in the list are given away or get a note together, and each says what
became of it."""

import re

import pytest

from service import accounts
from service.casework.claims import wage_claims
from service.casework.workflow import assignment, notes
from service.web.lists import listing
from tests.support import cast

LIST = "/en/desk/wages"


@pytest.fixture
def two(seeded, clock):
    with seeded.write() as session:
        other = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=clock.today
        ).claim
        other.post = None
        return [cast.CLAIM, other.reference]


def officer(seeded, name):
    with seeded.read() as session:
        return accounts.find(session, cast.email(name)).reference


def hidden(client, query=""):
    page = client.get(f"{LIST}?{query}").text
    form = page.split("/desk/wages/chosen/")[1]
    fields = dict(re.findall(r'name="(once|query|pick_[\w-]+)" value="([^"]*)"', form))
    return fields | {"confirm": "true"}


def result(page, number):
    return page.split(f">{number}</a>")[1].split("</tr>")[0]


def test_those_that_can_be_given_are_and_the_others_say_why_not(as_, seeded, two):
    client = as_("iroda")
    result_input = hidden(client) | {"officer": officer(seeded, "elyor")}
    answers = [
        client.post(f"{LIST}/chosen/assign", data=result_input, follow_redirects=True)
        for _ in range(2)
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "1 claim was updated." in answer.text
        assert "done" in result(answer.text, two[0])
        assert "This officer does not handle claims here." in result(answer.text, two[1])
    with seeded.read() as session:
        assert wage_claims.get(session, two[0], by=cast.IRODA).owner == officer(seeded, "elyor")


def test_the_same_note_is_written_on_each(as_, seeded, two):
    client = as_("chinora")
    result = hidden(client, "sort=filed") | {"note": "The firm has moved to Tver."}
    page = client.post(f"{LIST}/chosen/notes", data=result, follow_redirects=True).text
    assert "2 claims were updated." in page
    assert f'href="{LIST}?sort=filed"' in page
    with seeded.read() as session:
        for number in two:
            claim = wage_claims.get(session, number, by=cast.IRODA)
            assert [text for _, text in notes.list_for_claim(session, claim)] == [
                "The firm has moved to Tver."
            ]


def test_a_step_is_previewed_then_taken_with_its_usual_next_action(as_, seeded, two):
    client = as_("chinora")
    sent = hidden(client) | {"to": "acknowledged", "reason": "All were called"}
    preview = client.post(f"{LIST}/chosen/steps", data=sent | {"confirm": ""}).text
    assert "2 claims will be updated." in preview
    assert "All were called" in preview
    assert states(seeded, two) == ["received"] * 2
    page = client.post(f"{LIST}/chosen/steps", data=sent, follow_redirects=True).text
    assert "2 claims were updated." in page
    assert "chosen/undo" not in page, "a step cannot be undone"
    assert states(seeded, two) == ["acknowledged"] * 2
    assert "Review the documents" in client.get(f"{LIST}/{two[1]}").text


def test_a_step_without_a_reason_is_refused_beside_it_and_stays_typed(as_, seeded, two):
    client = as_("chinora")
    sent = hidden(client) | {"to": "acknowledged", "next_action": "Typed with care"}
    answer = client.post(f"{LIST}/chosen/steps", data=sent)
    assert 'href="#reason"' in answer.text
    assert 'value="Typed with care"' in answer.text
    assert states(seeded, two) == ["received"] * 2


def states(seeded, numbers):
    with seeded.read() as session:
        return [wage_claims.get(session, one, by=cast.IRODA).state for one in numbers]


def test_the_results_can_be_opened_again_by_whoever_did_it_alone(as_, two):
    client = as_("chinora")
    sent = hidden(client, "sort=filed") | {"note": "The firm has moved to Tver."}
    address = client.post(f"{LIST}/chosen/notes", data=sent).headers["location"]
    for _ in "12":
        page = client.get(address).text
        assert "2 claims were updated." in page
        assert f'href="{LIST}?sort=filed"' in page
    assert client.get(address.replace("/en/", "/ru/", 1)).status_code == 200
    assert client.get(address.replace("notes", "assign")).status_code == 404
    assert as_("iroda").get(address).status_code == 404


def test_a_refused_action_shows_the_page_on_which_the_claims_were_chosen(as_, two, monkeypatch):
    monkeypatch.setattr(listing, "SIZE", 1)
    client = as_("iroda")
    sent = hidden(client, "page=2")
    page = client.post(f"{LIST}/chosen/assign", data=sent, follow_redirects=True).text
    chosen = next(name for name in sent if name.startswith("pick_"))
    assert f'name="{chosen}"' in page
    assert "Page 2 of 2" in page


def test_nothing_chosen_or_nothing_written_is_told_and_the_rest_kept(as_, two):
    client = as_("chinora")
    result = hidden(client, "country=RU")
    none = {name: value for name, value in result.items() if not name.startswith("pick_")} | {
        "note": "Kept words"
    }
    answer = client.post(f"{LIST}/chosen/notes", data=none, follow_redirects=True)
    assert (answer.status_code, "Choose at least one row." in answer.text) == (422, True)
    assert "Kept words" in answer.text
    assert '<option value="RU" selected>' in answer.text
    answer = client.post(f"{LIST}/chosen/notes", data=result, follow_redirects=True)
    assert answer.status_code == 422
    assert answer.text.count(' checked><label class="unseen"') == 2
    assert 'id="note-wrong"' in answer.text
    answer = as_("iroda").post(
        f"{LIST}/chosen/assign", data=hidden(as_("iroda")) | {"officer": ""}, follow_redirects=True
    )
    assert (answer.status_code, 'id="officer-wrong"' in answer.text) == (422, True)


def test_one_looked_at_before_somebody_changed_it_stays(as_, seeded, two):
    client = as_("iroda")
    result_input = hidden(client) | {"officer": officer(seeded, "chinora")}
    with seeded.write() as session:
        wage_claims.get(session, two[0], by=cast.IRODA).city = "Tver"
    page = client.post(f"{LIST}/chosen/assign", data=result_input, follow_redirects=True).text
    assert "This record changed" in result(page, two[0])
    assert "done" in result(page, two[1])


@pytest.mark.parametrize("pick", ["pick_W-NOBODY", "pick_" + "x" * 300, "pick_", "pick_<b>"])
@pytest.mark.parametrize("value", ["1", "-1", "9" * 5000, "x", ""])
def test_absurd_choices_do_nothing(as_, seeded, pick, value):
    values = {
        "once": "k" * 12,
        pick: value,
        "officer": officer(seeded, "chinora"),
        "query": "%FF" * 9,
        "confirm": "true",
    }
    answer = as_("iroda").post(f"{LIST}/chosen/assign", data=values, follow_redirects=True)
    assert answer.status_code == 200
    assert "This record was deleted or moved, or you cannot open it." in answer.text
    assert "<b>" not in answer.text.split("<main")[1]


def test_each_role_has_only_its_own_act(as_, two):
    assert (
        as_("elyor").post(f"{LIST}/chosen/assign", data={}, follow_redirects=True).status_code
        == 403
    )
    assert (
        as_("iroda").post(f"{LIST}/chosen/notes", data={}, follow_redirects=True).status_code == 403
    )
    for name, sees, not_sees in (
        ("iroda", "Assign the claims", "Add the note to each claim"),
        ("elyor", "Add the note to each claim", "Assign the claims"),
    ):
        page = as_(name).get(LIST).text
        assert sees in page
        assert not_sees not in page
    assert "pick_" not in as_("barno").get(LIST).text


def test_a_claim_of_another_post_is_not_there(as_, seeded, two):
    values = {"once": "k" * 12, f"pick_{cast.CLAIM}": "1", "note": "Not mine", "confirm": "true"}
    assert (
        "This record was deleted or moved, or you cannot open it."
        in as_("davron").post(f"{LIST}/chosen/notes", data=values, follow_redirects=True).text
    )
    with seeded.read() as session:
        assert (
            notes.list_for_claim(session, wage_claims.get(session, cast.CLAIM, by=cast.IRODA)) == []
        )


def test_nothing_is_done_before_the_preview_is_confirmed_and_all_of_it_is_undone(as_, seeded, two):
    client, elyor = as_("iroda"), officer(seeded, "elyor")
    values = hidden(client) | {"officer": elyor, "confirm": ""}
    page = client.post(f"{LIST}/chosen/assign", data=values, follow_redirects=True).text
    assert "1 claim will be updated." in page
    assert "Officer: <strong>Elyor</strong>" in page
    assert "will be updated" in result(page, two[0])
    assert "Alisher Invented" in result(page, two[0])
    assert "This officer does not handle claims here." in result(page, two[1])
    assert owner(seeded, two[0]) != elyor
    before = owner(seeded, two[0])
    done = client.post(
        f"{LIST}/chosen/assign", data=fields(page, "chosen/assign"), follow_redirects=True
    ).text
    assert owner(seeded, two[0]) == elyor
    address = re.search(r'action="([^"]*/chosen/undo/[^"]*)"', done)[1]
    assert as_("elyor").post(address, data={}, follow_redirects=True).status_code == 404
    undone = (
        as_("iroda").post(address, data=fields(done, "chosen/undo"), follow_redirects=True).text
    )
    assert "1 claim was updated." in undone
    assert owner(seeded, two[0]) == before
    assert (
        as_("iroda").post(address, data={"once": "z" * 12}, follow_redirects=True).status_code
        == 422
    )


def test_a_claim_assigned_anew_is_not_taken_from_its_officer_by_undo(as_, seeded, two, clock):
    client = as_("iroda")
    values = hidden(client) | {"officer": officer(seeded, "elyor")}
    done = client.post(f"{LIST}/chosen/assign", data=values, follow_redirects=True).text
    address = re.search(r'action="([^"]*/chosen/undo/[^"]*)"', done)[1]
    with seeded.write() as session:
        claim = wage_claims.get(session, two[0], by=cast.IRODA)
        assignment.assign(session, claim, officer(seeded, "chinora"), by=cast.IRODA, on=clock())
    page = client.post(address, data={"once": "y" * 12}, follow_redirects=True).text
    assert "assigned to somebody else since then" in result(page, two[0])
    assert owner(seeded, two[0]) == officer(seeded, "chinora")


@pytest.mark.parametrize(
    ("since", "sentence"),
    [
        ({"owner": cast.MOSCOW}, "assigned to somebody else since then"),
        ({"state": "closed"}, "You cannot assign a closed claim."),
    ],
)
def test_a_claim_that_moved_on_is_not_given_back(as_, seeded, two, since, sentence):
    client = as_("iroda")
    values = hidden(client) | {"officer": officer(seeded, "elyor")}
    done = client.post(f"{LIST}/chosen/assign", data=values, follow_redirects=True).text
    address = re.search(r'action="([^"]*/chosen/undo/[^"]*)"', done)[1]
    with seeded.write() as session:
        claim = wage_claims.get(session, two[0], by=cast.IRODA)
        for name, value in since.items():
            setattr(claim, name, value)
        owned = claim.owner
    page = client.post(address, data={"once": "y" * 12}, follow_redirects=True).text
    assert sentence in result(page, two[0])
    assert owner(seeded, two[0]) == owned


def test_a_claim_is_not_given_back_to_an_officer_who_has_left(as_, seeded, two, clock):
    client = as_("iroda")
    for name in ("chinora", "elyor"):
        values = hidden(client) | {"officer": officer(seeded, name)}
        done = client.post(f"{LIST}/chosen/assign", data=values, follow_redirects=True).text
    address = re.search(r'action="([^"]*/chosen/undo/[^"]*)"', done)[1]
    with seeded.write() as session:
        accounts.find(session, cast.email("chinora")).disabled_at = clock()
    page = client.post(address, data={"once": "y" * 12}, follow_redirects=True).text
    assert "This officer does not handle claims here." in result(page, two[0])
    assert owner(seeded, two[0]) == officer(seeded, "elyor")


def test_a_note_undone_is_shown_to_nobody_and_an_hour_later_it_stays(as_, seeded, two, clock):
    client = as_("chinora")
    pages = [
        client.post(
            f"{LIST}/chosen/notes", data=hidden(client) | {"note": text}, follow_redirects=True
        ).text
        for text in ("Wrong case", "Right case")
    ]
    first, second = (re.search(r'action="([^"]*/chosen/undo/[^"]*)"', one)[1] for one in pages)
    assert client.post(first, data={"once": "y" * 12}, follow_redirects=True).status_code == 200
    assert "Wrong case" not in client.get(f"{LIST}/{two[0]}").text
    assert "Right case" in client.get(f"{LIST}/{two[0]}").text
    clock.forward(minutes=61)
    assert (
        as_("chinora").post(second, data={"once": "x" * 12}, follow_redirects=True).status_code
        == 422
    )


def test_all_that_match_are_chosen_across_pages_and_no_others(as_, seeded, two):
    values = {"once": "k" * 12, "all": "true", "query": "state=received", "note": "To all"}
    page = as_("chinora").post(f"{LIST}/chosen/notes", data=values, follow_redirects=True).text
    assert "2 claims will be updated." in page
    none = as_("chinora").post(
        f"{LIST}/chosen/notes", data=values | {"query": "state=closed"}, follow_redirects=True
    )
    assert (none.status_code, "Choose at least one row." in none.text) == (422, True)


def owner(seeded, number):
    with seeded.read() as session:
        return wage_claims.get(session, number, by=cast.IRODA).owner


def fields(page, action):
    form = page.split(f"{action}")[1].split("</form>")[0]
    found = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    return found | {"confirm": "true"}
