"""The sitemap: every public page in every language, and nothing that is not shown."""

from datetime import timedelta
from xml.etree import ElementTree

from catalog.core import journal
from catalog.core.actor import SYSTEM
from service.pages.public import sitemap
from tests.support import cast

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
BASE = "http://127.0.0.1:8000"


def read(client, address="/sitemap.xml"):
    """The addresses of a file, each with the day of its last change."""
    tree = ElementTree.fromstring(client.get(address).text)
    return {
        one.findtext("s:loc", "", NAMES): one.findtext("s:lastmod", "", NAMES)
        for one in tree.iterfind("s:*", NAMES)
    }


def test_it_has_what_is_shown_today_with_the_day_of_the_last_change(client, seeded):
    with seeded.read() as session:
        shown, hidden = (cast.named(session, name).reference for name in ("published", "paused"))
    places = read(client)
    for lang in ("uz", "uz-Cyrl", "ru", "en", "kaa"):
        assert places[f"{BASE}/{lang}/vacancies/{shown}"] == cast.TODAY.isoformat()
        assert f"{BASE}/{lang}/danger?country=KR" in places
        assert places[f"{BASE}/{lang}/agencies/AG-VALID"]
    assert not [one for one in places if hidden in one]
    for address in places:
        if address.startswith(f"{BASE}/en/"):
            assert client.get(address.removeprefix(BASE)).status_code == 200, address


def test_a_change_of_another_record_with_the_same_reference_is_no_change(client, seeded, clock):
    before = read(client)
    with seeded.write() as session:
        shown = cast.named(session, "published").reference
        later = clock() + timedelta(days=3)
        for reference in (shown, "AG-VALID", "KR"):
            journal.write(session, "load", "law", reference, by=SYSTEM, on=later)
    assert read(client, "/sitemap.xml?") == before


def test_a_large_register_is_divided_into_files(client, monkeypatch):
    whole = read(client)
    monkeypatch.setattr(sitemap, "_VACANCIES", 1)
    files = read(client, "/sitemap.xml?")
    assert len(files) >= 2
    parts = {}
    for address in files:
        parts |= read(client, address.removeprefix(BASE))
    assert parts == whole
    for number in (len(files), -1, 10**9):
        assert client.get(f"/sitemap/{number}").status_code == 404
