"""What is told beside the record itself: lists, counts, warnings, exports, forms. Of somebody
else's person, nothing."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from i18n.scripts import fold
from matching.identity import persons
from matching.identity.persons import Citizen, DocumentsInput, NewCitizen
from service import accounts
from service.casework.advice import advice_sessions, topics
from service.casework.advice.advice_sessions import NewSession
from service.casework.claims import components, wage_claims
from service.casework.protection import record_merge
from service.casework.scope import advice_tables
from service.privacy import erasure_requests, legal_holds
from tests.service.infra.test_access_matrix import ACTORS, enter, routes
from tests.support import canary_person, cast
from tests.support.intruder import comparable_answer, sit, wear
from tests.support.route_records import address

IDENTITY = {"accept-encoding": "identity"}
CLAIMS = {
    canary_person.NAMES[1],
    fold(canary_person.NAMES[1]),
    canary_person.STORY,
    canary_person.NOTE,
    canary_person.REASON,
    canary_person.ACTION,
    canary_person.DOING,
    canary_person.MISTYPED,
    canary_person.CORRECTED,
}
# Who is told what of the planted person: those who work on the claim in Moscow, and whoever sees
# every case.
SEEN = CLAIMS | {canary_person.PAPER, canary_person.ASKED, canary_person.ANSWERED}
WORK = SEEN | {canary_person.SPEAKER, canary_person.DOCUMENT, canary_person.PAYEE}
MAY = {
    "claims_officer": WORK | {canary_person.HOLD},
    "attache": WORK,
    "key_one_scope": CLAIMS,
    # The person of an incident.
    "protection_officer": {canary_person.NAMES[1], fold(canary_person.NAMES[1])},
    "supervisor": SEEN
    | {
        canary_person.HOLD,
        canary_person.ADVICE,
        canary_person.NAMES[2],
        fold(canary_person.NAMES[2]),
    },
}
# What is read by sending something: a search, a warning while somebody types, an export, a claim's
# page for its worker.
SOUGHT = [
    {"name": canary_person.NAMES[1]},
    {"phone": canary_person.PHONE},
    {"passport": canary_person.PASSPORT},
    {"pinfl": canary_person.PINFL},
]
READS = [
    *((f"desk/citizens{end}", typed) for end in ("", "/alike?open") for typed in SOUGHT),
    *(
        (f"desk/{one}/new", typed | {"know": "1"})
        for one in ("advice", "citizens")
        for typed in SOUGHT[:2]
    ),
    ("desk/journal.csv", {}),
    ("desk/journal", {"reference": canary_person.CLAIM}),
    ("me/file.json", {}),
    ("wages/follow", {"reference": canary_person.CLAIM, "secret": "x"}),
    ("wages/file/start", {"phone": canary_person.PHONE}),
    ("offers/report", {"recruiter": canary_person.NAMES[1]}),
    ("sign-in", {"phone": canary_person.PHONE, "channel": "sms"}),
]


@pytest.fixture
def planted(seeded, clock, world):
    """The planted person's records in the addresses of every route; one world for each record of
    theirs."""
    with seeded.write() as session:
        kept = canary_person.plant(session, on=clock())
        talk = (
            session.execute(
                select(advice_tables.Session).where(
                    col(advice_tables.Session.citizen) == kept.records[2]
                )
            )
            .scalars()
            .one()
        )
        there = {
            "wages": canary_person.CLAIM,
            "advice": talk.reference,
            "accounts": kept.account.account,
        }
        return [world | there | {"citizens": one} for one in kept.records]


def words(answer, sent: str = "") -> set[str]:
    """The planted words in an answer, headers and all, but for those that were sent by whoever
    asked."""
    content = answer.content + repr(sorted(answer.headers.items())).encode()
    return {str(one) for one in canary_person.found(content)} - {
        one for one in canary_person.MARKERS if fold(one) in fold(sent)
    }


# A stranger, and those who come nearest to somebody else's person; all others are asked in `test
# --repeats`.
NEAREST = ("anonymous", "other_citizen", "attache_elsewhere", "agency_user")
OTHERS = [
    pytest.param(one, marks=pytest.mark.repeat)
    for one in ACTORS
    if one not in (*NEAREST, "disabled")
]


@pytest.mark.parametrize("actor", [*NEAREST, *OTHERS])
def test_no_readable_route_tells_more_of_a_person_than_one_may_know(
    client, seeded, clock, planted, actor
):
    headers, may, found = enter(seeded, clock, actor) | IDENTITY, MAY.get(actor, set()), {}
    asked = [("GET", path, {}) for method, path in routes(client) if method == "GET"]
    for method, path, typed in [*asked, *(("POST", f"/en/{path}", typed) for path, typed in READS)]:
        for there in planted if "/citizens/{" in path else planted[:1]:
            client.cookies.clear()
            sent = {"data": typed} if typed else {}
            answer = client.request(method, address(path, there), headers=headers, **sent)
            assert answer.status_code < 500, path
            for word in words(answer, " ".join(typed.values())):
                found.setdefault(word, set()).add(path)
    assert {word: routes for word, routes in found.items() if word not in may} == {}
    readable = {word for word in may if word == canary_person.STORY or word != fold(word)}
    assert readable <= set(found), "and who may is told, so that the search is not blind"


SEEN = {
    "davron": (
        "/desk",
        "/desk/wages",
        "/desk/wages?state=received",
        "/desk/advice",
        "/desk/advice?topic=unpaid_wages",
    ),
    "barno": ("/desk", "/desk/advice", "/desk/advice?topic=contract", "/desk/citizens"),
    "nodira": ("/desk", "/desk/wages", "/desk/advice"),
    "hamid": ("/desk",),
    "farida": ("/desk", "/desk/licences?q=MCHJ"),
    "jamshid": ("/desk",),
    "komila": ("/desk",),
    "laylo": ("/desk", "/desk/accounts"),
    "rustam": ("/me", "/me/file", "/me/opened"),
}
PROGRAMS = ("/api/v1/advice", "/api/v1/advice?topic=unpaid_wages&limit=1")


def lists(client, name: str) -> dict[str, tuple]:
    """Every list and count that somebody sees, but for what is another each time."""
    seen = {}
    for path in (
        *(f"/en{one}" for one in SEEN[name]),
        *(PROGRAMS if name in ("davron", "barno", "nodira") else ()),
    ):
        status, text, *rest = comparable_answer(client.get(path, headers=IDENTITY))
        seen[path] = status, re.sub(r'name="(token|once)" value="[^"]*"', "", text), rest
    return seen


@pytest.mark.parametrize("name", SEEN)
def test_no_list_and_no_count_moves_when_something_is_kept_of_somebody_else_s_person(
    client, seeded, clock, name
):
    wear(client, sit(seeded, clock, name), seeded)
    before = lists(client, name)
    assert {answer[0] for answer in before.values()} == {200}
    with seeded.write() as session:
        filed = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.CHINORA, on=clock(), day=cast.TODAY
        ).claim
        chosen = session.get_one(Citizen, filed.citizen)
        elyor = accounts.actor_for(accounts.find(session, cast.email("elyor")))
        calls = NewSession(
            topics.Channel.HOTLINE,
            topics.Topic.UNPAID_WAGES,
            topics.Level.ADVICE,
            topics.Outcome.OPEN,
            "RU",
        )
        for person in (None, chosen):
            advice_sessions.log(session, calls, by=elyor, on=clock(), day=cast.TODAY, person=person)
    assert lists(client, name) == before


@pytest.fixture
def joined(seeded, clock):
    """One person, found to be the same by a supervisor: known in Moscow, and in Seoul with an open
    claim and a legal hold."""
    with seeded.write() as session:
        moscow, seoul = (_filed(session, clock, country) for country in ("RU", "KR"))
        persons.set_documents(
            session, seoul, DocumentsInput(canary_person.PASSPORT), by=cast.IRODA, on=clock()
        )
        record_merge.merge(session, moscow.reference, seoul.reference, by=cast.IRODA, on=clock())
        session.get_one(wage_claims.Claim, "W-RUJOINED").state = "closed"
        return moscow.reference, seoul.reference


def _filed(session, clock, country: str) -> Citizen:
    contact = NewCitizen(
        "Zafar Invented" if country == "RU" else "Zafarbek Invented", "+998 90 111 22 33"
    )
    lines = [wage_claims.NewLine(components.Component.BASE_PAY, 100_00, "USD")]
    told_ = wage_claims.NewClaim(
        f"Firm of {country}", country, cast.TODAY, cast.TODAY, lines=lines, contact=contact
    )
    claim = wage_claims.file(
        session, told_, by=cast.IRODA, on=clock(), day=cast.TODAY, number=f"W-{country}JOINED"
    ).claim
    return session.get_one(Citizen, claim.citizen)


@pytest.mark.parametrize("obstacle", ["a claim", "a hold"])
def test_of_a_person_known_at_two_posts_each_is_told_its_own_part(
    client, seeded, clock, joined, obstacle
):
    """Nor does asking that the file be erased tell for what another post must keep it."""
    moscow, seoul = joined
    with seeded.write() as session:
        if obstacle == "a hold":
            legal_holds.place(
                session,
                session.get_one(Citizen, seoul),
                canary_person.HOLD,
                by=cast.IRODA,
                on=clock(),
            )
    wear(client, sit(seeded, clock, "elyor"), seeded)
    card = f"/en/desk/citizens/{moscow}"
    answers = [client.get(card), client.get(f"{card}/erasure"), client.get(f"{card}/merge")]
    answers += [client.post(f"{card}/erasure", data={"reason": "They asked me"})]
    text = "".join(one.text for one in answers)
    foreign = (seoul, "W-KRJOINED", "Zafarbek", "Firm of KR", canary_person.HOLD, "2 records")
    assert [one for one in foreign if one in text] == []
    # Three digits may stand in the random key of a form by chance; they must not be read on the
    # page.
    assert canary_person.PASSPORT[-3:] not in re.sub("<[^>]*>", "", text)
    assert [one.status_code for one in answers] == [200, 200, 200, 422]
    assert "Ask your supervisor" in answers[3].text
    assert {
        client.get(f"/en/desk/citizens/{seoul}{end}").status_code
        for end in ("", "/erasure", "/merge")
    } == {404}


def test_why_another_post_asked_that_a_file_be_erased_is_its_own_affair(
    client, seeded, clock, joined
):
    moscow, seoul = joined
    with seeded.write() as session:
        session.get_one(wage_claims.Claim, "W-KRJOINED").state = "closed"
        record_merge.unmerge(session, moscow, seoul, by=cast.IRODA, on=clock())
        record_merge.merge(session, seoul, moscow, by=cast.IRODA, on=clock())
        erasure_requests.request_erasure(
            session, seoul, canary_person.REASON, by=cast.DAVRON, on=clock()
        )
    for name, may in (("elyor", False), ("chinora", True)):
        wear(client, sit(seeded, clock, name), seeded)
        page = client.get(f"/en/desk/citizens/{moscow}/erasure").text
        assert (canary_person.REASON in page, cast.DAVRON.account in page) == (may, may)
        assert "Waiting for a decision" in page


def test_one_s_own_file_and_its_copy_hold_nothing_of_anybody_else(client, seeded, clock, planted):
    """Not even of a person with the same name."""
    with seeded.write() as session:
        rustam = session.get_one(Citizen, accounts.find(session, cast.email("rustam")).citizen)
        persons.rename(session, rustam, canary_person.NAMES[1], "uz")
    wear(client, sit(seeded, clock, "rustam"), seeded)
    for answer in (
        client.get("/en/me/file"),
        client.post("/en/me/file.json"),
        client.get("/en/me/opened"),
    ):
        assert answer.status_code == 200
        assert words(answer, canary_person.NAMES[1]) == set()
    assert canary_person.NAMES[1] in client.get("/en/me/file").text
