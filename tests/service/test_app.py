"""The service put together: what every answer carries, and what stays shut."""

import re

import msgspec
import pytest
from litestar import Router
from litestar.routes import HTTPRoute
from litestar.testing import TestClient

from catalog.core import vault
from service import app
from service.infra import locks
from service.infra.database import lock_file
from service.infra.locks import AlreadyLocked
from service.infra.settings import WrongSetting
from service.web import assets
from tests.conftest import write_key
from tests.support import source_tree


def test_the_description_of_the_routes_can_be_read(client):
    answer = client.get("/schema/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


# Every kind of answer there is: method, address, status (trust.md T-15).
SWEEP = [
    ("GET", "/", 303),
    ("GET", "/en/", 200),
    ("HEAD", "/en/", 200),
    ("GET", "/en/vacancies?q=welder", 200),
    ("GET", "/en/vacancies/V-NOBODY", 404),
    ("GET", "/nowhere", 404),
    ("GET", "/fr/", 404),
    ("PUT", "/en/danger", 405),
    ("DELETE", "/api/v1/vacancies", 405),
    ("TRACE", "/en/", 405),
    ("OPTIONS", "/api/v1/vacancies", 204),
    ("POST", "/en/offers/report", 422),
    ("GET", "/en/desk", 401),
    ("GET", "/api/v1/wages/W-NOBODY", 401),
    ("GET", "/metrics", 401),
    ("GET", "/health/live", 200),
    ("GET", "/health/ready", 200),
    ("GET", "/robots.txt", 200),
    ("GET", "/sitemap.xml", 200),
    ("GET", assets.address("musofir.css"), 200),
    ("GET", "/static/x/musofir.css", 404),
    ("GET", "/api/v1/vacancies", 200),
    ("GET", "/api/v1/nothing", 404),
    ("POST", "/api/v1/wages", 415),
    ("GET", "/schema/openapi.json", 200),
    ("GET", "/en/report/2026", 200),
    ("GET", "/%00", 404),
    ("GET", "/en/%ff", 404),
]
TABLE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "strict-transport-security": "max-age=63072000; includeSubDomains",
}
POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
KINDS = {
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
    "text/css; charset=utf-8",
    "application/xml; charset=utf-8",
    "application/json",
    "application/problem+json",
    "application/vnd.oai.openapi+json",
}


@pytest.fixture
def by_https(routes, settings, clock):
    """A browser before a service that is known by https."""
    result = msgspec.structs.replace(settings, public_url="https://testserver.local")
    with TestClient(app.attach_state(routes, result, clock)) as client:
        client.follow_redirects = False
        yield client


@pytest.mark.parametrize(("method", "path", "status"), SWEEP)
def test_every_answer_carries_every_header_once(by_https, method, path, status):
    answer = by_https.request(method, path)
    assert answer.status_code == status
    assert {name: answer.headers.get_list(name) for name in TABLE} == {
        name: [value] for name, value in TABLE.items()
    }
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY
    assert answer.headers["x-request-id"]
    assert answer.headers["cache-control"]
    assert answer.headers.get("content-type") in KINDS or not answer.content
    assert "server" not in answer.headers


def test_an_answer_that_broke_carries_them_too(by_https, monkeypatch):
    monkeypatch.setattr("catalog.reference.countries.destinations", lambda *_told: 1 / 0)
    for status, answer in (
        (500, by_https.get("/en/danger")),
        (413, by_https.post("/en/offers/report", content=b"x" * 1_000_001)),
        (415, by_https.post("/api/v1/wages", content="x", headers={"content-type": "text/plain"})),
        (
            304,
            by_https.get(
                "/en/agencies",
                headers={"if-none-match": by_https.get("/en/agencies").headers["etag"]},
            ),
        ),
        (400, by_https.get("/en/", headers={"host": "evil.example"})),
    ):
        assert answer.status_code == status
        assert {name: answer.headers[name] for name in TABLE} == TABLE


def test_no_variable_of_the_framework_shows_people_our_faults(settings, clock, monkeypatch):
    for name in ("LITESTAR_DEBUG", "LITESTAR_PDB"):
        monkeypatch.setenv(name, "1")
    made = app.create_app(settings, clock)
    assert (made.debug, made.pdb_on_exception) == (False, False)


@pytest.mark.parametrize(
    ("name", "path"), [("komila", "/en/desk/journal.csv"), ("alisher", "/en/me/file.json")]
)
def test_what_is_taken_away_is_a_file_and_no_page(as_, name, path):
    answer = as_(name).post(path)
    assert re.fullmatch(
        r'attachment; filename="[A-Za-z0-9.-]+"', answer.headers["content-disposition"]
    )
    assert (answer.headers["x-content-type-options"], answer.headers["cache-control"]) == (
        "nosniff",
        "no-store",
    )
    assert answer.headers["content-type"].split(";")[0] in ("text/csv", "application/json")


