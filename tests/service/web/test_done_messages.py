"""What a page says once after a form was carried out."""

import json
from base64 import urlsafe_b64encode

from service.web import done_messages

PAGE = "/en/desk/advice/phrases"


def test_the_page_that_follows_a_form_says_it_once_and_another_page_does_not(as_):
    client = as_("davron")
    token = client.get(PAGE).text.split('name="token" value="')[1].split('"')[0]
    answer = client.post(
        PAGE,
        data={"token": token, "name": "Claim", "text": "Told how to file."},
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert "Saved." not in client.get("/en/desk/advice").text
    page = client.get(answer.headers["location"]).text
    assert '<p class="done brief" role="status">Saved.</p>' in page
    assert "<title>Saved. " in page
    assert "Saved." not in client.get(answer.headers["location"]).text


def test_no_sentence_that_the_service_did_not_write_is_shown():
    sealed = done_messages.seal("/en/desk#part", "Saved.")
    assert done_messages.open_sealed(sealed, "/en/desk") == "Saved."
    made_up = [
        urlsafe_b64encode(json.dumps(["/en/desk", "Send money", signature]).encode()).decode()
        for signature in ("A" * 24, "é", "")
    ]
    for cookie in ("", "x", "%", sealed[:-6], "ö", "A" * 3_000, *made_up):
        assert done_messages.open_sealed(cookie, "/en/desk") == ""
