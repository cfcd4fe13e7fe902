"""One record of each kind for tests of every route, made once and copied for each test."""

import hashlib
import json
import shutil
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlmodel import SQLModel, col

from catalog.core.actor import SYSTEM, VISITOR
from catalog.core.approvals import Approval
from catalog.core.staff_notices import StaffNotice
from catalog.employers import employers
from catalog.reference.countries import Mark
from catalog.vacancies import vacancies
from i18n import Language
from matching.applications import applications, transitions
from matching.fraud import scam_reports
from matching.fraud.scam_reports import NewReport
from matching.identity.persons import Citizen
from matching.journey import check_ins
from matching.lexicon.name_proposals import Proposal
from matching.search import saved_searches
from matching.search.search_results import Query
from seed import reference
from service import accounts
from service.accounts import login_sessions
from service.accounts.login_sessions import SignIn
from service.accounts.number_changes import request_change
from service.casework import evidence
from service.casework.advice import advice_texts, group_sessions, questions, snippets
from service.casework.advice.advice_texts import NewText
from service.casework.advice.group_sessions import NewGroupSession
from service.casework.advice.questions import NewQuestion
from service.casework.advice.snippets import NewPhrase
from service.casework.advice.topics import Topic
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit, TimeLimit, Unit
from service.casework.employers import employer_records, opinions
from service.casework.employers.opinions import NewOpinion, Opinion
from service.casework.evidence import NewFile, owners
from service.casework.evidence.owners import RecordKind
from service.casework.groups import groups
from service.casework.groups.payment_split import GroupPayment
from service.casework.money.money_entries import Payment, PayOut
from service.casework.protection import record_merge, referrals
from service.casework.protection.referrals import NewReferral
from service.casework.scope.advice_tables import Session as Advice
from service.casework.scope.incident_tables import IncidentKind
from service.casework.workflow import handover, representatives
from service.casework.workflow.representatives import Kind, NewRepresentative
from service.casework.worklists import saved_filters
from service.casework.worklists.saved_filters import NewName
from service.infra.settings import DisclosureLimits
from service.privacy import legal_holds
from service.privacy.erasure_records import Erasure
from service.reporting.annual import available_years, daily_count
from service.reporting.external import body_returns
from service.reporting.external.figure_catalogue import Body
from service.reporting.external.validation import NewFigure, NewReturn
from service.web import assets
from tests.catalog.contests.test_contests import announced
from tests.service.casework.colleagues import filed, hired
from tests.service.casework.complained import complained
from tests.service.casework.crews import CREW, worker
from tests.support import cast, sample_costs, sample_incidents, sample_rounds
from tests.support.letters import made as letter_made
from tests.support.sample_applications import applied, described
from tests.support.sample_applications import worker as seeker
from tests.support.sample_journeys import drafted
from tests.support.sample_placements import placed, sent_abroad
from tests.support.sample_proposals import desk


def court_figure(session, on) -> body_returns.BodyFigure:
    """Return one figure of a return of the courts."""
    reference.load_body_figures(session, by=cast.JAMSHID, on=on)
    figures = [NewFigure("courts.cases", 109, 2025)]
    new_return = NewReturn(Body.COURTS, 2025, "1", cast.TODAY, "A. Aliyev", figures=figures)
    return body_returns.figures(
        session, body_returns.enter(session, new_return, by=cast.JAMSHID, on=on, day=cast.TODAY)
    )[0]


# Placeholders of addresses that are no record of this world.
FIXED = {
    "lang": "en",
    "phrases": "1",
    "topic": "dismissal",
    "case": "passport",
    "act": "enable",
    "agencies": "AG-VALID",
    "licences": "AG-EXPIRING",
    "countries": "KR",
    "year": "2026",
    "chunk": "0",
    "document": "2026",
    "step": "start",
    "name": "musofir.css",
    "email": "a@demo.invalid",
    "evidence": "1",
    "record_kind": "vacancy",
    "files": "1",
    "pages": "1",
    "limits": "1",
    "filters": "1",
    "lists": "wages",
    "speaker": "",
    "post": cast.MOSCOW,
    "facts": "countries",
    "row": "1",
    "noun": "gathering",
    "month": "2026-10",
    "figures": "advice.sessions",
    "searches": "1",
    "words": "1",
}


