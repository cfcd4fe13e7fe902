"""Recruiters as a citizen sees them."""

import pytest


def test_an_exact_name_is_licensed(client):
    for typed in ("oltin yol bandlik", "№XB-0101", "N° XB-0101"):
        page = client.get("/en/agencies", params={"q": typed}).text
        assert "Allowed to recruit in Uzbekistan today" in page, typed


def test_a_name_that_is_only_alike_is_never_called_licensed(client):
    page = client.get("/en/agencies?q=oltin yoli bandlik").text
    assert "Allowed to recruit in Uzbekistan today" not in page
    assert "Oltin Yoʻl Bandlik MCHJ" in page


def test_a_licence_of_dhaka_does_not_count_here(client):
    page = client.get("/en/agencies?q=RL-434").text
    assert "Registered in another country only" in page
    assert "does not allow it to recruit in Uzbekistan" in page


def test_the_register_shows_first_who_may_recruit_today(client):
    page = client.get("/en/agencies").text
    assert page.index("Oltin Yoʻl") < page.index("Qora Bulut")


@pytest.mark.parametrize("page", ["0", "-1", "99999999999999999999", "x"])
def test_a_page_that_is_not_there_is_no_error(client, page):
    assert client.get(f"/en/agencies?page={page}").status_code in (200, 400)


def test_one_recruiter_has_a_page_with_its_decisions(client):
    page = client.get("/en/agencies/AG-SUSPENDED").text
    assert "is not allowed to recruit in Uzbekistan today" in page
    assert "suspended" in page


def test_an_unknown_recruiter_is_a_404_page(client):
    assert client.get("/ru/agencies/AG-NOBODY").status_code == 404


def test_past_the_end_of_the_register_the_way_back_leads_to_its_last_page(client):
    page = client.get("/en/agencies?page=99").text
    assert 'rel="prev" href="/en/agencies?page=1"' in page
