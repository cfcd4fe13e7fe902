"""Who may open which door: every route as every actor, declared in access_matrix.csv and tried one by one.

A cell says what somebody gets: `yes` (they are let in, whatever is then said of what they sent), `sign in` (401), `no`
(403), `none` (404: for them there is no such thing). A new route without a row fails, and so does a row without a route.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from litestar.routes import HTTPRoute
from sqlalchemy import select
from sqlmodel import col

from catalog.countries import Mark
from catalog.ground import vault
from catalog.ground.who import SYSTEM, VISITOR
from i18n import Language
from matching import applications, checkins, reports, searches, stages
from matching.citizens import Citizen
from matching.reports import NewReport
from seed import reference
from service import accounts, assets, web
from service.accounts import numbers, signins
from service.accounts.signins import SignIn
from service.casework import citizens as people
from service.casework import (
    evidence,
    firms,
    groups,
    limits,
    opinions,
    parties,
    phrases,
    questions,
    referrals,
    rotations,
    saved,
    texts,
    wages,
)
from service.casework.advice import Session as Advice
from service.casework.approvals import Approval
from service.casework.evidence import NewFile, Settled, State, files
from service.casework.limits import CountedFrom, NewLimit, TimeLimit, Unit
from service.casework.lists import Filter
from service.casework.opinions import NewOpinion, Opinion
from service.casework.parties import Kind, NewRepresentative
from service.casework.phrases import NewPhrase
from service.casework.questions import NewQuestion
from service.casework.referrals import NewReferral
from service.casework.saved import NewName
from service.casework.texts import NewText
from service.casework.topics import Topic
from service.casework.wages import Claim
from service.dossier import Erasure, holds
from service.reporting import bodies
from service.reporting.asked import NewFigure, NewReturn
from service.reporting.catalogue import Body
from tests import cast, papers, seated
from tests.applied import applied, described
from tests.applied import worker as seeker
from tests.catalog.test_contests import announced
from tests.licensed import desk
from tests.placed import placed, sent_abroad
from tests.service.casework.colleagues import filed, hired
from tests.service.casework.complained import complained
from tests.service.casework.crews import CREW, worker
from tests.service.letter import made as letter_made
from tests.travelled import drafted

MATRIX = Path(__file__).parent.parent / "access_matrix.csv"
ACTORS = {
    "anonymous": None, "citizen": "alisher", "other_citizen": "rustam", "adviser": "barno", "claims_officer": "chinora",
    "attache": "elyor", "attache_elsewhere": "davron", "agency_user": "hamid", "licensing_officer": "farida",
    "protection_officer": "nodira", "supervisor": "iroda", "statistician": "jamshid", "auditor": "komila",
    "administrator": "laylo", "key_one_scope": "elyor", "disabled": "mallory",
}  # fmt: skip
SAID = {401: "sign in", 403: "no", 404: "none"}
# Whoever does one of these is out afterwards, and signs in again for the next.
LEAVING = (
    "/sign-out",
    "/leave",
    "/walk/",
    "/sign-in/",
    "/me/codes",
    "/me/prove",
    "/end",
    "/searches/{number:int}/drop",
    "/applications/{number:str}/withdraw",
)
SCOPE = ("wages:read",)
# What a program must say before it is told whether there is such a record.
BODIES = {
    "evidence": {"name": "a.txt", "content": "YQ=="},
    "notes": {"text": "Called"},
    "payments": {"amount": 100, "currency": "RUB", "payer": "employer", "on": "2026-11-20", "method": "bank"},
    "steps": {"to": "acknowledged", "next_action": "Call", "due": "2026-12-01"},
}


def told_by_courts(session, on) -> bodies.BodyFigure:
    """One figure of a return of the courts."""
    reference.load_body_figures(session, by=cast.JAMSHID, on=on)
    figures = [NewFigure("courts.cases", 109, 2025)]
    told = NewReturn(Body.COURTS, 2025, "1", cast.TODAY, "A. Aliyev", figures=figures)
    return bodies.figures(session, bodies.enter(session, told, by=cast.JAMSHID, on=on, day=cast.TODAY))[0]


# What stands in an address and is no record of this world.
FIXED = {
    "lang": "en", "phrases": "1", "topic": "dismissal", "act": "enable", "agencies": "AG-VALID", "licences": "AG-EXPIRING",
    "countries": "KR", "year": "2026", "document": "2026", "step": "start", "name": "musofir.css", "email": "a@demo.invalid",
    "evidence": "1", "pages": "1", "limits": "1", "filters": "1", "speaker": "", "post": cast.MOSCOW, "month": "2026-10",
    "figures": "advice.sessions", "searches": "1",
}  # fmt: skip


@pytest.fixture
def world(client, seeded, clock):
    """What the addresses of the routes stand for: records of Moscow, Alisher's and Barno's."""
    with seeded.write() as session:
        said = NewText(Topic.DISMISSAL, cast.TODAY, Mark.SOURCED, "invented", "Ask.", "Спросите.", "Soʻrang.")
        texts.publish(session, said, by=cast.IRODA, on=clock())
        claim = session.get(Claim, cast.CLAIM)
        told = select(Advice).where(col(Advice.region) == "1726").order_by(col(Advice.country).desc())
        barno = accounts.find(session, cast.email("barno")).reference
        letter = letter_made(session, clock()).number
        warned = reports.report(session, NewReport("Soxta Firma"), by=cast.BARNO, on=clock()).reference
        sent = evidence.begin(session, claim, NewFile("a.txt", 1), by=cast.ALISHER, on=clock()).reference
        elyor = accounts.acting(accounts.find(session, cast.email("elyor")))
        case = referrals.refer(session, NewReferral(cast.CLAIM), by=elyor, on=clock(), day=cast.TODAY).reference
        asked = NewQuestion(Topic.CONTRACT, "The contract is in Korean only.", "RU")
        code = questions.ask(session, asked, Language.UZ, by=VISITOR, on=clock()).code
        thought = NewOpinion(Opinion.CAUTION, "Pays late")
        opinion = opinions.say(session, cast.SEVERNY.name, "RU", thought, by=elyor, on=clock(), day=cast.TODAY)
        zafar = accounts.acting(hired(session, "zafar", on=clock()))
        filed(session, zafar.account, on=clock())
        handed = rotations.ask(session, zafar.account, elyor.account, by=zafar, on=clock()).reference
        printed = told_by_courts(session, clock())
        known = {
            "bodies": printed.returned, "printed": str(printed.id),
            "questions": code, **FIXED,
            "wages": cast.CLAIM, "letters": letter, "citizens": claim.citizen, "accounts": barno,
            "advice": session.execute(told).scalars().first().reference, "vacancies": cast.named(session, "published").reference,
            "vetting": cast.named(session, "cook").reference, "mark": assets.address("musofir.css").split("/")[2],
            "groups": groups.open_(session, CREW, [worker("Anvar")], by=cast.ELYOR, on=clock(), day=cast.TODAY).reference,
            "reported": warned, "cases": case,
            "opinions": opinion.reference, "handover": handed,
            "seats": seated.published(session, claim.citizen, on=clock()),
            "placements": sent_abroad(session, claim.citizen, clock()),
            "employers": firms.number_of(opinions.known(cast.SEVERNY.name, "RU")),
            "offer-reports": warned, **desk(session, "AG-EXPIRING", clock()),
        } | _road(session, claim.citizen, clock) | _own_desk(session, clock())  # fmt: skip
    _shown(client, sent, clock)
    return known


def _road(session, person: str, clock) -> dict[str, str]:
    """Alisher’s application for the welder’s job, whose contract waits for his word; and he has been in Moscow for a month."""
    alisher = session.get_one(Citizen, person)
    described(session, alisher, on=clock())
    for held in applications.of(session, alisher):
        stages.move(session, held, "withdraw", by=cast.ALISHER, on=clock(), day=cast.TODAY)
    row = applied(session, alisher, on=clock(), until="take_offer")
    came = cast.TODAY - timedelta(days=30)
    there = placed(session, of=person, on=clock(), contract="XB-2/2026", arrived_on=came)
    checkins.plan(session, there, by=SYSTEM, on=clock(), day=cast.TODAY)
    return {
        "applications": drafted(session, row, on=clock(), city="Busan").application, "stage": "draft", "day": "30",
        "check-ins": there.reference, "home": there.reference, "event": f"check-in-{there.reference}-30.ics",
    }  # fmt: skip


def _own_desk(session, on) -> dict[str, str]:
    """What stands on the desk of Hamid's agency."""
    return {
        "agency-returns": "AG-VALID", "kind": "csv", "contests": announced(session, lambda: on).reference,
        "candidates": applied(session, seeker(session, on=on), on=on).reference, "complaints": complained(session, on).reference,
    }  # fmt: skip