def keep(session, on, beside: Path) -> None:
    """Make the world, and store its names and the files of its home beside its database."""
    beside.mkdir(exist_ok=True)
    (beside / "known.json").write_text(json.dumps(build(session, on, beside)))
    # As every night: otherwise the first reader of a year would store its counts.
    for year in available_years.list_years(session, cast.TODAY):
        daily_count.save(
            session, year, daily_count.count(session, year, DisclosureLimits(), on), on
        )


def of(beside: Path, home: Path) -> dict[str, str]:
    """Return the names of the world, and copy its files into this home."""
    shutil.copytree(beside, home, dirs_exist_ok=True)
    return json.loads((home / "known.json").read_text())


def build(session, on, home: Path) -> dict[str, str]:
    """Make what the routes' addresses stand for: records of Moscow, Alisher's and Barno's."""
    new_text = NewText(
        Topic.DISMISSAL, cast.TODAY, Mark.SOURCED, "invented", "Ask.", "Спросите.", "Soʻrang."
    )
    advice_texts.publish(session, new_text, by=cast.IRODA, on=on)
    claim = session.get(Claim, cast.CLAIM)
    result = select(Advice).where(col(Advice.region) == "1726").order_by(col(Advice.country).desc())
    barno = accounts.find(session, cast.email("barno")).reference
    letter = letter_made(session, on).number
    warned = scam_reports.report(session, NewReport("Soxta Firma"), by=cast.BARNO, on=on).reference
    sent = evidence.register(session, claim, NewFile("a.txt", 1), by=cast.ALISHER, on=on).reference
    known = (
        {
            **_casework(session, home, on),
            **FIXED,
            "wages": cast.CLAIM,
            "letters": letter,
            "citizens": claim.citizen,
            "accounts": barno,
            "advice": session.execute(result).scalars().first().reference,
            "vacancies": cast.named(session, "published").reference,
            "vetting": cast.named(session, "cook").reference,
            "mark": assets.address("musofir.css").split("/")[2],
            **_group(session, on),
            "reported": warned,
            "seats": sample_rounds.published(session, claim.citizen, on=on),
            "placements": sent_abroad(session, claim.citizen, on),
            "employers": employer_records.number_of(opinions.employer_key(cast.SEVERNY.name, "RU")),
            "receipts": sample_costs.receipted(session, home, claim.citizen, on).reference,
            "offer-reports": warned,
            **desk(session, "AG-EXPIRING", on),
        }
        | _application_with_contract(session, claim.citizen, on)
        | _own_desk(session, on)
    )
    sample_costs.shown(session, home, sent, on)
    return known


def _group(session, on) -> dict[str, str]:
    """Make a group with a payment that was received for it."""
    workers = [worker("Anvar")]
    group = groups.create(session, CREW, workers, by=cast.ELYOR, on=on, day=cast.TODAY).reference
    values = {"amount": 1, "currency": "RUB", "payer": "employer", "on": cast.TODAY, "at": on}
    paid = GroupPayment(group=group, officer="U-NOBODY", **values)
    session.add(paid)
    session.flush()
    return {"groups": group, "received": paid.reference}


def documented(session, home: Path, on) -> str:
    """Submit a vacancy of Hamid's agency with a document; return its reference."""
    firm = employers.record(session, cast.SEVERNY, by=cast.FARIDA, on=on).reference
    new = cast.vacancy("J-PAPERS", country="RU", city="Moscow", currency="RUB")
    job, _ = vacancies.submit(session, new, agency="AG-VALID", employer=firm, by=cast.FARIDA, on=on)
    owner = owners.find_record(session, RecordKind.VACANCY, job.reference)
    row = evidence.register(session, owner, NewFile("a.pdf", 1, "demand"), by=cast.FARIDA, on=on)
    sample_costs.shown(session, home, row.reference, on)
    return job.reference


