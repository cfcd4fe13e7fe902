"""Who may send files from a page: whoever showed the secret, or works on the claim now, and only
from a page of ours."""

import re
from base64 import urlsafe_b64encode

from sqlalchemy import update
from sqlmodel import col

from catalog.core import vault
from service.accounts import Account
from service.casework.claims.wage_claims import Claim
from tests.support import cast, sample_files

PIECES = "/en/wages/evidence"
NEW = {"name": "a.txt", "size": str(len(sample_files.CHAT)), "kind": "messages"}


def at_the_desk(client) -> str:
    page = client.get(f"/en/desk/wages/{cast.CLAIM}").text
    return re.search(r'name="ticket" value="([^"]+)"', page)[1]


def test_an_officer_s_page_lets_its_officer_send_in_pieces(as_):
    client = as_("elyor")
    assert client.post(PIECES, data=NEW | {"ticket": at_the_desk(client)}).status_code == 200


def test_a_ticket_of_the_desk_is_nothing_in_other_hands(as_):
    shown = at_the_desk(as_("elyor"))
    for name in (None, "chinora", "davron", "alisher"):
        assert as_(name).post(PIECES, data=NEW | {"ticket": shown}).status_code == 422


def test_whoever_works_elsewhere_since_sends_nothing_more(as_, seeded):
    client = as_("elyor")
    shown = at_the_desk(client)
    with seeded.write() as session:
        session.execute(
            update(Account).where(col(Account.email) == cast.email("elyor")).values(post=cast.SEOUL)
        )
    assert client.post(PIECES, data=NEW | {"ticket": shown}).status_code == 404


def test_whoever_only_reads_gets_no_form(as_):
    page = as_("iroda").get(f"/en/desk/wages/{cast.CLAIM}").text
    assert "Evidence" in page
    assert "Add files" not in page


def test_what_was_locked_for_another_purpose_is_no_ticket(client):
    other = vault.lock("draft", b'{"claim":"W-A2L3S4H5","account":"","until":99999999999}')
    answer = client.post(PIECES, data=NEW | {"ticket": urlsafe_b64encode(other).decode()})
    assert answer.status_code == 422


def test_a_claim_that_is_gone_takes_nothing(client, seeded, as_):
    shown = at_the_desk(as_("elyor"))
    with seeded.write() as session:
        session.execute(update(Claim).values(post=cast.SEOUL))
    assert as_("elyor").post(PIECES, data=NEW | {"ticket": shown}).status_code == 404