def _shown(client, number: str, clock) -> None:
    """A paper of Alisher's claim, of which whoever may sees pictures and whoever may takes the file."""
    house = client.app.state["house"]
    place = files.fresh()
    with house.database.write() as session:
        claim = session.get_one(Claim, cast.CLAIM)
        files.write(house.settings.home, place, vault.key_of(session, claim.citizen), papers.pdf())
        settled = Settled(State.CLEAN, media="application/pdf", place=place, kept=len(papers.pdf()), pages=2)
        evidence.settle(session, number, settled, by=cast.ALISHER, on=clock())


def afresh(seeded, clock, world) -> None:
    """What one actor may use up stands there again for the next: a hold, a request, a browser of Alisher's, a new number
    that waits for a second officer, a second record found to be his."""
    with seeded.write() as session:
        person = session.get_one(Citizen, world["citizens"])
        world["hold"] = holds.hold(session, person, "Court", by=cast.IRODA, on=clock()).reference
        again = wages.file(session, cast.ALISHERS_CLAIM, by=cast.IRODA, on=clock(), day=cast.TODAY).claim.citizen
        people.merge(session, person.reference, again, by=cast.IRODA, on=clock())
        world["other"] = again
        adviser = accounts.acting(accounts.find(session, cast.email("barno")))
        if not phrases.mine(session, by=adviser):
            phrases.keep(session, NewPhrase("Claim", "Told how to file a claim."), by=adviser, on=clock())
        if not saved.mine(session, by=adviser):
            saved.save(session, NewName("Open"), Filter(), by=adviser, on=clock())
        world["filters"] = str(saved.mine(session, by=adviser)[0].id)
        request = Erasure(citizen=person.reference, asked_by="U-NOBODY", asked_at=clock())
        question = Approval(claim=world["wages"], asked="decline", asked_by="U-NOBODY", asked_at=clock())
        session.add_all([request, question])
        account = accounts.find(session, cast.email("alisher"))
        account.citizen = person.reference
        world["change"] = numbers.ask_change(session, person, "+998901112233", by=cast.IRODA, on=clock()).reference
        world |= looking_for_work(session, person, clock())
        cookie = signins.open_(session, account, "Elsewhere", whole=True, on=clock())
        claim = session.get_one(Claim, cast.CLAIM)
        if not any(one.speaks for one in parties.speakers(session, claim, cast.TODAY)):
            told = NewRepresentative(Kind.RELATIVE, "Malika Invented", "+998901112244")
            world["speaker"] = parties.name(
                session, claim, told, by=cast.CHINORA, on=clock(), day=cast.TODAY
            ).row.reference
        world["sign-ins"] = session.get_one(SignIn, accounts.hashed(cookie)).reference
        world["erasures"], world["approvals"] = request.reference, question.reference
        told = NewLimit("KR", "", 3, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented")
        limits.load(session, [told], by=cast.IRODA, on=clock())
        world["limits"] = str(session.execute(select(TimeLimit.id)).scalar())


def looking_for_work(session, person, on) -> dict[str, str]:
    """A saved search of a person, as often as it is used up, and the job they apply for."""
    told = searches.NewSearch("Work", tell=True)
    search = searches.save(session, person, told, searches.Query("welder"), by=cast.ALISHER, on=on)
    return {"apply": cast.named(session, "published").reference, "searches": str(search.id), "profile": "trades"}


def routes(client) -> list[tuple[str, str]]:
    found = [route for route in client.app.routes if isinstance(route, HTTPRoute)]
    return sorted(
        (method, route.path)
        for route in found
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS", "HEAD"}
    )


def declared() -> dict[tuple[str, str], dict[str, str]]:
    with MATRIX.open(newline="") as file:
        return {(row.pop("method"), row.pop("route")): row for row in csv.DictReader(file)}


def address(path: str, world: dict[str, str]) -> str:
    """The route with its records filled in: each placeholder by its own name, or by the word before it."""
    parts: list[str] = []
    for part in path.split("/"):
        name = part.strip("{}").partition(":")[0]
        before = next((one for one in reversed(parts) if one in world), "")
        parts.append(part if not part.startswith("{") else world.get(name) or world.get(before) or "X-NONE")
    return "/".join(parts)


def typed(path: str, world: dict[str, str]) -> dict[str, str]:
    """What a form must say before somebody is told whether there is such a record."""
    said = {
        "notes": {"note": "Called"}, "decisions": {"act": "approve"}, "confirm-number": {"change": world["change"]},
        "merge": {"other": world["other"], "leads": "neither"}, "part": {"other": world["other"]},
        "complaint": {"agency": "AG-VALID"},
        "safety": {"origin": world["wages"]}, "withdrawn": {"number": world["speaker"]},
    }  # fmt: skip
    return said.get(path.rpartition("/")[2], {})


def enter(seeded, clock, actor: str) -> dict[str, str]:
    """The headers by which an actor comes in: a cookie with its form token, or a key."""
    name = ACTORS[actor]
    if name is None:
        return {}
    with seeded.write() as session:
        account = accounts.find(session, cast.email(name))
        if actor == "key_one_scope":
            token = accounts.issue_key(session, account, list(SCOPE), by=cast.LAYLO, on=clock())
            return {"authorization": f"Bearer {token}"}
        cookie = signins.open_(session, account, "Firefox, Linux", whole=True, on=clock())
        seat = signins.seat(session.get_one(SignIn, accounts.hashed(cookie)))
        return {"cookie": f"{web.COOKIE}={cookie}", web.TOKEN: signins.form_token(seat)}


def tried(client, seeded, clock, world) -> dict[tuple[str, str], dict[str, str]]:
    """What each actor gets at each door."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for actor in ACTORS:
        afresh(seeded, clock, world)
        headers, used = enter(seeded, clock, actor), False
        for method, path in sorted(routes(client), key=lambda one: any(word in one[1] for word in LEAVING)):
            client.cookies.clear()
            if used:
                afresh(seeded, clock, world)
                headers, used = enter(seeded, clock, actor), False
            body = BODIES.get(path.rpartition("/")[2], {})
            sent = {"json": body} if path.startswith("/api") else {"data": body | typed(path, world)}
            answer = client.request(method, address(path, world), headers=headers, **(sent if method != "GET" else {}))
            assert answer.status_code < 500, (method, path, actor)
            said = found.setdefault((method, path), {})[actor] = SAID.get(answer.status_code, "yes")
            # Whoever was refused is in as before.
            used = said == "yes" and any(word in path for word in LEAVING)
    return found


def test_every_door_opens_for_whom_the_matrix_says_and_for_nobody_else(client, seeded, clock, world):
    said, found = declared(), tried(client, seeded, clock, world)
    assert sorted(set(found) - set(said)) == [], "a new route declares who may open it"
    assert sorted(set(said) - set(found)) == [], "a route that is gone leaves the matrix"
    wrong = {
        (*door, actor): f"declared {said[door][actor]}, is {cell}"
        for door, row in found.items()
        for actor, cell in row.items()
        if said[door][actor] != cell
    }
    assert wrong == {}
    assert all(cell in {"yes", *SAID.values()} for row in said.values() for cell in row.values())
