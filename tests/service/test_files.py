"""A name or a way told in an address never leads to a file of the machine, nor to an answer that
nobody thought of (T-26)."""

from collections.abc import Iterator

import httpx
import pytest

from i18n import CITIZEN_LANGUAGES
from service.web import assets
from tests.conftest import MASTER_KEY
from tests.service.infra.test_access_matrix import ACTORS, declared, enter, routes
from tests.support.intruder import account, sit, wear
from tests.support.route_records import address, afresh

DOTS = (
    *("..", "%2e%2e", ".%2e", "%252e%252e", "....", "..;"),
    *("%c0%ae%c0%ae", "%ef%bc%8e%ef%bc%8e", "%e3%80%82%e3%80%82", "%u002e%u002e"),
)
BREAKS = ("/", "%2f", "%252f", "\\", "%5c", "%255c", "%c0%af", "%ef%bc%8f", "//", "/./")
# Each climbs out of its folder in a spelling of its own, or is no name at all.
CLIMBING = [
    f"{dots}{end}{dots}{end}{name}"
    for dots in DOTS
    for end in BREAKS
    for name in ("app.py", "master.key")
]
NAMES = [
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:%2f%2f%2fetc%2fpasswd",
    "C:%5cWindows%5cwin.ini",
    "%5c%5chost%5cshare",
    "~",
    "~root",
    "%00",
    "musofir.css%00",
    "musofir.css%00.svg",
    "%00musofir.css",
    "musofir.css.",
    "musofir.css%20",
    "MUSOFIR.CSS",
    "musofir",
    "musofir.css::$DATA",
    "CON",
    "nul.css",
    "aux.txt",
    "%0d%0aset-cookie:%20sid=x",
    "%ff%fe",
    "%ed%a0%80",
    "%f0%9f%92%a9",
    "%",
    "%zz",
    "*",
    "?",
    "%3f",
    "%23",
    "a" * 300,
    "a" * 5_000,
    "%d9%a3",
    "-1",
    "0",
    "__init__.py",
    ".env",
    ".git%2fHEAD",
    "%e2%80%ae",
    "musofir.css%2f..%2falike.js",
    ";%2f..%2f",
    "..%2f" * 40 + "etc%2fpasswd",
    "%2e%2e%2f" * 40 + "proc%2fself%2fenviron",
]
# What stands in files of the machine, of the service, of its home, and in a fault that was not
# caught.
FOREIGN = (
    b"root:x:",
    b"def create(",
    b"import ",
    b"SQLite format 3",
    b"[core]",
    b"PATH=",
    b"[fonts]",
    b"Traceback",
    b'"""',
    MASTER_KEY.hex().encode(),
    MASTER_KEY,
)
HOLE = "HOLE"


def at(
    client, path: str, method: str = "GET", headers: dict[str, str] | None = None
) -> httpx.Response:
    """Asks for exactly these bytes, which a browser would tidy up first."""
    client.cookies.clear()
    url = httpx.URL("http://testserver.local").copy_with(raw_path=path.encode())
    return client.request(method, url, headers={"accept-encoding": "identity"} | (headers or {}))


