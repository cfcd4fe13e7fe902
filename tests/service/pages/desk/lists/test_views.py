"""Every list of the desk has an order in which each row has one place."""

from service.pages.desk.lists import views
from service.web.lists.list_view import KnownRows


def test_every_order_ends_with_a_key_so_that_no_row_is_on_two_pages():
    lists = [one for one in views.VIEWS.values() if not isinstance(one.query, KnownRows)]
    assert len(lists) > 20
    for view in lists:
        ends = {str(one).removesuffix(" DESC").rpartition(".")[2] for one in view.query.key}
        tables = [one["entity"] for one in view.query.rows.column_descriptions]
        keys = [{column.name for column in one.__table__.primary_key} for one in tables if one]
        assert any(key <= ends for key in keys), (view.name, ends)
