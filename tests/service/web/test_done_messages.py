"""What a page says once after a form was carried out."""

import json
from base64 import urlsafe_b64encode

from i18n import Language
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


def test_the_switch_of_language_says_it_again_in_that_language(as_):
    client = as_("davron")
    token = client.get(PAGE).text.split('name="token" value="')[1].split('"')[0]
    form = {"token": token, "name": "Claim", "text": "Told how to file."}
    client.post(PAGE, data=form, follow_redirects=False)
    shown = {
        lang: "brief" in client.get(PAGE.replace("/en/", f"/{lang}/")).text for lang in ("en", "ru")
    }
    assert shown == {"en": True, "ru": True}
    for lang in ("en", "ru"):
        assert "done brief" not in client.get(PAGE.replace("/en/", f"/{lang}/")).text


def test_a_fact_of_the_sentence_stands_in_each_language():
    sealed = done_messages.seal("/en/desk", "Saved: %(name)s", {"name": 7, "other": "x" * 3_000})
    for lang in (Language.EN, Language.KAA):
        assert done_messages.open_sealed(sealed, f"/{lang}/desk", lang).endswith(": 7")


def test_no_sentence_that_the_service_did_not_write_is_shown():
    sealed = done_messages.seal("/en/desk#part", "Saved.")
    assert done_messages.open_sealed(sealed, "/en/desk", Language.EN) == "Saved."
    made_up = [
        urlsafe_b64encode(json.dumps(["desk", "Send money", {}, [], signature]).encode()).decode()
        for signature in ("A" * 24, "é", "")
    ]
    for cookie in ("", "x", "%", sealed[:-6], "ö", "A" * 3_000, *made_up):
        assert done_messages.open_sealed(cookie, "/en/desk", Language.EN) == ""
