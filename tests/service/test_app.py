"""The house put together: what every answer carries, and what stays shut."""

import msgspec
import pytest
from litestar.testing import TestClient

from service import app


def test_the_description_of_the_doors_can_be_read(client):
    answer = client.get("/schema/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "permissions-policy", "x-request-id")


@pytest.mark.parametrize("path", ["/uz/", "/health/live", "/api/v1/nothing", "/nowhere", "/fr/"])
def test_every_answer_carries_its_headers(client, path):
    answer = client.get(path)
    assert [name for name in HEADERS if not answer.headers.get(name)] == []


def test_what_is_private_is_kept_by_nobody(client, as_):
    assert as_("chinora").get("/en/desk/wages").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_a_form_on_somebody_elses_site_cannot_act_here(client, headers):
    assert client.post("/uz/offers/report", data={"recruiter": "x"}, headers=headers).status_code == 403


def test_a_body_that_is_too_large_is_not_read(client):
    assert client.post("/uz/offers/report", content=b"x" * 1_000_001).status_code == 413


def test_a_host_that_is_not_ours_is_not_answered(settings, clock):
    told = msgspec.structs.replace(settings, allowed_hosts=("musofir.uz",))
    with TestClient(app.create(told, clock)) as client:
        assert client.get("/health/live", headers={"host": "evil.example"}).status_code == 400
        assert client.get("/health/live", headers={"host": "musofir.uz"}).status_code == 200
