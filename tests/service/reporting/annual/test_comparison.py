"""A figure beside that of another year: the change on the same definition, a break on another
one."""

import msgspec
import pytest

from service.reporting.annual import comparison
from service.reporting.annual.years import Year
from service.reporting.figures.figures import Figure, Meaning, Unit


def year_with(year: int, *figures: Figure, **editions: int) -> Year:
    known = {"sessions": Unit.SESSION, "by_country": Unit.CLAIM, "rate": Unit.RATE}
    meanings = {key: Meaning(key, key, unit, editions.get(key, 1)) for key, unit in known.items()}
    return Year(year, "closed", list(figures), [], [], meanings)


def part(country: str, value: int | None) -> Figure:
    return Figure("by_country", value, Unit.CLAIM, dimension={"country": country})


def compared(now: Year, before: Year) -> dict[str, tuple[int | None, int | None, int | None, bool]]:
    return {
        "/".join(one.figure.name).rstrip("/"): (
            one.figure.value,
            one.earlier,
            one.change,
            one.breaks,
        )
        for one in comparison.compare_years(now, before)
    }


SESSIONS = Figure("sessions", 9, Unit.SESSION)


def test_the_change_is_told_and_a_part_that_was_not_there_was_nought():
    now = year_with(2025, SESSIONS, part("KR", 5), part("RU", 7))
    before = year_with(
        2024, msgspec.structs.replace(SESSIONS, value=12), part("KR", 4), part("PL", 3)
    )
    assert compared(now, before) == {
        "sessions": (9, 12, -3, False),
        "by_country/KR": (5, 4, 1, False),
        "by_country/PL": (0, 3, -3, False),
        "by_country/RU": (7, 0, 7, False),
    }


def test_on_another_edition_there_is_a_break_and_no_change():
    now, before = (
        year_with(2025, SESSIONS, sessions=2),
        year_with(2024, msgspec.structs.replace(SESSIONS, value=12)),
    )
    assert compared(now, before) == {"sessions": (9, 12, None, True)}


def test_a_definition_that_only_one_year_knows_is_a_break():
    before = year_with(2024)
    before.meanings.pop("sessions")
    assert compared(year_with(2025, SESSIONS), before) == {"sessions": (9, None, None, True)}


@pytest.mark.parametrize(("now", "then"), [(None, 3), (12, None), (None, None)])
def test_by_a_hidden_number_no_change_is_told(now, then):
    assert (
        compared(year_with(2025, part("KR", now)), year_with(2024, part("KR", then)))[
            "by_country/KR"
        ][2]
        is None
    )


def test_no_rate_is_not_a_rate_of_nought():
    rate = Figure("rate", 5_000, Unit.RATE, currency="RUB", dimension={"currency": "RUB"})
    assert compared(year_with(2025, rate), year_with(2024)) == {
        "rate/RUB": (5_000, None, None, False)
    }


def test_what_was_frozen_stands_beside_what_the_records_say_today():
    kept = year_with(2025, SESSIONS, part("KR", 5))
    now = year_with(2025, msgspec.structs.replace(SESSIONS, value=10), part("KR", 5), part("UZ", 1))
    before = year_with(2024, msgspec.structs.replace(SESSIONS, value=12))
    found = {one.figure.name: one for one in comparison.list_lines(kept, now, before)}
    assert [
        (one.figure.value, one.today, one.late, one.compared.change) for one in found.values()
    ] == [
        (9, 10, True, -3),
        (5, 5, False, 5),
        (0, 1, True, None),
    ]
    assert not any(one.late for one in comparison.list_lines(now, now, None))
