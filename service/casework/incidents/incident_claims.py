"""Wage claims filed from an incident: for the worker, or after a death for the heirs."""

from datetime import date, datetime

import msgspec
from sqlalchemy import bindparam, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import CurrencyCode, Line, Minor
from i18n import N_
from matching.identity import deaths
from matching.identity.persons import Citizen
from service.casework.claims import heir_actions, line_days, own_claims, wage_claims
from service.casework.claims.components import Component
from service.casework.claims.own_claims import Work
from service.casework.claims.wage_claims import Claim, FiledClaim, NewLine
from service.casework.incidents import incidents, procedure, relatives
from service.casework.incidents.procedure import ProcedureStep
from service.casework.scope import incident_tables
from service.casework.scope.incident_tables import Incident, IncidentKind, Relative
from service.casework.workflow import representatives
from service.casework.workflow.representatives import (
    NamedRepresentative,
    NewRepresentative,
    Representative,
)

# What can be claimed from an incident, by the field of its amount.
COMPONENTS = {
    "wages": Component.BASE_PAY,
    "compensation": Component.INJURY,
    "insurance": Component.INSURANCE,
}


class ClaimedBefore(Refusal):
    slug = "incident-claimed-before"
    sentence = N_(
        "A claim for this is already open: %(claim)s. Add to that claim, or close it first."
    )


class NoEmployerOfIncident(Refusal):
    slug = "no-employer-of-incident"
    sentence = N_("The employer of the incident is not recorded. Correct the facts first.")


class NoAmountClaimed(Refusal):
    slug = "no-amount-claimed"
    sentence = N_("Enter at least one amount that is claimed.")


class NotAnHeir(Refusal):
    slug = "heir-not-proved"
    sentence = N_("This relative is not a proved heir of a worker whose death is confirmed.")


class IncidentClaim(SQLModel, table=True):
    """The incident from which a claim was filed."""

    __tablename__ = "incident_claims"
    claim: str = Field(primary_key=True, foreign_key="claims.reference", max_length=24)
    incident: str = Field(foreign_key="incidents.reference", index=True, max_length=24)


class NewIncidentClaim(msgspec.Struct, forbid_unknown_fields=True):
    """The sums claimed in minor units, the days of work, and the heir who claims, if proved.

    A claim for the insurance benefit alone may be without days of work."""

    currency: CurrencyCode
    worked_from: date | None = None
    worked_to: date | None = None
    wages: Minor = 0
    compensation: Minor = 0
    insurance: Minor = 0
    heir: str | None = None


class HeirInput(msgspec.Struct, forbid_unknown_fields=True):
    claim: Line
    relative: Line


def file(
    session: Session,
    row: Incident,
    new_claim: NewIncidentClaim,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> FiledClaim:
    """File a claim for the worker of an incident; a proved heir, if named, represents it.

    Refuses: procedure.IncidentClosed, NoEmployerOfIncident, NoAmountClaimed, ClaimedBefore, NotAnHeir,
    line_days.WorkedAfterDeath, and what wage_claims.file refuses."""
    procedure.require_open(row)
    if not row.employer:
        raise NoEmployerOfIncident
    if new_claim.heir:
        _require_heir(session, row, new_claim.heir)
    person = session.get_one(Citizen, row.citizen)
    lines = claimed_lines(new_claim)
    if not lines:
        raise NoAmountClaimed("wages")
    _require_new(session, row, [line.component for line in lines])
    line_days.require_before_death(new_claim.worked_to, day_of_death(session, row))
    work = Work(row.employer, row.country, "", new_claim.worked_from, new_claim.worked_to)
    story = incidents.text(session, row, "story") or None
    filed = own_claims.file(session, person, work, lines, story, by=by, on=on, day=day)
    if row.kind == IncidentKind.DEATH:
        filed.claim.next_action = wage_claims.seal_next(
            session, filed.claim, heir_actions.FAMILY_ACTION
        )
    session.add(IncidentClaim(claim=filed.claim.reference, incident=row.reference))
    session.flush()
    journal.write(session, "claim", incidents.NOUN, row.reference, by=by, on=on)
    procedure.follow(session, row, ProcedureStep.PAY, day, by=by, on=on)
    if new_claim.heir:
        name_heir(session, row, filed.claim, new_claim.heir, by=by, on=on, day=day)
    return filed


def claimed_lines(new_claim: NewIncidentClaim) -> list[NewLine]:
    """Return the lines of a claim, without what is not claimed."""
    return [
        NewLine(component, getattr(new_claim, name), new_claim.currency)
        for name, component in COMPONENTS.items()
        if getattr(new_claim, name)
    ]


def _require_new(session: Session, row: Incident, wanted: list[Component]) -> None:
    """Require that no open claim of this incident has one of these components."""
    open_ = [one for one in list_claims(session, row) if one.state != wage_claims.ClaimState.CLOSED]
    for claim in open_:
        for line in wage_claims.lines(session, claim.reference):
            if line.component in wanted:
                raise ClaimedBefore(claim=claim.reference)


def _require_heir(session: Session, row: Incident, number: str) -> Relative:
    found = incident_tables.find_heir(session, number, row.citizen)
    if found is None or found.incident != row.reference:
        raise NotAnHeir("heir")
    return found


def name_heir(
    session: Session,
    row: Incident,
    claim: Claim,
    number: str,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> NamedRepresentative:
    """Name a proved heir as the one who acts in a claim of the worker who has died.

    Refuses: NotAnHeir, NotFound, and what representatives.appoint refuses."""
    heir = _require_heir(session, row, number)
    if claim.reference not in procedure.claims_of_worker(session, row.citizen):
        raise NotFound("claim")
    name, phone, proof = (
        incident_tables.relative_text(session, heir, one) for one in relatives.SEALED
    )
    new = NewRepresentative(representatives.Kind.HEIR, name, phone, proof, relative=heir.reference)
    return representatives.appoint(session, claim, new, by=by, on=on, day=day)


def list_claims(session: Session, row: Incident) -> list[Claim]:
    """Return the claims filed from an incident, newest first."""
    asked = select(Claim).join(IncidentClaim, col(IncidentClaim.claim) == col(Claim.reference))
    mine = asked.where(col(IncidentClaim.incident) == row.reference)
    return list(session.execute(mine.order_by(col(Claim.filed_at).desc())).scalars())


_INCIDENT = select(col(IncidentClaim.incident)).where(
    col(IncidentClaim.claim) == bindparam("claim")
)


def is_from_incident(session: Session, claim: Claim) -> bool:
    return session.execute(_INCIDENT, {"claim": claim.reference}).scalar() is not None


def is_for_heirs(session: Session, row: Incident) -> bool:
    """Return whether a claim from this incident is for the heirs of a worker who has died."""
    return deaths.day_of_death(session, row.citizen) is not None


def day_of_death(session: Session, row: Incident) -> date | None:
    """Return the day on which the worker died: as confirmed, or as this incident states it."""
    stated = row.happened_on if row.kind == IncidentKind.DEATH else None
    return deaths.day_of_death(session, row.citizen) or stated


def acting_heirs(session: Session, claims: list[str]) -> dict[str, list[str]]:
    """Return the heirs who act in each of these claims, by the claim."""
    asked = select(col(Representative.claim), col(Representative.relative)).where(
        col(Representative.claim).in_(claims),
        col(Representative.relative).is_not(None),
        col(Representative.withdrawn_at).is_(None),
    )
    found: dict[str, list[str]] = {}
    for claim, relative in session.execute(asked):
        found.setdefault(claim, []).append(relative)
    return found
