"""Licences at the desk: an order holds from the next request."""

import re

import pytest

PAGE = "/en/desk/licences/AG-VALID"
ORDER = {"kind": "suspend", "starts_on": "2026-11-25", "reason": "Took money from workers", "once": "k" * 20}
PUBLIC = "/en/agencies/AG-VALID"


def test_a_suspension_is_seen_by_the_very_next_reader_and_can_be_lifted(as_):
    assert "Licence suspended" not in as_().get(PUBLIC).text
    client = as_("farida")
    for _ in range(2):
        assert client.post(f"{PAGE}/orders", data=ORDER).status_code == 303
    assert as_().get(PUBLIC).text.count("Licence suspended") >= 1
    page = as_("farida").get(PAGE).text
    assert page.count("Took money from workers") == 1
    number = re.search(r"orders/(\d+)/lift", page)[1]
    assert as_("farida").post(f"{PAGE}/orders/{number}/lift").status_code == 303
    assert "Licence suspended" not in as_().get(PUBLIC).text


def test_an_order_without_reason_is_refused_and_kept(as_):
    page = as_("farida").post(f"{PAGE}/orders", data=ORDER | {"reason": "", "number": "12-typed"})
    assert page.status_code == 422
    assert "12-typed" in page.text
    assert 'href="#reason"' in page.text


def test_what_one_officer_may_not_order_is_refused(as_):
    assert as_("farida").post(f"{PAGE}/orders", data=ORDER | {"kind": "revoke"}).status_code == 422


def test_an_order_of_another_agency_cannot_be_lifted_here(as_):
    number = re.search(r"orders/(\d+)/lift", as_("farida").get("/en/desk/licences/AG-SUSPENDED").text)[1]
    assert as_("farida").post(f"{PAGE}/orders/{number}/lift").status_code == 404


def test_an_agency_is_found_by_name(as_):
    page = as_("farida").get("/en/desk/licences?q=oltin yo'l").text
    assert "Oltin Yoʻl" in page
    assert "Kumush" not in page


@pytest.mark.parametrize(("name", "status"), [(None, 401), ("iroda", 403), ("hamid", 403)])
def test_only_a_licensing_officer_gives_orders(as_, name, status):
    assert as_(name).post(f"{PAGE}/orders", data=ORDER).status_code == status


def test_there_is_nothing_to_order_where_there_is_no_licence(as_):
    assert as_("farida").get("/en/desk/licences/NOBODY").status_code == 404
    assert as_("farida").post("/en/desk/licences/AG-UNLICENSED/orders", data=ORDER).status_code == 404


def test_an_order_has_one_full_stop_and_its_form_a_fresh_key(as_):
    client = as_("farida")
    client.post(f"{PAGE}/orders", data=ORDER | {"until": "2026-12-25"})
    page = client.post(f"{PAGE.replace('/en/', '/ru/')}/orders", data=ORDER | {"reason": ""})
    assert "г.." not in page.text
    assert "г. · Took money" in page.text
    assert ORDER["once"] not in page.text
