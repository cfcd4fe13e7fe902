"""One incident: what is next, the procedure, relatives, insurance, costs and claims."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.reference.countries import CURRENCIES_ABROAD, Country
from catalog.reference.posts import Post
from i18n import N_
from matching.identity import deaths
from matching.identity.persons import Citizen
from matching.placements import arrivals
from service.casework import people_access
from service.casework.claims.wage_claims import Claim
from service.casework.evidence.owners import RecordKind
from service.casework.incidents import (
    death_confirmation,
    incident_claims,
    incident_costs,
    incidents,
    insurance,
    procedure,
    relatives,
    shared_numbers,
)
from service.casework.incidents.death_confirmation import ConfirmationInput, TakingBack
from service.casework.incidents.incident_costs import CostTotal, IncidentCost
from service.casework.incidents.incidents import ClosingInput
from service.casework.incidents.insurance import InsurancePolicy
from service.casework.incidents.procedure import PlannedStep, StepEntry, StepInput
from service.casework.incidents.relatives import RelativeDetails
from service.casework.incidents.shared_numbers import SharedNumber
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.incidents import incident_correction_page
from service.pages.desk.shared import desk_page, record_documents
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class IncidentPage(msgspec.Struct):
    """An incident as its officers read it.

    `next` is the step that is due first, `withdrawn` what was recorded of steps by mistake,
    `died_on` the confirmed day of death, and `outcomes` those of its kind. `unpaid` are the claims
    that have money again after all was paid, and `shared` is who else has the worker's telephone."""

    row: Incident
    person: Citizen | None
    office: Post | None
    texts: dict[str, str]
    plan: list[PlannedStep]
    next: PlannedStep | None
    withdrawn: list[tuple[StepEntry, str]]
    died_on: date | None
    document: str
    entry: str
    officers: dict[str, str]
    writes: bool
    outcomes: list[str]
    unpaid: list[str]
    shared: SharedNumber | None


class IncidentParts(msgspec.Struct):
    """The relatives, policies, costs and claims of an incident, and what its forms offer.

    `notified` is whether a relative was told, `filed` are the claims filed from here, `acting` the heirs
    who act in each claim, and `day_of_death` the confirmed or stated day."""

    typed: dict[str, str]
    family: list[RelativeDetails]
    notified: bool
    heirs: list[RelativeDetails]
    policies: list[InsurancePolicy]
    numbers: dict[int | None, str]
    costs: list[IncidentCost]
    totals: list[CostTotal]
    filed: list[Claim]
    claims: list[Claim]
    day_of_death: date | None
    acting: dict[str, list[str]]
    claim_numbers: list[tuple[str, str]]
    currencies: list[tuple[str, str]]
    days: dict[str, str]


@page_get("/desk/incidents/{reference:str}", permission=Permission.INCIDENTS_READ)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return show_incident(request, reference)


