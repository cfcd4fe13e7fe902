"""A cell of a list: on the page it is words and never markup, in a file it is data."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import escape

from i18n import Language
from service.web.lists import list_cells, list_table
from service.web.lists.list_cells import (
    Country,
    Due,
    Foreign,
    Labelled,
    Link,
    Money,
    Reader,
    Reference,
    Sentence,
    Stamp,
)
from service.web.lists.list_view import Column

READER = Reader(Language.EN, lambda _country, city: city)
DAY = date(2026, 11, 25)
EVIL = '<script>alert("x")</script>'


@pytest.mark.parametrize(
    ("cell", "shown", "written"),
    [
        (None, "", ""),
        ("", "", ""),
        (1234, "1,234", "1234"),
        (DAY, "25\u00a0Nov\u00a02026", "2026-11-25"),
        (datetime(2026, 11, 25, 6, tzinfo=UTC), "25 November 2026, 11:00", "2026-11-25 11:00"),
        (Money(123456, "USD"), "$1,234.56", "1234.56 USD"),
        (Money(5000, "KRW"), "₩5,000", "5000 KRW"),
        (Country("KR", "Busan"), "South Korea, Busan", "South Korea, Busan"),
        (Labelled("yes_no", "nonsense"), "nonsense", "nonsense"),
        (Sentence("Yes"), "Yes", "Yes"),
        (Reference("W-1"), '<span class="ref">W-1</span>', "W-1"),
        (Due(DAY, DAY), '<span class="stamp due soon">due today</span>', "2026-11-25"),
        (Link("a", "/desk/wages/W-1"), '<a href="/en/desk/wages/W-1">a</a>', "a"),
        (("a", None, "b"), "a<br>b", "a; b"),
        (Foreign("Сварщик", "ru"), '<span lang="ru">Сварщик</span>', "Сварщик"),
        (Foreign("Welder", "en"), "Welder", "Welder"),
    ],
)
def test_a_value_is_shown_in_words_and_written_as_data(cell, shown, written):
    assert list_cells.html(cell, READER) == shown
    assert list_cells.data(cell, READER) == written


def test_what_somebody_typed_is_never_markup():
    cells = (EVIL, Link(EVIL, f"/{EVIL}"), Stamp(EVIL), Foreign(EVIL, EVIL), Reference(EVIL))
    for cell in (*cells, (EVIL, EVIL), Country("KR", EVIL), Labelled("topic", EVIL)):
        assert "<script" not in list_cells.html(cell, READER), cell
    column = Column(key="k", label=EVIL, cell=lambda row: row)
    row = list_table.body([column], [EVIL], READER, {}, "")
    assert "<script" not in row
    assert row.count(str(escape(EVIL))) == 2
