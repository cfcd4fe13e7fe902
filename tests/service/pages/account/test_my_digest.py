"""The daily email is switched on the account page, by staff and for themselves."""

from service.casework.worklists import notice_digest
from service.casework.worklists.notice_digest import DigestChoice
from tests.service.casework.colleagues import known


def test_it_is_on_until_its_reader_switches_it_off(as_, seeded):
    client = as_("elyor")
    assert 'name="wanted" value="true" checked' in client.get("/en/me").text
    sent = client.post("/en/me/digest", data={"digest_language": "ru"})
    assert sent.headers["location"] == "/en/me#digest"
    with seeded.read() as session:
        account = known(session, "elyor").account
        assert notice_digest.current(session, account) == DigestChoice(False, "ru")
    assert 'name="wanted" value="true" checked' not in client.get("/en/me").text


def test_a_language_that_we_have_not_is_refused_on_the_page(as_):
    page = as_("elyor").post("/en/me/digest", data={"digest_language": "xx"})
    assert page.status_code == 422
    assert "Language of the email" in page.text


def test_workers_are_not_offered_it(as_):
    assert "Daily email" not in as_("alisher").get("/en/me").text
    assert "Daily email" in as_("hamid").get("/en/me").text, "agencies have notices too"
