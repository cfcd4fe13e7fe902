"""Every list of the desk has an order in which each row has one place."""

from datetime import UTC, datetime

from sqlalchemy import create_engine
from sqlmodel import Session, SQLModel

from catalog.core.actor import Actor, Role
from i18n import Language
from service.infra import access
from service.pages.desk.lists import views
from service.web.lists import list_view
from service.web.lists.list_view import KnownRows, Order, Reading
from service.web.reader import Reader

# Lists that grow by thousands a year: each opens in an order that an index gives.
LONG = (
    *("wages", "sessions", "contacts", "group_sessions", "events"),
    *("questions", "applications", "placements", "check_ins"),
)


def test_every_order_ends_with_a_key_so_that_no_row_is_on_two_pages():
    lists = [one for one in views.VIEWS.values() if not isinstance(one.query, KnownRows)]
    assert len(lists) > 20
    for view in lists:
        ends = {str(one).removesuffix(" DESC").rpartition(".")[2] for one in view.query.key}
        tables = [one["entity"] for one in view.query.rows.column_descriptions]
        keys = [{column.name for column in one.__table__.primary_key} for one in tables if one]
        assert any(key <= ends for key in keys), (view.name, ends)


def test_a_column_that_claims_an_index_is_read_in_its_order():
    """Else a list of 200,000 rows is sorted whole for each page. An office's own rows are few."""
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    whole, seen = [], 0
    with Session(engine) as session:
        for view in views.VIEWS.values():
            for by in readers(view):
                for column in view.columns:
                    if column.indexed and not isinstance(view.query, KnownRows):
                        seen += 1
                        plan = plan_of(session, view, Order(column, descending=True), by)
                        if "USE TEMP B-TREE FOR ORDER BY" in plan:
                            whole.append((view.name, column.key, by.role.value))
    engine.dispose()
    assert seen > 10
    assert whole == []
    usual = {name: list_view.order_of(views.VIEWS[name], {}) for name in LONG}
    assert [name for name, order in usual.items() if not order.column.indexed] == []


def readers(view):
    roles = (Role.SUPERVISOR, Role.LICENSING_OFFICER, Role.STATISTICIAN, Role.ADMINISTRATOR)
    actors = [Actor("U-1", role, "Somebody") for role in roles]
    return [by for by in actors if access.allows(by, view.permission)]


def plan_of(session, view, order, by):
    reader = Reader(Language.EN, lambda _country, city: city)
    reading = Reading(None, session, by, reader, datetime(2026, 11, 30, tzinfo=UTC))
    rows = view.query.rows.where(*view.query.terms(reading, view.filter()))
    ordered = rows.order_by(*order.terms(), *view.query.key).limit(50)
    sql = str(ordered.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
    explained = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}".replace("%%", "%"))
    return [row[3] for row in explained]