def holes(client, world: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Every address in which something can be told, with a hole at one such place: method, address,
    and who may go there."""
    expected = declared()
    for method, path in routes(client):
        parts, filled = path.split("/"), address(path, world).split("/")
        who = next(
            (actor for actor in ACTORS if expected[method, path][actor] == "yes"), "anonymous"
        )
        for place, part in enumerate(parts):
            if part.startswith("{"):
                yield method, "/".join([*filled[:place], HOLE, *filled[place + 1 :]]), who


def test_no_name_at_the_assets_leads_out_of_their_folder(client, world):
    known = {path.read_bytes() for path in assets.FOLDER.iterdir()}
    marked = [f"/static/{world['mark']}/{name}" for name in (*CLIMBING, *NAMES)]
    for path in (*marked, *(f"/static/{name}" for name in (*CLIMBING[::7], *NAMES))):
        answer = at(client, path)
        assert answer.status_code < 500, path
        assert answer.status_code != 200 or answer.content in known, path
    assert at(client, f"/static/{world['mark']}/musofir.css").status_code == 200


def test_an_asset_is_found_by_its_own_mark_and_by_no_other(client):
    mine, other = (assets.address(name).split("/")[2] for name in ("musofir.css", "alike.js"))
    assert at(client, f"/static/{other}/musofir.css").status_code == 404
    for mark in (
        mine[:-1],
        mine.upper() if mine.upper() != mine else mine + "0",
        mine + "%00",
        f"%20{mine}",
    ):
        assert at(client, f"/static/{mark}/musofir.css").status_code == 404


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.repeat)])
def test_no_word_in_an_address_reads_a_file_or_makes_a_fault(client, seeded, clock, world, whole):
    """At every route, as somebody who may go there: one word in turn in a plain run, all in `test
    --repeats`."""
    afresh(seeded, clock, world)
    headers, found, tried = {actor: enter(seeded, clock, actor) for actor in ACTORS}, [], 0
    for turn, (method, hole, who) in enumerate(holes(client, world)):
        names = (*CLIMBING[::47], *NAMES[:: 3 if method == "GET" else 7])
        if hole.startswith(f"/{HOLE}"):
            names = ("..", "%2e%2e%2fen", "%00")
        for name in names if whole else names[turn % len(names) :][:1]:
            answer = at(client, hole.replace(HOLE, name), method, headers[who])
            tried += 1
            if answer.status_code >= 500 or any(one in answer.content for one in FOREIGN):
                found.append((method, hole, name[:80], answer.status_code))
    assert found == []
    assert tried > (1_000 if whole else 500)


LANGUAGES = [
    "..",
    "%2e%2e",
    "EN",
    "en%00",
    "en%2f..",
    "..%2fen",
    "en-US",
    "xx",
    "%d1%83z",
    "uz_Cyrl",
    "locale",
    "~",
]
OURS = {f"/{lang.value}/" for lang in CITIZEN_LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_is_one_of_five_or_nothing_and_opens_no_catalogue_of_its_own(client, lang):
    for path in ("/", "/danger", "/vacancies", "/sign-in", "/offers"):
        answer = at(client, f"/{lang}{path}")
        assert answer.status_code in (303, 404), (lang, path)
        assert answer.status_code == 404 or answer.headers["location"] in OURS
    for cookie in (f"lang={lang}", f"lang=../../{lang}", "lang=/etc/passwd", "lang=" + "x" * 3_000):
        assert (
            at(
                client, "/api/v1/nothing", headers={"cookie": cookie, "accept-language": lang}
            ).status_code
            == 404
        )
        assert at(client, "/", headers={"cookie": cookie}).headers["location"] in OURS


def test_what_is_taken_away_has_a_name_that_nobody_chose(client, seeded, clock):
    """Neither of what was typed nor of who they are, so that nothing of it comes into a header or a
    folder."""
    with seeded.write() as session:
        session.merge(account(seeded, "alisher")).name = '../../x"; filename="evil.exe'
    wear(client, sit(seeded, clock, "alisher"), seeded)
    number = account(seeded, "alisher").citizen
    file = client.post("/en/me/file.json", data={"name": "../x", "filename": "../x"})
    assert file.headers["content-disposition"] == f'attachment; filename="musofir-{number}.json"'
    wear(client, sit(seeded, clock, "komila"), seeded)
    sifted = {"reference": '../../x"\r\nx: y', "act": "..%2f", "noun": "a\\b", "name": "../x"}
    for typed in (sifted, {"noun": "../../etc/passwd"}, {}):
        table = client.post("/en/desk/journal.csv", data=typed)
        assert table.status_code in (200, 422)
        if table.status_code == 200:
            assert (
                table.headers["content-disposition"]
                == f'attachment; filename="journal-{clock.today}.csv"'
            )
        assert {file.headers[name] for name in ("x-content-type-options", "cache-control")} == {
            "nosniff",
            "no-store",
        }


def test_nothing_lies_beside_the_service_to_be_found_by_its_usual_name(client):
    usual = (
        ".env .git/HEAD .git/config .htaccess web.config config.json settings.py pyproject.toml "
        "uv.lock musofir.sqlite3 master.key musofir.log backup.zip dump.sql admin debug console "
        "server-status actuator/env phpinfo.php wp-login.php docs redoc schema schema/redoc "
        "schema/swagger openapi.json api api/ api/v1 static static/ templates locale "
        ".well-known/security.txt~ id_rsa"
    ).split()
    found = {path: at(client, f"/{path}").status_code for path in usual}
    assert {path: status for path, status in found.items() if status != 404} == {}
