"""Employers, agencies and vacancies are found by number and by name in any script."""

import re

from tests.service.pages.desk_search import NOTHING, find, found
from tests.support import cast


def test_registers_are_found_by_their_numbers(as_, seeded):
    with seeded.read() as session:
        job = cast.named(session, "published").reference
    client = as_("farida")
    for text, address in (
        ("ag valid", "licences/AG-VALID"),
        ("xb 0101", "licences/AG-VALID"),
        (job.replace("-", " ").lower(), f"vetting/{job}"),
        ("J-PUBLISHED", f"vetting/{job}"),
    ):
        answer = find(client, text)
        assert answer.headers.get("location") == f"/en/desk/{address}", text
    page = found(client, "hanbit")
    (employer,) = re.findall(r'href="/en(/desk/employers/(KR-\w+))"', page)
    loose = employer[1].replace("-", " ").lower()
    assert find(client, loose).headers["location"] == f"/en{employer[0]}"
    assert "vetting" in found(client, "ПОВАР"), "a title has no case"
    assert "Licence valid" in found(client, "олтин йул")
    assert "Oltin" in found(client, "Oltim Yul"), "a misspelt name, if nothing else is found"


def test_an_agency_finds_only_its_own(as_, seeded):
    with seeded.read() as session:
        own, other = (cast.named(session, name).reference for name in ("published", "cook"))
    client = as_("hamid")
    assert find(client, own).headers["location"] == f"/en/desk/own/vacancies/{own}"
    assert "Welder" in found(client, "welder")
    for text in (
        other,
        "Повар",
        "AG-VALID",
        "AG-STATE",
        "XB-0106",
        cast.CLAIM,
        "Alisher",
        "Hanbit",
    ):
        assert NOTHING in found(client, text), text


def test_staff_without_a_desk_for_it_are_led_to_the_public_page(as_, seeded):
    with seeded.read() as session:
        shown, paused = (cast.named(session, name).reference for name in ("published", "paused"))
    client = as_("barno")
    assert find(client, shown).headers["location"] == f"/en/vacancies/{shown}"
    assert NOTHING in found(client, paused)
    assert find(client, "XB-0101").headers["location"] == "/en/agencies/AG-VALID"