def _casework(session, home: Path, on) -> dict[str, str]:
    """Make a case, a question, an opinion, a handover and a figure of the courts."""
    elyor = accounts.actor_for(accounts.find(session, cast.email("elyor")))
    case = referrals.refer(
        session, NewReferral(cast.CLAIM), by=elyor, on=on, day=cast.TODAY
    ).reference
    asked = NewQuestion(Topic.CONTRACT, "The contract is in Korean only.", "RU")
    code = questions.ask(session, asked, Language.UZ, by=VISITOR, on=on).code
    thought = NewOpinion(Opinion.CAUTION, "Pays late")
    opinion = opinions.record(
        session, cast.SEVERNY.name, "RU", thought, by=elyor, on=on, day=cast.TODAY
    )
    zafar = accounts.actor_for(hired(session, "zafar", on=on))
    filed(session, zafar.account, on=on)
    handed = handover.request_handover(
        session, zafar.account, elyor.account, by=zafar, on=on
    ).reference
    written = select(col(StaffNotice.id)).where(col(StaffNotice.reference) == handed)
    printed = court_figure(session, on)
    held = NewGroupSession(Topic.CONTRACT, "Hostel", 12, cast.TODAY, held_in="1726")
    group = group_sessions.record_group_session(session, held, by=elyor, on=on, day=cast.TODAY)
    return {
        "records": group.reference,
        "group-sessions": group.reference,
        "bodies": printed.returned,
        "printed": str(printed.id),
        "questions": code,
        "cases": case,
        "opinions": opinion.reference,
        "handover": handed,
        "notices": str(session.execute(written).scalar_one()),
        "record_number": documented(session, home, on),
    }


def _application_with_contract(session, person: str, on) -> dict[str, str]:
    """Make Alisher's application for the welder's job, whose contract waits for his acceptance.

    He has also been in Moscow for a month.
    """
    alisher = session.get_one(Citizen, person)
    described(session, alisher, on=on)
    for held in applications.list_for_person(session, alisher):
        transitions.move(session, held, "withdraw", by=cast.ALISHER, on=on, day=cast.TODAY)
    row = applied(session, alisher, on=on, until="take_offer")
    came = cast.TODAY - timedelta(days=30)
    there = placed(session, of=person, on=on, contract="XB-2/2026", arrived_on=came)
    check_ins.plan(session, there, by=SYSTEM, on=on, day=cast.TODAY)
    detained = sample_incidents.recorded(session, person, IncidentKind.DETENTION, on=on)
    return {
        "incidents": detained.reference,
        "applications": drafted(session, row, on=on, city="Busan").application,
        "stage": "draft",
        "day": "30",
        "check-ins": there.reference,
        "home": there.reference,
        "event": f"check-in-{there.reference}-30.ics",
    }


def _own_desk(session, on) -> dict[str, str]:
    """Make what the desk of Hamid's agency shows."""
    return {
        "agency-returns": "AG-VALID",
        "kind": "csv",
        "contests": announced(session, lambda: on).reference,
        "candidates": applied(session, seeker(session, on=on), on=on).reference,
        "complaints": complained(session, on).reference,
    }


