"""An Atom feed of a search."""

from xml.etree import ElementTree

from tests.support import cast

NAMES = {"a": "http://www.w3.org/2005/Atom"}


def read(client, address):
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def test_the_newest_jobs_of_a_search_are_a_feed_that_its_page_names(client, seeded):
    with seeded.read() as session:
        number = cast.named(session, "published").reference
    page = client.get("/en/vacancies?q=welder&country=KR").text
    address = (
        page.split('type="application/atom+xml" href="')[1].split('"')[0].replace("&amp;", "&")
    )
    tree = read(client, address)
    assert tree.findtext("a:title", "", NAMES) == "Jobs abroad: welder"
    entries = {one.findtext("a:id", "", NAMES): one for one in tree.iterfind("a:entry", NAMES)}
    entry = entries[f"http://127.0.0.1:8000/en/vacancies/{number}"]
    assert "₩" in entry.findtext("a:summary", "", NAMES)
    days = [one.findtext("a:updated", "", NAMES) for one in entries.values()]
    assert days == sorted(days, reverse=True)


def test_nonsense_is_an_empty_or_a_whole_feed(client):
    for typed in (
        "q=%00%01zzzqq",
        "country=XX&wage_min=x",
        "offset=99999",
        "sort=nix",
        "q=" + "x" * 900,
    ):
        assert read(client, f"/uz/vacancies/feed?{typed}").tag.endswith("feed")
