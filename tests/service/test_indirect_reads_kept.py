"""What is kept to be answered again, or compared with what a browser has: it never tells one person
of another."""

from itertools import pairwise

import pytest

from service.web import context
from tests.service.infra.test_access_matrix import enter, routes
from tests.support import cast
from tests.support.intruder import sit, wear
from tests.support.route_records import address

PUBLIC = (
    "/en/",
    "/ru/vacancies",
    "/uz/agencies/AG-VALID",
    "/en/countries/KR",
    "/kaa/danger",
    "/en",
    "/uz-Cyrl/vacancies/",
)
IDENTITY = {"accept-encoding": "identity"}


def visited(client, path: str, **headers: str) -> bytes:
    """What a visitor reads who brings nothing."""
    client.cookies.clear()
    return client.get(path, headers=IDENTITY | {"cookie": "lang=en"} | headers).content


# Ways to write a cookie that one reader takes for it and another may not.
SPELT = [
    "sid={0}",
    "sid ={0}",
    " sid={0}",
    "sid\t={0}",
    "a=b;sid={0}",
    'sid="{0}"',
    "sid= {0}",
    "lang=en; sid={0}",
    ";;sid={0}",
    "sid=x; sid ={0}",
    "SID=x; sid ={0}",
    "sid={0}; sid=",
    "={0}; sid ={0}",
    "sid%20=x; sid={0}",
]


@pytest.mark.parametrize("spelt", SPELT)
def test_a_page_of_somebody_signed_in_is_kept_for_nobody_however_their_cookie_is_written(
    client, seeded, clock, spelt
):
    cookie = spelt.format(sit(seeded, clock, "barno"))
    for path in PUBLIC:
        desk, way_in = (
            f'class="me" href="/{path.split("/")[1]}/{end}"'.encode() for end in ("desk", "sign-in")
        )
        client.cookies.clear()
        mine = client.get(path, headers=IDENTITY | {"cookie": cookie})
        strangers = visited(client, path)
        assert (way_in in strangers, desk in strangers) == (True, False)
        assert (desk in mine.content) is ("etag" not in mine.headers), (
            "what is for one person is not marked to be kept"
        )


@pytest.mark.parametrize(
    "spelt",
    [
        "lang =ru",
        "lang=en; __Host-lang=ru",
        "__Host-lang=ru; lang=en",
        'lang="ru"',
        "lang=en; lang=ru",
        "lang=%72u",
    ],
)
def test_a_language_that_somebody_else_asked_for_is_not_what_others_read(client, spelt):
    path, values = "/api/v1/vacancies", {"accept-language": "en"}
    client.get(path, headers=IDENTITY | values | {"cookie": spelt})
    for cookie in ("lang=en", ""):
        assert b"Cooks" in visited(client, path, cookie=cookie, **values)
    assert "Повара".encode() in visited(client, path, cookie="lang=ru")


def test_two_readers_in_a_row_never_read_what_is_one_of_theirs(client, seeded, clock):
    """Every order of two of the cast and a visitor, at one public page."""
    cookies = {name: sit(seeded, clock, name) for name in ("alisher", "barno", "laylo")} | {"": ""}
    mine = {
        "alisher": b'/en/me"',
        "barno": b'/en/desk"',
        "laylo": b'/en/desk"',
        "": b'/en/sign-in"',
    }
    order = [name for first in cookies for second in cookies for name in (first, second)]
    for _before, name in pairwise(["", *order]):
        client.cookies.clear()
        answer = client.get(
            "/en/vacancies",
            headers=IDENTITY | {"cookie": f"{context.COOKIE}={cookies[name]}; lang=en"},
        )
        assert b'class="me" href="' + mine[name] in answer.content
        assert (answer.headers["cache-control"], "etag" in answer.headers) == (
            ("no-store", False) if name else ("no-cache", True)
        )


def test_a_mark_of_an_answer_gets_nothing_out_of_a_route_that_is_shut(client, seeded, clock):
    """Neither that of a visitor's page with a cookie, nor that of a record with somebody else's."""
    mark = client.get("/en/vacancies", headers=IDENTITY).headers["etag"]
    route, asks = f"/api/v1/wages/{cast.CLAIM}", {"if-none-match": '"1"', "if-match": '"1"'}
    wear(client, sit(seeded, clock, "elyor"), seeded)
    assert client.get("/en/vacancies", headers={"if-none-match": mark}).status_code == 200
    assert client.get(route, headers=asks).headers["etag"] == '"1"'
    for name, status in (("davron", 404), ("barno", 404), ("alisher", 403), ("laylo", 403)):
        wear(client, sit(seeded, clock, name), seeded)
        for method in ("GET", "HEAD"):
            answer = client.request(method, route, headers=asks)
            assert (answer.status_code, "etag" in answer.headers) == (status, False)
        for condition in ({"if-match": '"1"'}, {"if-match": '"7"'}, {"if-match": "*"}, {}):
            status = 403 if name == "barno" else status  # advisers amend no claim, wherever it is
            assert (
                client.patch(route, json={"city": "Kazan"}, headers=condition).status_code == status
            )


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.repeat)])
def test_whatever_a_signed_in_person_reads_is_stored_by_nobody_and_their_head_is_no_shorter(
    client, seeded, clock, world, whole
):
    """At every readable route, as one of three in turn, in `test --repeats` as each: HEAD answers
    as GET does, without its body."""
    wrong, readable = (
        [],
        [path for method, path in routes(client) if method == "GET" and path != "/metrics"],
    )
    for turn, actor in enumerate(("citizen", "attache", "administrator")):
        headers = enter(seeded, clock, actor) | IDENTITY
        for path in readable if whole else readable[turn::3]:
            client.cookies.clear()
            full, head = (
                client.request(one, address(path, world), headers=headers)
                for one in ("GET", "HEAD")
            )
            stored = full.headers["cache-control"] != "no-store" and "/static/" not in path
            same = (full.status_code, full.headers["content-type"]) == (
                head.status_code,
                head.headers["content-type"],
            )
            if stored or not same or head.content:
                wrong.append(
                    (
                        actor,
                        path,
                        full.headers["cache-control"],
                        full.status_code,
                        head.status_code,
                    )
                )
    assert wrong == []