def show_incident(
    request: Req,
    reference: str,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show the whole incident; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable."""
    by = context.actor(request)
    with context.reading(request) as session:
        row = incidents.get(session, reference, by=by)
        family = relatives.list_for_incident(session, row)
        answer = form_actions.form_page(
            request,
            "desk/incidents/incident.html",
            _page(session, row, family, by),
            _parts(session, row, family, by, typed or {}),
            incident_correction_page.history(request, session, row),
            record_documents.of_record(request, session, RecordKind.INCIDENT, reference),
            refusal=refusal,
            opened=_opened(request, typed or {}),
        )
    context.note_read(request, incidents.NOUN, reference)
    return answer


def _page(
    session: Session, row: Incident, family: list[RelativeDetails], by: Actor
) -> IncidentPage:
    plan, every = procedure.plan(session, row), procedure.entries(session, row)
    notes = procedure.notes(session, row, every)
    people = {row.owner, row.recorded_by, row.death_confirmed_by, row.death_entered_by}
    people |= {one.officer for one in every}
    people |= {getattr(one.row, name) for one in family for name in ("notified_by", "proved_by")}
    return IncidentPage(
        row=row,
        person=session.get(Citizen, row.citizen),
        office=session.get(Post, row.post) if row.post else None,
        texts={name: incidents.text(session, row, name) for name in incidents.TEXTS},
        plan=plan,
        next=next((one for one in plan if one.step.value == row.next_step), None),
        withdrawn=[(one, notes[one.id]) for one in every if one.withdrawn_at],
        died_on=deaths.day_of_death(session, row.citizen),
        document=death_confirmation.document(session, row),
        entry=death_confirmation.entry_version(row),
        officers=desk_page.officer_names(session, people),
        writes=access.allows(by, Permission.INCIDENTS_WRITE) and row.closed_on is None,
        outcomes=[one.value for one in incidents.OUTCOMES[incident_tables.IncidentKind(row.kind)]],
        unpaid=procedure.claims_with_money_again(session, row),
        shared=shared_numbers.find(session, row, by=by),
    )


def _parts(
    session: Session,
    row: Incident,
    family: list[RelativeDetails],
    by: Actor,
    typed: dict[str, str],
) -> IncidentParts:
    died = deaths.day_of_death(session, row.citizen) is not None
    policies = incidents.list_parts(session, row, InsurancePolicy)
    costs = incidents.list_parts(session, row, IncidentCost)
    own = procedure.claims_of_worker(session, row.citizen)
    person = session.get_one(Citizen, row.citizen)
    records = [person, *people_access.same_person(session, person, by=by)]
    place = session.get_one(Country, row.country)
    sums = filter(None, [place.currency, *CURRENCIES_ABROAD])
    return IncidentParts(
        typed=typed,
        family=family,
        notified=any(one.row.notified_on and not one.row.withdrawn_at for one in family),
        heirs=[one for one in family if died and incident_tables.is_proved_heir(one.row)],
        policies=policies,
        numbers=insurance.numbers(session, row, policies),
        costs=costs,
        totals=incident_costs.totals(costs),
        filed=incident_claims.list_claims(session, row),
        claims=people_access.claims(session, records, by=by)
        if access.allows(by, Permission.WAGES_READ)
        else [],
        day_of_death=incident_claims.day_of_death(session, row),
        acting=incident_claims.acting_heirs(session, own),
        claim_numbers=[(one, one) for one in own],
        currencies=[(one, one) for one in dict.fromkeys(sums)],
        days=_days_of_work(session, row),
    )


def _opened(request: Req, typed: Mapping[str, str]) -> str:
    """Return the row whose forms are shown: that of a mistake, or the one in the address.

    It is the reference of a relative, or `policy-` or `cost-` with its number."""
    rows = {"insurer_policy": "policy-", "payer_cost": "cost-"}
    rows |= dict.fromkeys(("notice_relative", "kin_number"), "")
    sent = next((rows[name] + typed[name] for name in rows if typed.get(name)), "")
    return sent or request.query_params.get("open", "")


def _days_of_work(session: Session, row: Incident) -> dict[str, str]:
    """Return the days of work that the form of a claim begins with: both, or none."""
    placed = next(iter(arrivals.list_for_person(session, row.citizen)), None)
    first = placed.arrived_on if placed else None
    values = {"claim_worked_from": first, "claim_worked_to": row.happened_on if first else None}
    return {name: day.isoformat() for name, day in values.items() if day}


def _find(act: FormAction, reference: str) -> Incident:
    return incidents.get(act.session, reference, by=act.by, hold=True)


post = partial(
    form_actions.post,
    back="/desk/incidents/{reference}",
    find=_find,
    redraw=show_incident,
    reads=Permission.INCIDENTS_READ,
    versioned=False,
)
write = partial(post, permission=Permission.INCIDENTS_WRITE)


@write("/desk/incidents/{reference:str}/steps", part="step_", done=N_("The step is recorded."))
def record_step(act: FormAction, row: Incident) -> None:
    entered = act.read(StepInput)
    procedure.record(act.session, row, entered, by=act.by, on=act.on, day=act.day)


@write("/desk/incidents/{reference:str}/steps/withdraw", done=N_("The step is withdrawn."))
def withdraw_step(act: FormAction, row: Incident) -> None:
    number = forms.parse_hidden_number(act.typed.get("number", ""))
    procedure.withdraw(act.session, row, number, by=act.by, on=act.on)


@write(
    "/desk/incidents/{reference:str}/death",
    part="death_",
    done=N_("The document is recorded. Another officer must check it and confirm the death."),
)
def enter_death(act: FormAction, row: Incident) -> None:
    confirmation = act.read(ConfirmationInput)
    death_confirmation.enter(act.session, row, confirmation, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/incidents/{reference:str}/death/confirm",
    permission=Permission.INCIDENTS_DECIDE,
    done=N_("The death is confirmed. The service sends nothing more to this person’s telephone."),
)
def confirm_death(act: FormAction, row: Incident) -> None:
    seen = act.typed.get("entry", "")
    death_confirmation.confirm(act.session, row, seen, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/incidents/{reference:str}/death/take-back",
    permission=Permission.INCIDENTS_DECIDE,
    part="back_",
    done=N_("The confirmation is taken back."),
)
def take_back_death(act: FormAction, row: Incident) -> None:
    taking_back = act.read(TakingBack)
    death_confirmation.take_back(act.session, row, taking_back, by=act.by, on=act.on)


@write("/desk/incidents/{reference:str}/close", part="close_", done=N_("The incident is closed."))
def close(act: FormAction, row: Incident) -> None:
    closing = act.read(ClosingInput)
    incidents.close(act.session, row, closing, by=act.by, on=act.on, day=act.day)


@write("/desk/incidents/{reference:str}/reopen", done=N_("The incident is open again."))
def reopen(act: FormAction, row: Incident) -> None:
    incidents.reopen(act.session, row, by=act.by, on=act.on)
