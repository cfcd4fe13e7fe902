"""The navigation of the desk leads each role to every page it may open, and to no other."""

import re
from datetime import date

from catalog.core.actor import Actor, Role
from service.infra import access
from service.web import desk_nav

DESK = [role for role in Role if access.Permission.DESK_OPEN in access.ROLES[role]]


def test_each_role_finds_all_it_may_open_and_nothing_else():
    for role in DESK:
        may = access.permissions(Actor("U-1", role, "Somebody"))
        nav = desk_nav.build(role, may, date(2026, 1, 1))
        shown = {one.path for one in nav.first} | {
            one.path for _section, links in nav.sections for one in links
        }
        allowed = {
            one.path.format(last_year=2025)
            for one in desk_nav.LINKS
            if {each.value for each in one.permissions} & may
        }
        assert shown == allowed, role
        assert 0 < len(nav.first) <= 6 or not allowed, role


def test_a_page_of_the_desk_leads_there_and_leaves_out_the_public_menu(as_):
    page = as_("iroda").get("/en/desk/supervision").text
    links = re.findall(r'<a href="/en(/desk[^"]*)"', page.split('<nav class="desk"')[1])
    assert links[:3] == ["/desk", "/desk/notices", "/desk/supervision"]
    assert "/en/matches" not in page.split("<footer")[1]
