"""The desk's first page: what waits, by role."""

import html
import re

import pytest

from service.approvals import decision_queues
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.shared import desk_page
from tests.support import cast


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/en/desk").status_code == 401


@pytest.mark.parametrize(
    ("name", "sees", "not_sees"),
    [
        ("chinora", "claim is overdue|claims are overdue", "vacancies are waiting"),
        ("barno", "Log a session", "claims are overdue"),
        ("farida", "vacancies are waiting|vacancy is waiting", "Log a session"),
        ("jamshid", "Sign, publish and export", "claims are overdue"),
        ("hamid", "12 monthly returns are overdue", "Morning list"),
        ("komila", "Who did what, and who viewed what", "The year in figures"),
        ("alisher", "Follow my claim", "Licences"),
    ],
)
def test_each_role_has_its_own(as_, name, sees, not_sees):
    page = as_(name).get("/en/desk").text.split("<main")[1]
    assert any(part in page for part in sees.split("|"))
    assert not_sees not in page


@pytest.mark.parametrize("name", sorted(set(cast.PEOPLE) - {"alisher", "rustam", "mallory"}))
def test_from_every_page_of_the_desk_each_other_one_is_reached_by_one_link(as_, name):
    nav = as_(name).get("/en/desk").text.split('<nav class="desk"')[1].split("</nav>")[0]
    links = re.findall('href="([^"]+)"', nav)
    assert sorted(links) == sorted(set(links))


def test_second_approvals_are_linked_only_for_whoever_can_decide_something(as_):
    kinds = {one.permission for one in decision_queues.QUEUES} | {Permission.APPROVALS_DECIDE}
    assert kinds == access.DECISIONS
    for name, linked in (("komila", False), ("nodira", True), ("iroda", True)):
        nav = as_(name).get("/en/desk").text.split('<nav class="desk"')[1].split("</nav>")[0]
        assert ('href="/en/desk/approvals"' in nav) is linked, name


def test_what_is_late_is_counted_within_the_post(as_, clock):
    clock.forward(hours=11)
    assert '<span class="big">0</span> claims are overdue' in as_("davron").get("/en/desk").text
    clock.forward(hours=24)
    assert '<span class="big">1</span> claim is overdue' in as_("elyor").get("/en/desk").text
    assert '<span class="big">0</span> claims are overdue' in as_("davron").get("/en/desk").text


@pytest.mark.parametrize("name", ["barno", "chinora", "elyor", "iroda", "farida", "gulnora"])
def test_a_card_leads_to_a_list_of_what_it_counts(as_, clock, name):
    clock.forward(days=40)
    client = as_(name)
    page = client.get("/en/desk").text.split("<main")[1]
    cards = re.findall(r'href="([^"?]*\?[^"]+)"><strong><span class="big">\s*(\d+)', page)
    for address, number in cards:
        rows = client.get(html.unescape(address)).text
        bar = rows.split('class="list-bar"')[1]
        assert int(re.search(r"<p>\s*(\d+) ", bar).group(1)) == int(number), address
    if name in ("chinora", "iroda", "elyor"):
        assert "/en/desk/wages?overdue=yes" in dict(cards)


def test_officers_are_named(seeded):
    with seeded.read() as session:
        assert desk_page.officer_names(session, {cast.BARNO.account, "nobody"}) == {}


def test_the_desk_is_kept_by_no_browser(as_):
    assert as_("chinora").get("/en/desk").headers["cache-control"] == "no-store"