def test_where_people_do_not_come_by_https_nothing_is_promised_of_it(client):
    answer = client.get("/en/")
    assert "strict-transport-security" not in answer.headers
    assert "Secure" not in answer.headers["set-cookie"]


def test_by_https_the_language_travels_by_nothing_else(by_https):
    assert "; Secure" in by_https.get("/en/").headers["set-cookie"]


def test_what_is_private_is_kept_by_nobody(client, as_):
    assert as_("chinora").get("/en/desk/wages").headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}]
)
def test_a_form_on_somebody_elses_site_cannot_act_here(client, headers):
    assert (
        client.post("/uz/offers/report", data={"recruiter": "x"}, headers=headers).status_code
        == 403
    )


def test_a_body_that_is_too_large_is_not_read(client):
    assert client.post("/uz/offers/report", content=b"x" * 1_000_001).status_code == 413


def test_a_host_that_is_not_ours_is_not_answered(routes, settings, clock):
    result = msgspec.structs.replace(settings, allowed_hosts=("musofir.uz",))
    with TestClient(app.attach_state(routes, result, clock)) as client:
        assert client.get("/health/live", headers={"host": "evil.example"}).status_code == 400
        assert client.get("/health/live", headers={"host": "musofir.uz"}).status_code == 200


def test_a_process_that_does_not_start_says_by_what_kind_of_fault(
    routes, settings, clock, monkeypatch, caplog
):
    def fail(_app_state):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(app.pages, "prepare", fail)
    with (
        pytest.RaisesGroup(OSError, flatten_subgroups=True),
        TestClient(app.attach_state(routes, settings, clock)),
    ):
        pass
    (line,) = [one for one in caplog.records if one.levelname == "CRITICAL"]
    assert (line.message, line.exc_info[0]) == ("this process does not start", OSError)


def test_records_that_are_being_put_in_place_are_not_served(routes, settings, clock, seeded):
    if not seeded.sqlite:
        pytest.skip("PostgreSQL has its own tools for backups")
    with (
        locks.lock(lock_file(seeded.file), alone=True),
        pytest.RaisesGroup(AlreadyLocked, flatten_subgroups=True),
        TestClient(app.attach_state(routes, settings, clock)),
    ):
        pass


def test_another_master_key_serves_nobody(routes, settings, clock, seeded):
    with seeded.write() as session:
        vault.set_up(session)
    write_key(settings.home, bytes(32))
    with (
        pytest.RaisesGroup(WrongSetting, flatten_subgroups=True),
        TestClient(app.attach_state(routes, settings, clock)),
    ):
        pass


def _passed(path: str) -> int:
    """How many bytes the nginx of the book lets through to this address."""
    book = (source_tree.ROOT / "docs" / "running.md").read_text()
    places = re.findall(r"location ~ (\S+) \{\s+client_max_body_size (\d+)m;", book)
    size = next(
        (size for place, size in places if re.search(place, path)),
        re.findall(r"client_max_body_size (\d+)m;", book)[0],
    )
    return int(size) * 2**20


def test_the_proxy_of_the_book_lets_through_what_the_service_takes(routes):
    large = {
        (
            re.sub(r"\{lang:str\}", "en", re.sub(r"\{(?!lang)[^}]+\}", "X-1", route.path)),
            handler.request_max_body_size,
        )
        for route in routes.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if isinstance(handler.request_max_body_size, int)
        and handler.request_max_body_size > app.MAX_BODY
    }
    assert len(large) == 8
    assert {
        path: size for path, size in large if not size <= _passed(path) <= 1.3 * size + 2**20 * 7
    } == {}
    assert app.MAX_BODY <= _passed("/en/offers/report") < 1.1 * app.MAX_BODY


def test_a_serving_process_sends_messages_and_looks_at_its_files(
    routes, settings, clock, monkeypatch
):
    """The other tests have a client without any of it."""
    started = []

    async def begin(name):
        started.append(name)

    for module, name in (
        (app.outside, "send_continuously"),
        (app.file_maintenance, "run_rescans"),
        (app.readiness, "watch_database_file"),
        (app.readiness, "save_heads_hourly"),
    ):
        monkeypatch.setattr(module, name, lambda *_given, name=name: begin(name))
    monkeypatch.setattr(app.pages, "warm", lambda _state: started.append("warm"))
    with TestClient(app.attach_state(routes, settings, clock)) as client:
        assert client.get("/health/live").status_code == 200
    assert sorted(started) == [
        "run_rescans",
        "save_heads_hourly",
        "send_continuously",
        "warm",
        "watch_database_file",
    ]


def test_handlers_are_mapped_as_litestar_maps_them(routes):
    """A path whose second handler replaced the first in the map would answer one method only."""
    assert routes.route_handler_method_map == Router.route_handler_method_map.fget(routes)
