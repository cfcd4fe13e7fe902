"""A worker with reference and secret alone refuses a sum and names who speaks for them; whoever
speaks for them only reads."""

import re

import pytest

from catalog.core.actor import VISITOR
from service import accounts
from service.casework.claims import follow_secret, wage_claims
from service.casework.workflow import notes, representatives, state_machine
from service.casework.workflow.representatives import Kind, NewRepresentative
from service.infra import rate_limits
from service.infra.rate_limits import HOUR, Allowance
from tests.support import cast
from tests.support.cast import ELYOR, TODAY

SPEAKER = {
    "speaker_kind": "relative",
    "speaker_name": "Lola Invented",
    "speaker_phone": "90 123 45 67",
}


@pytest.fixture
def pair() -> dict[str, str]:
    return {"reference": cast.CLAIM, "secret": follow_secret.secret_of(cast.CLAIM)}


def state(seeded, **values) -> str:
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        for name, value in values.items():
            setattr(claim, name, value)
        return claim.state


def speakers(seeded) -> list[representatives.RepresentativeDetails]:
    with seeded.read() as session:
        return representatives.list_for_claim(
            session, wage_claims.get(session, cast.CLAIM, by=ELYOR), TODAY
        )


def test_a_sum_is_refused_once_and_the_talks_go_on(client, seeded, pair):
    state(seeded, state="settlement_offered", owner=ELYOR.account)
    assert "I do not accept this amount" in client.post("/en/wages/follow", data=pair).text
    for _ in "12":
        page = client.post(
            "/en/wages/follow/refuse",
            data=pair | {"why": "Half of it is missing", "once": "k" * 20},
        )
        assert page.status_code == 200
        assert "You did not accept the amount." in page.text
    assert state(seeded) == "negotiation"
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        assert [one.reason for one in state_machine.history(session, claim)] == [
            "Half of it is missing"
        ]
        assert claim.owner == ELYOR.account


def test_what_the_worker_adds_is_kept_once_and_read_by_officers_only(as_, client, seeded, pair):
    assert 'name="note"' in client.post("/en/wages/follow", data=pair).text
    typed = pair | {"note": "The foreman called.", "once": "k" * 20}
    for _ in "12":
        page = client.post("/en/wages/follow/note", data=typed)
        assert page.status_code == 200
        assert "What you wrote is kept with your claim." in page.text
        assert "The foreman called." not in page.text
    with seeded.read() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        assert [text for _, text in notes.list_for_claim(session, claim)] == ["The foreman called."]
    heading = "Workers have written something that nobody has read yet: "
    assert f"{heading}1" in as_("chinora").get("/en/desk/morning").text
    assert "The foreman called." in as_("chinora").get(f"/en/desk/wages/{cast.CLAIM}").text
    assert f"{heading}0" in as_("chinora").get("/en/desk/morning").text
    empty = client.post("/en/wages/follow/note", data=pair | {"note": ""})
    assert (empty.status_code, 'href="#note"' in empty.text) == (422, True)


def test_without_a_reason_or_an_offer_nothing_is_refused(client, seeded, pair):
    page = client.post("/en/wages/follow/refuse", data=pair | {"why": "Too little"})
    assert (page.status_code, "There is currently no amount on offer" in page.text) == (422, True)
    state(seeded, state="settlement_offered")
    page = client.post("/en/wages/follow/refuse", data=pair | {"why": ""})
    assert page.status_code == 422
    assert 'href="#why"' in page.text
    assert state(seeded) == "settlement_offered"


def test_whoever_is_named_follows_with_a_secret_told_once(client, seeded, pair):
    pages = [
        client.post("/en/wages/follow/representative", data=pair | SPEAKER | {"once": "k" * 20})
        for _ in "12"
    ]
    secrets = {
        re.search(r"only shown now: <strong>(\w{24})</strong>", page.text)[1] for page in pages
    }
    assert len(secrets) == len(speakers(seeded)) == 1
    theirs = {"reference": cast.CLAIM, "secret": secrets.pop()}
    page = client.post("/en/wages/follow", data=theirs).text
    assert "You are following this claim on behalf of the worker." in page
    assert "Lola" not in page
    assert theirs["secret"] not in client.post("/en/wages/follow", data=pair).text


