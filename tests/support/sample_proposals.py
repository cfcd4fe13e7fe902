"""Licence proposals for tests, made by one officer and signed by another, and their rules."""

from datetime import date, datetime

from sqlmodel import Session

from catalog.core.actor import SYSTEM, Actor
from catalog.licensing import (
    inspections,
    legal_rules,
    licence_applications,
    proposal_decisions,
    proposal_rules,
)
from catalog.licensing.inspections import FindingsInput, NewFine, Point, Verdict
from catalog.licensing.legal_rules import NewLaw, Unit
from catalog.licensing.licence_applications import NewPetition
from catalog.licensing.proposals import NewProposal, Proposal, ProposedAction
from catalog.reference.countries import Mark
from catalog.vacancies.inactivity import IdleNotice, InactivityRule
from tests.support import cast
from tests.support.cast import FARIDA, GULNORA, TODAY

SINCE = date(2019, 1, 1)
LAW = [
    NewLaw("provisional_suspension", 10, Unit.DAYS, Mark.SOURCED, "invented", valid_from=SINCE),
    NewLaw("licence_decision", 30, Unit.DAYS, Mark.SOURCED, "invented", valid_from=SINCE),
    NewLaw("vetting_decision", 15, Unit.DAYS, Mark.SOURCED, "invented", valid_from=SINCE),
    NewLaw("idle_demand", 90, Unit.DAYS, Mark.SOURCED, "invented", valid_from=SINCE),
    NewLaw("stale_employer", 180, Unit.DAYS, Mark.SOURCED, "invented", valid_from=SINCE),
    NewLaw("idle_notice", 7, Unit.DAYS, Mark.SOURCED, "invented", valid_from=SINCE),
    NewLaw(
        "agency_deposit", 4_000, Unit.BCA, Mark.SOURCED, "invented", valid_from=date(2024, 12, 1)
    ),
    NewLaw(
        "base_calculation_amount",
        412_000_00,
        Unit.AMOUNT,
        Mark.SOURCED,
        "invented",
        "UZS",
        valid_from=date(2025, 8, 1),
    ),
]
WHOLE = 4_000 * 412_000_00
FIRM = NewPetition(
    "Yangi Ufq Bandlik MCHJ",
    "300 000 123",
    "Karim Olimov",
    "Karim Olimov\nZuhra Salimova",
    "Toshkent, Namuna 7",
    "+998 71 000 09 09",
    "KR, RU",
    "Samarqand, Namuna 1",
    "Hanbit Shipyard, KR",
)


def rules(session: Session, on: datetime) -> None:
    """Load the legal rules; a second time changes nothing."""
    legal_rules.load(session, LAW, by=SYSTEM, on=on)


def new_proposal(act: ProposedAction = ProposedAction.SUSPEND, **more: object) -> NewProposal:
    facts: dict[str, object] = {
        "reason": "No answer to a complaint",
        "number": "12-K",
        "authority": "Commission",
    }
    if act not in (
        ProposedAction.GRANT,
        ProposedAction.RENEW,
        ProposedAction.REFUSE,
        ProposedAction.LIFT,
        ProposedAction.UNBAR,
    ):
        facts["starts_on"] = TODAY
    return NewProposal(act, **(facts | more))  # type: ignore[arg-type]


def proposed(
    session: Session,
    agency: str | None = "AG-VALID",
    act: ProposedAction = ProposedAction.SUSPEND,
    *,
    on: datetime,
    by: Actor = FARIDA,
    employer: str | None = None,
    **more: object,
) -> Proposal:
    return proposal_rules.propose(
        session, new_proposal(act, **more), agency=agency, employer=employer, by=by, on=on
    )


def signed(
    session: Session,
    agency: str | None = "AG-VALID",
    act: ProposedAction = ProposedAction.SUSPEND,
    *,
    on: datetime,
    employer: str | None = None,
    **more: object,
) -> Proposal:
    """Make a proposal by one officer and confirm it by another."""
    row = proposed(session, agency, act, on=on, employer=employer, **more)
    return proposal_decisions.confirm(session, row.reference, by=GULNORA, on=on)


WRONG = dict.fromkeys(Point, Verdict.FINE) | {Point.FEES: Verdict.TO_MEND}
FINED = NewFine("255-1", "44-A", 30 * 412_000_00, "UZS", TODAY)


def desk(session: Session, agency: str, on: datetime) -> dict[str, str]:
    """Make one record of each kind at the licensing desk, by its word in addresses."""
    rules(session, on)
    row = cast.named(session, "unclassified")
    visit = inspections.plan(session, agency, TODAY, by=FARIDA, on=on)
    inspections.record_findings(
        session, visit.reference, FindingsInput(TODAY, WRONG, TODAY), by=FARIDA, on=on
    )
    fine = inspections.record_fine(session, agency, FINED, by=FARIDA, on=on)
    notice = IdleNotice(
        vacancy=row.reference,
        why=InactivityRule.DEMAND.value,
        noticed_on=TODAY,
        acts_on=TODAY,
        quiet_since=date(2026, 8, 1),
    )
    session.add(notice)
    session.flush()
    return {
        "titles": row.reference,
        "silent": row.employer,
        "firm": row.employer,
        "proposal": "bar",
        "point": "fees",
        "inspections": visit.reference,
        "fines": str(fine.id),
        "idle": str(notice.id),
        "petitions": licence_applications.file(
            session, FIRM, agency=agency, by=FARIDA, on=on
        ).reference,
        "proposals": proposed(session, agency, on=on).reference,
    }
