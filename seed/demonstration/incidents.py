"""Invented incidents: the death of a worker in Russia, and a detention in Kazakhstan."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from matching.identity import known_persons
from matching.identity.persons import AgeBand, Citizen, NewCitizen, Sex
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service.casework.incidents import (
    death_confirmation,
    incident_claims,
    incident_costs,
    incidents,
    insurance,
    procedure,
    relatives,
)
from service.casework.incidents.death_confirmation import ConfirmationInput
from service.casework.incidents.incident_claims import NewIncidentClaim
from service.casework.incidents.incident_costs import CostPayer, CostPurpose, NewCost
from service.casework.incidents.incidents import NewIncident
from service.casework.incidents.insurance import NewPolicy
from service.casework.incidents.procedure import ProcedureStep, StepInput
from service.casework.incidents.relatives import FamilyNotice, NewRelative
from service.casework.scope.incident_tables import (
    Incident,
    IncidentKind,
    Kinship,
    NoticeConsent,
    NoticeMethod,
    Proof,
)

_DEATH: Timeline = (
    working_days_ago("recorded", 9),
    after("told", hours=3),
    after("confirmed", days=1),
    after("agreed", days=1),
    after("insured", days=2),
    after("proved", days=2),
)
_DETENTION: Timeline = (
    working_days_ago("recorded", 3),
    after("found", hours=4),
    after("visited", days=1),
)


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    yield Scenario(_DEATH, _death(session, cast))
    yield Scenario(_DETENTION, _detention(session, cast))


def _worker(
    session: Session, name: str, phone: str, region: str, by: Actor, on: datetime
) -> Citizen:
    new = NewCitizen(name, phone, "uz", Sex.MALE, AgeBand.FROM_30, region)
    return known_persons.record(session, new, by=by, on=on)


def _take(
    session: Session, row: Incident, step: ProcedureStep, note: str, by: Actor, on: datetime
) -> None:
    day = tashkent_day(on)
    procedure.record(session, row, StepInput(step, day, note=note), by=by, on=on, day=day)


def _death(session: Session, cast: ActorsByName) -> Actions:
    """A worker dies at a building site; his widow proves her right and an insurer is asked."""
    elyor, moment = cast["elyor"], (yield "recorded")
    day = tashkent_day(moment)
    died = day - timedelta(days=1)
    worker = _worker(session, "Namuna Vafotov", "+998 00 551 10 01", "1710", elyor, moment)
    found = _accident(died)
    row = incidents.record(session, worker, found, by=elyor, on=moment, day=day)
    widow = NewRelative(
        "Namuna Vafotova", Kinship.SPOUSE, "+998 00 551 10 02", True, Proof.INHERITANCE, "NM 000001"
    )
    heir = relatives.add(session, row, widow, by=elyor, on=moment)
    moment = yield "told"
    notice = FamilyNotice(heir.reference, day, NoticeMethod.TELEPHONE)
    relatives.record_notice(session, row, notice, by=elyor, on=moment, day=day)
    moment = yield "confirmed"
    day = tashkent_day(moment)
    paper = ConfirmationInput(died, "Oʻlim haqida guvohnoma № 000001 (namuna)")
    death_confirmation.enter(session, row, paper, by=elyor, on=moment, day=day)
    seen = death_confirmation.entry_version(row)
    death_confirmation.confirm(session, row, seen, by=cast["chinora"], on=moment, day=day)
    moment = yield "agreed"
    _take(session, row, ProcedureStep.BURIAL, "Qashqadaryoda (namuna).", elyor, moment)
    _add_costs(session, row, elyor, moment)
    moment = yield "insured"
    day = tashkent_day(moment)
    policy = NewPolicy("Namuna Strakh (namuna)", "NS-000001", 1_000_000_00, "RUB", day)
    insurance.add(session, row, policy, by=elyor, on=moment, day=day)
    moment = yield "proved"
    _claim_for_heir(session, row, heir.reference, died, cast, moment)


def _accident(died: date) -> NewIncident:
    return NewIncident(
        IncidentKind.DEATH,
        "RU",
        "Qurilish maydonida baxtsiz hodisa yuz berdi (namuna).",
        employer="Severny Dvor (namuna)",
        happened_on=died,
        whereabouts="Tver, 2-sonli oʻlikxona, tel. 000-00-00 (namuna).",
        informant="Brigada boshligʻi telefon qildi (namuna).",
    )


def _add_costs(session: Session, row: Incident, by: Actor, on: datetime) -> None:
    day = tashkent_day(on)
    for new_cost in (
        NewCost(CostPurpose.BODY, 185_000_00, "RUB", CostPayer.EMPLOYER, day),
        NewCost(CostPurpose.DOCUMENTS, 12_500_00, "RUB", CostPayer.MISSION, day),
        NewCost(CostPurpose.BURIAL, 6_000_000_00, "UZS"),
    ):
        incident_costs.add(session, row, new_cost, by=by, on=on, day=day)


def _claim_for_heir(
    session: Session, row: Incident, heir: str, died: date, cast: ActorsByName, on: datetime
) -> None:
    """Prove the heir by another officer, and file a claim in which she acts."""
    day, chinora = tashkent_day(on), cast["chinora"]
    relatives.prove(session, row, heir, by=chinora, on=on, day=day)
    new_claim = NewIncidentClaim(
        "RUB",
        died - timedelta(days=200),
        died,
        wages=140_000_00,
        compensation=1_000_000_00,
        heir=heir,
    )
    incident_claims.file(session, row, new_claim, by=chinora, on=on, day=day)


def _detention(session: Session, cast: ActorsByName) -> Actions:
    """A worker is detained at a check of documents; a consul visits him."""
    parvina, moment = cast["parvina"], (yield "recorded")
    day = tashkent_day(moment)
    worker = _worker(session, "Namuna Ushlanov", "+998 00 551 20 01", "1733", parvina, moment)
    new_incident = NewIncident(
        IncidentKind.DETENTION,
        "KZ",
        "Hujjat tekshiruvida ushlangan (namuna).",
        employer="Batys Qurylys (namuna)",
        happened_on=day,
        informant="Hamkasbi aytdi (namuna).",
    )
    row = incidents.record(session, worker, new_incident, by=parvina, on=moment, day=day)
    mother = NewRelative("Namuna Ushlanova", Kinship.PARENT, "+998 00 551 20 02")
    kin = relatives.add(session, row, mother, by=parvina, on=moment)
    moment = yield "found"
    note = "Olmaota shahri, qabul boʻlimi; roʻyxatdan oʻtmagan (namuna)."
    _take(session, row, ProcedureStep.PLACE, note, parvina, moment)
    moment = yield "visited"
    _take(session, row, ProcedureStep.VISIT, "Sogʻligʻi yaxshi (namuna).", parvina, moment)
    notice = FamilyNotice(
        kin.reference, tashkent_day(moment), NoticeMethod.TELEPHONE, NoticeConsent.AGREED
    )
    day = tashkent_day(moment)
    relatives.record_notice(session, row, notice, by=parvina, on=moment, day=day)