@pytest.mark.parametrize("route", ["refuse", "note", "representative", "withdraw"])
def test_whoever_speaks_for_the_worker_changes_nothing(client, seeded, clock, route):
    state(seeded, state="settlement_offered")
    with seeded.write() as session:
        claim = wage_claims.get(session, cast.CLAIM, by=ELYOR)
        new_representative = NewRepresentative(Kind.UNION, "A union")
        named = representatives.appoint(
            session, claim, new_representative, by=VISITOR, on=clock(), day=TODAY
        )
    theirs = {
        "reference": cast.CLAIM,
        "secret": named.secret,
        "why": "x",
        "note": "x",
        "number": named.row.reference,
    } | SPEAKER
    assert client.post(f"/en/wages/follow/{route}", data=theirs).status_code == 403
    assert (state(seeded), len(speakers(seeded)), speakers(seeded)[0].speaks) == (
        "settlement_offered",
        1,
        True,
    )


def test_they_are_taken_back_and_their_secret_opens_nothing(client, seeded, pair):
    page = client.post("/en/wages/follow/representative", data=pair | SPEAKER).text
    secret = re.search(r"<strong>(\w{24})</strong>", page)[1]
    number = re.search(r'name="number" value="(R-\w+)"', page)[1]
    assert (
        "no longer represents you"
        in client.post("/en/wages/follow/withdraw", data=pair | {"number": number}).text
    )
    assert client.post("/en/wages/follow", data=pair | {"secret": secret}).status_code == 422
    assert (
        client.post("/en/wages/follow/withdraw", data=pair | {"number": number}).status_code == 422
    )


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(client, seeded, pair):
    result = SPEAKER | {"speaker_kind": "", "speaker_phone": "twelve"}
    page = client.post("/en/wages/follow/representative", data=pair | result)
    assert page.status_code == 422
    assert 'href="#speaker_kind"' in page.text
    assert 'value="Lola Invented"' in page.text
    page = client.post(
        "/en/wages/follow/representative",
        data=pair | SPEAKER | {"speaker_kind": "power_of_attorney"},
    )
    assert 'href="#speaker_document"' in page.text
    assert speakers(seeded) == []


@pytest.mark.parametrize("route", ["refuse", "representative", "withdraw"])
def test_a_wrong_pair_does_nothing_and_is_counted(client, seeded, pair, route, monkeypatch):
    state(seeded, state="settlement_offered")
    wrong = pair | {"secret": "WRONG", "why": "x", "number": "R-NONE"} | SPEAKER
    monkeypatch.setattr(rate_limits, "NETWORK", Allowance(2, HOUR))
    tried = [client.post(f"/en/wages/follow/{route}", data=wrong).status_code for _ in range(3)]
    assert tried == [422, 422, 429]
    assert (state(seeded), speakers(seeded)) == ("settlement_offered", [])


def in_russian(client, page: str) -> str:
    """The same page after the language was switched on it."""
    address = re.search('formaction="(/ru/[^"]*)"', page)[1]
    form = page.partition('id="reopen"')[2].partition("</form>")[0]
    again = client.post(address, data=dict(re.findall('name="([^"]+)" value="([^"]*)"', form)))
    assert again.status_code == 200
    return again.text


def test_what_was_done_is_also_said_in_the_language_that_is_chosen_then(client, pair):
    page = client.post("/en/wages/follow/representative", data=pair | SPEAKER).text
    secret = re.search("<strong>([A-Z0-9]{24})</strong>", page)[1]
    assert secret in in_russian(client, page).partition('class="done"')[2].partition("</div>")[0]
    forged = pair | {"done": "named", "given": "A" * 24}
    assert client.post("/ru/wages/follow", data=forged).status_code == 422
    page = client.post("/en/wages/follow/withdraw-claim", data=pair).text
    assert "The claim is withdrawn." in page
    assert 'class="done"' in in_russian(client, page)


def test_whoever_is_signed_in_reads_it_in_the_other_language_too(as_, seeded):
    with seeded.write() as session:
        person = accounts.find(session, cast.email("alisher")).citizen
    state(seeded, citizen=person)
    client = as_("alisher")
    page = client.post("/en/wages/follow/note", data={"reference": cast.CLAIM, "note": "More"})
    assert "What you wrote is kept" in page.text
    assert 'class="done"' in in_russian(client, page.text)