def afresh(seeded, clock, world) -> None:
    """Make again what one actor may use up, for the next one.

    These are a hold, a request, a browser of Alisher's, a new number that waits for a second
    officer, and a second record found to be his.
    """
    with seeded.write() as session:
        person = session.get_one(Citizen, world["citizens"])
        world["hold"] = legal_holds.place(
            session, person, "Court", by=cast.IRODA, on=clock()
        ).reference
        again = wage_claims.file(
            session, cast.ALISHERS_CLAIM, by=cast.IRODA, on=clock(), day=cast.TODAY
        ).claim.citizen
        record_merge.merge(session, person.reference, again, by=cast.IRODA, on=clock())
        world["other"] = again
        world["filters"] = _save_snippet_and_filter(session, clock())
        world |= _waiting(session, person, world["wages"], clock())
        account = accounts.find(session, cast.email("alisher"))
        account.citizen = person.reference
        world["change"] = request_change(
            session, person, "+998901112233", by=cast.IRODA, on=clock()
        ).reference
        world |= looking_for_work(session, person, clock())
        cookie = login_sessions.create(session, account, "Elsewhere", whole=True, on=clock())
        world |= _speaker(session, clock())
        world["sign-ins"] = session.get_one(SignIn, accounts.hash_token(cookie)).reference
        new_limit = NewLimit("KR", "", 3, Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented")
        time_limits.load(session, [new_limit], by=cast.IRODA, on=clock())
        world["limits"] = str(session.execute(select(TimeLimit.id)).scalar())


def _save_snippet_and_filter(session, on) -> str:
    """Save a snippet and a filter of an adviser; return the number of the filter."""
    adviser = accounts.actor_for(accounts.find(session, cast.email("barno")))
    if not snippets.list_own(session, by=adviser):
        snippets.save(session, NewPhrase("Claim", "Told how to file a claim."), by=adviser, on=on)
    if not saved_filters.list_own(session, by=adviser):
        saved_filters.save(session, NewName("Open"), "", by=adviser, on=on)
    return str(saved_filters.list_own(session, by=adviser)[0].id)


def _waiting(session, person: Citizen, claim: str, on) -> dict[str, str]:
    """Make a request, a question and a name that wait for another officer."""
    request = Erasure(citizen=person.reference, asked_by="U-NOBODY", asked_at=on)
    question = Approval(claim=claim, asked="decline", asked_by="U-NOBODY", asked_at=on)
    name = Proposal(
        isco08="7212",
        kind="everyday",
        name="svarkachi",
        language="uz",
        proposed_by="U-NOBODY",
        proposed_at=on,
    )
    session.add_all([request, question, name])
    session.flush()
    return {
        "words": str(name.id),
        "erasures": request.reference,
        "approvals": question.reference,
        **_moved_money(session, claim, on),
    }


def _moved_money(session, claim: str, on) -> dict[str, str]:
    """Make a payment of a claim and the pay-out of its money, as entries of its ledger."""
    entry = {"claim": claim, "amount": 1, "currency": "RUB", "settles": 1, "at": on}
    entry |= {"settles_currency": "RUB", "officer": "U-NOBODY", "on": cast.TODAY, "method": "bank"}
    rows = (Payment(payer="employer", hand="held", **entry), PayOut(**entry))
    session.add_all(rows)
    session.flush()
    return {"payments": rows[0].reference, "pay-outs": rows[1].reference}


def _speaker(session, on) -> dict[str, str]:
    """Appoint a representative for a worker, unless there is one."""
    claim = session.get_one(Claim, cast.CLAIM)
    if any(one.speaks for one in representatives.list_for_claim(session, claim, cast.TODAY)):
        return {}
    new_representative = NewRepresentative(Kind.RELATIVE, "Malika Invented", "+998901112244")
    appointed = representatives.appoint(
        session, claim, new_representative, by=cast.CHINORA, on=on, day=cast.TODAY
    )
    return {"speaker": appointed.row.reference}


def looking_for_work(session, person, on) -> dict[str, str]:
    """Save a person's search, as often as it is used up, and name the job they apply for."""
    new_search = saved_searches.NewSearch("Work", tell=True)
    search = saved_searches.save(
        session, person, new_search, Query("welder"), by=cast.ALISHER, on=on
    )
    return {
        "apply": cast.named(session, "published").reference,
        "searches": str(search.id),
        "profile": "trades",
    }


def address(path: str, world: dict[str, str]) -> str:
    """Return a route with its records filled in.

    Each placeholder is found by its own name, or by the word before it.
    """
    parts: list[str] = []
    for part in path.split("/"):
        name = part.strip("{}").partition(":")[0]
        before = next((one for one in reversed(parts) if one in world), "")
        parts.append(
            part if not part.startswith("{") else world.get(name) or world.get(before) or "X-NONE"
        )
    return "/".join(parts)


def table_fingerprints(database, *, but=("journal", "counters")) -> dict[str, str]:
    """Return a fingerprint of each table's rows, so that a change can be named."""
    with database.read() as session:
        # The driver itself, because most tables are empty and the layers above cost more than the
        # query.
        result = session.connection().connection.cursor()
        rows = {
            name: sorted(map(repr, result.execute(f'SELECT * FROM "{name}"').fetchall()))  # noqa: S608
            for name in SQLModel.metadata.tables
            if name not in but
        }
    return {name: hashlib.sha256("\n".join(one).encode()).hexdigest() for name, one in rows.items()}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [name for name in before if before[name] != after[name]]
