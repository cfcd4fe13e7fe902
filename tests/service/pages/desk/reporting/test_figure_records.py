"""The list behind a figure: references without names, a link for whoever may open the record, and
no protected case."""

import re

import pytest
from sqlalchemy import select

from catalog.core.journal import Entry
from service.reporting.annual import drill_down
from tests.service.reporting import past
from tests.service.reporting.past import YEAR

PAGE = f"/en/desk/report/{YEAR}/figures"


@pytest.fixture(autouse=True)
def claims(seeded):
    with seeded.write() as session:
        return {name: one.reference for name, one in past.lived(session).items()}


def listed(page: str) -> list[str]:
    return [
        re.sub("<[^>]+>", "", one).strip()
        for one in re.findall(r'<li class="ref">(.*?)</li>', page, re.DOTALL)
    ]


def test_a_supervisor_opens_the_records_and_a_statistician_sees_references_alone(as_, claims):
    page = as_("iroda").get(f"{PAGE}/wages.claims_filed").text
    assert sorted(listed(page)) == sorted(claims.values())
    for one in claims.values():
        assert f'href="/en/desk/wages/{one}"' in page
        assert as_("iroda").get(f"/en/desk/wages/{one}").status_code == 200
    page = as_("jamshid").get(f"{PAGE}/wages.claims_filed").text
    assert sorted(listed(page)) == sorted(claims.values())
    assert "/desk/wages/" not in page
    for name in ("Worker", "Anvar", "Severny"):
        assert name not in page


@pytest.mark.parametrize(
    ("key", "address"),
    [
        ("advice.sessions", "desk/advice"),
        ("vacancies.published", "desk/vetting"),
        ("licences.active", "agencies"),
    ],
)
def test_what_is_linked_can_be_opened(as_, key, address):
    year = PAGE.replace(str(YEAR), "2026") if key == "vacancies.published" else PAGE
    page = as_("iroda").get(f"{year}/{key}").text
    links = re.findall(rf'href="(/en/{address}/[^"]+)">', page)
    assert len(links) == len(listed(page)) > 0
    assert {as_("iroda").get(link).status_code for link in links} == {200}


def test_one_part_of_a_figure_has_its_own_list(as_, claims):
    page = as_("jamshid").get(f"{PAGE}/wages.claims_by_country?part=KR").text
    assert listed(page) == [claims["kept"]]
    assert "South Korea" in page
    assert "Russia" not in page
    assert listed(as_("jamshid").get(f"{PAGE}/wages.claims_by_country?part=TR").text) == []
    assert as_("jamshid").get(f"{PAGE}/wages.claims_filed?part=TR").status_code == 404


def test_the_list_is_turned_page_by_page(as_, monkeypatch):
    monkeypatch.setattr(drill_down, "PAGE", 3)
    first = as_("jamshid").get(f"{PAGE}/advice.sessions").text
    following = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = as_("jamshid").get(f"{PAGE}/advice.sessions{following}").text
    assert (len(listed(first)), len(listed(second))) == (3, 1)
    assert not set(listed(first)) & set(listed(second))
    assert 'rel="next"' not in second


def test_protected_cases_are_a_total_for_all_but_the_protection_officer_who_is_noted(as_, seeded):
    for name in ("iroda", "jamshid"):
        page = as_(name).get(f"{PAGE}/harm.handed_over").text
        assert listed(page) == []
        assert "F-" not in page
        assert "You can see only the numbers." in page
    page = as_("nodira").get(f"{PAGE}/harm.handed_over").text
    assert len(listed(page)) == 1
    assert f'href="/en/desk/cases/{listed(page)[0]}"' in page
    assert listed(as_("nodira").get(f"{PAGE}/wages.claims_filed").text) == []
    with seeded.read() as session:
        noted = session.execute(select(Entry).where(Entry.noun == "figure")).scalars().all()
        assert [(one.act, one.reference, one.role) for one in noted] == [
            ("open", "harm.handed_over", "protection_officer")
        ]


def test_the_year_links_to_the_lists_its_reader_may_see(as_):
    whole = f"/en/desk/report/{YEAR}"
    assert f"{PAGE}/wages.claims_by_country?part=KR" in as_("jamshid").get(whole).text
    assert f"{PAGE}/harm" not in as_("jamshid").get(whole).text
    page = as_("nodira").get(whole).text
    assert f"{PAGE}/harm.handed_over" in page
    assert f"{PAGE}/wages" not in page


def test_what_is_frozen_stands_beside_what_the_records_say_today(as_, seeded):
    with seeded.write() as session:
        past.close(session)
        past.place(session, "K-9")
    page = as_("jamshid").get(f"{PAGE}/placements.total").text
    assert re.findall(r'<td class="n">\s*([0-9]+)\s*</td>', page) == ["2", "3"]
    assert "The figures for the year were frozen on 25 November 2026." in page


@pytest.mark.parametrize(
    "key", ["nothing", "advice", "advice.sessions.x", "%00", "x" * 300, "wages.claims_filed'--"]
)
def test_what_is_no_figure_is_not_there(as_, key):
    assert as_("jamshid").get(f"{PAGE}/{key}").status_code in (400, 404)


@pytest.mark.parametrize(
    "asked", ["after=x", "after=%00", "after=-1", f"after={'9' * 40}", "after=", "part=%00"]
)
def test_a_page_that_is_none_is_not_there(as_, asked):
    assert as_("jamshid").get(f"{PAGE}/advice.contacts?{asked}").status_code in (400, 404)
    assert as_("jamshid").get(f"{PAGE}/wages.claims_by_country?{asked}").status_code in (
        200,
        400,
        404,
    )


@pytest.mark.parametrize("year", ["1999", "2027", "99999999999999999999"])
def test_a_year_that_is_none_is_not_there(as_, year):
    assert as_("jamshid").get(f"/en/desk/report/{year}/figures/advice.sessions").status_code == 404


@pytest.mark.parametrize(
    "name", ["barno", "chinora", "elyor", "komila", "laylo", "hamid", "alisher", "farida"]
)
def test_nobody_else_sees_it(as_, name):
    assert as_(name).get(f"{PAGE}/wages.claims_filed").status_code == 403


@pytest.mark.parametrize("lang", ["uz", "uz-Cyrl", "ru", "kaa"])
def test_it_opens_in_every_language(as_, lang):
    address = f"{PAGE}/wages.claims_by_country?part=KR".replace("/en/", f"/{lang}/")
    assert as_("jamshid").get(address).status_code == 200
