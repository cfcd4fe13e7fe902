"""Records of every kind open by their reference."""

import re

from sqlalchemy import select
from sqlmodel import col

from service.casework.scope.advice_tables import Session as AdviceSession
from service.pages.desk.record_search.found_by_reference import KINDS
from tests.service.pages.desk_search import find, found
from tests.support import cast


def test_accounts_and_entries_are_found_by_whoever_may_read_them(as_):
    page = found(as_("laylo"), "Chinora")
    (account,) = re.findall(r"/en/desk/accounts/(U-\w+)", page)
    for text in (account.lower(), cast.email("chinora").upper()):
        assert find(as_("laylo"), text).headers["location"] == f"/en/desk/accounts/{account}"
    entries = find(as_("komila"), "w a2l3s4h5").headers["location"]
    assert entries == f"/en/desk/journal?reference={cast.CLAIM}"


def test_each_kind_opens_a_page_of_the_same_permission(as_):
    pages = {
        re.sub(r"{\w+}", "[^/]+", route.path_format): handler.opt["permission"]
        for route in as_("iroda").app.routes
        for handler in getattr(route, "route_handlers", ())
        if "GET" in handler.http_methods
    }
    for kind in KINDS:
        path = f"/en/{kind.address.partition('?')[0].format('X', 'Y')}"
        needed = {permission for page, permission in pages.items() if re.fullmatch(page, path)}
        assert kind.permission in needed, kind.address


def test_a_session_opens_for_whoever_logged_it(as_, seeded):
    with seeded.read() as session:
        own, matter = session.execute(
            select(col(AdviceSession.reference), col(AdviceSession.matter)).where(
                col(AdviceSession.country) == "RU"
            )
        ).one()
    for typed in (own.replace("-", "").lower(), matter):
        opened = find(as_("barno"), typed)
        assert opened.headers["location"] == f"/en/desk/advice/{own}", typed
