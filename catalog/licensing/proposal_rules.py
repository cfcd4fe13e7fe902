"""Proposals about a licence or the black list, and the states from which each is possible."""

from datetime import date, datetime, timedelta
from typing import ClassVar

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import InvalidInput, NotFound, Refusal
from catalog.core.fields import YEAR, require_within, tashkent_day
from catalog.employers import blacklist
from catalog.employers.blacklist import BarredKind, BarredName
from catalog.employers.employers import Employer
from catalog.licensing import agencies, legal_rules, licence_applications, licences
from catalog.licensing.agencies import Agency
from catalog.licensing.licence_applications import ApplicationKind, Petition
from catalog.licensing.licences import Licence, NewOrder, Order, OrderKind
from catalog.licensing.proposals import (
    ALLOWED_FROM,
    NEEDS,
    PETITION_ACTIONS,
    NewProposal,
    Outcome,
    Proposal,
    ProposedAction,
    noun,
)
from i18n import N_

# The rule of law that says for how many days an emergency suspension holds without a second
# officer.
PROVISIONAL = "provisional_suspension"


class MissingField(Refusal):
    slug = "not-told"
    sentence = N_("You must fill this in for this type of proposal.")


class NotPossibleFromState(Refusal):
    slug = "not-from-here"
    sentence = N_("You cannot do this while the licence status is “%(state)s”.")
    coded: ClassVar = {"state": "licence_state"}


class ProposalWaits(Refusal):
    slug = "proposal-waits"
    sentence = N_(
        "The same change has already been proposed and is waiting for a second signature."
    )


class NoPetition(Refusal):
    slug = "nothing-asked"
    sentence = N_("This firm has no application waiting for a decision.")


class NoEmergency(Refusal):
    slug = "no-emergency"
    sentence = N_("Only a suspension can take effect immediately, and only from today.")


class NoDaysByLaw(Refusal):
    slug = "no-days-by-law"
    sentence = N_(
        "No rule says how many days an immediate suspension lasts, so two signatures are needed."
    )


class EmergencyBefore(Refusal):
    slug = "emergency-before"
    sentence = N_(
        "An earlier immediate suspension of this licence was never confirmed. Two signatures "
        "are now needed before it can be suspended again."
    )


def propose(
    session: Session,
    new_proposal: NewProposal,
    *,
    agency: str | None = None,
    employer: str | None = None,
    by: Actor,
    on: datetime,
) -> Proposal:
    """Propose an act on a licence or the black list.

    Nothing takes effect yet, except a suspension in an emergency. Refuses: NotFound, MissingField,
    NotPossibleFromState, ProposalWaits, NoPetition, NoEmergency, NoDaysByLaw, EmergencyBefore,
    licences.WrongPeriod, fields.TooLongAgo, fields.TooFarAhead, licences.NumberTaken,
    blacklist.FirmBarred.
    """
    day = tashkent_day(on)
    _require_sense(new_proposal, day)
    row = _build_proposal(session, new_proposal, agency, employer, day)
    if new_proposal.act in ALLOWED_FROM:
        require_possible(session, row, day)
    _require_first(session, row)
    row.proposed_by, row.proposed_at = by.account, on
    if new_proposal.provisional:
        row.order = _bind_at_once(session, row, by=by, on=on)
    session.add(row)
    session.flush()
    journal.write(session, "propose", *noun(row), by=by, on=on, fields=(row.act,))
    return row


def _require_sense(new_proposal: NewProposal, day: date) -> None:
    missing = [name for name in NEEDS.get(new_proposal.act, ()) if not getattr(new_proposal, name)]
    if missing:
        raise InvalidInput([MissingField(name) for name in missing])
    for name in ("starts_on", "until", "valid_from", "valid_to"):
        if (when := getattr(new_proposal, name)) is not None:
            require_within(day - YEAR, when, day + 12 * YEAR, name)
    for first, last in (("starts_on", "until"), ("valid_from", "valid_to")):
        begins, ends = getattr(new_proposal, first), getattr(new_proposal, last)
        if ends is not None and ends < max(begins or ends, day):
            raise licences.WrongPeriod(last)
    if new_proposal.provisional and (
        new_proposal.act is not ProposedAction.SUSPEND or new_proposal.starts_on != day
    ):
        raise NoEmergency("provisional")


def _build_proposal(
    session: Session, new_proposal: NewProposal, agency: str | None, employer: str | None, day: date
) -> Proposal:
    """The proposal with the record it is about. Refuses: NotFound."""
    says = msgspec.structs.asdict(new_proposal) | {
        "act": new_proposal.act.value,
        "barred": new_proposal.barred or "",
        "code": new_proposal.code or "",
    }
    row = Proposal(**says, agency=agency, employer=employer)
    if employer is not None:
        row.barred = BarredKind.EMPLOYER.value if new_proposal.act is ProposedAction.BAR else ""
        if session.get(Employer, employer) is None or new_proposal.act not in (
            ProposedAction.BAR,
            ProposedAction.UNBAR,
        ):
            raise NotFound
    if agency is not None:
        row.licence = current_licence(session, new_proposal.act, agency, day)
        if (
            new_proposal.act is ProposedAction.BAR
            and new_proposal.barred is not BarredKind.DIRECTOR
        ):
            row.barred = BarredKind.AGENCY.value
        if row.barred == BarredKind.DIRECTOR and not session.get_one(Agency, agency).director:
            raise NotFound("barred")
    _require_what_ends(session, row, day)
    return row


def current_licence(session: Session, act: ProposedAction, agency: str, day: date) -> int | None:
    """The licence that an act is about.

    A new application does not withdraw the existing licence from an order against it.
    """
    held = agencies.status(session, agency, day, decided=act not in PETITION_ACTIONS).licence
    return held.id if held else None


def _require_what_ends(session: Session, row: Proposal, day: date) -> None:
    """Check that the order to lift or the entry to remove is of this firm and in force.

    Refuses: NotFound.
    """
    order = session.get(Order, row.order) if row.act == ProposedAction.LIFT and row.order else None
    entry = (
        session.get(BarredName, row.entry)
        if row.act == ProposedAction.UNBAR and row.entry
        else None
    )
    if row.act == ProposedAction.LIFT:
        held = session.get(Licence, order.licence) if order else None
        if (
            order is None
            or held is None
            or held.agency != row.agency
            or not licences.in_force(order, day)
        ):
            raise NotFound
    if row.act == ProposedAction.UNBAR and (
        entry is None
        or (entry.agency, entry.employer) != (row.agency, row.employer)
        or not blacklist.holds(entry, day)
    ):
        raise NotFound
    row.order, row.entry = order.id if order else None, entry.id if entry else None


def require_possible(session: Session, row: Proposal, day: date) -> None:
    """Check that the state of the licence allows the act, leaving out its own emergency order.

    A grant, renewal or refusal is bound to the waiting application. Refuses: NotFound,
    NotPossibleFromState, NoPetition, licences.NumberTaken, blacklist.FirmBarred.
    """
    held = session.get(Licence, row.licence) if row.licence else None
    if held is None or held.country != licences.HOME:
        raise NotFound
    orders = session.execute(select(Order).where(col(Order.licence) == held.id)).scalars()
    state = licences.state(held, [one for one in orders if one.id != row.order], day)
    if state not in ALLOWED_FROM[ProposedAction(row.act)]:
        raise NotPossibleFromState(state=state.value)
    if row.act in PETITION_ACTIONS and row.petition is None:
        row.petition = _petition(session, row).reference
    if row.act in (ProposedAction.GRANT, ProposedAction.RENEW):
        blacklist.require_clear(session, {held.agency}, day)
    if row.act == ProposedAction.GRANT:
        licences.require_grantable(
            session, licences.NewLicence(held.agency, held.country, number=row.licence_no)
        )


def _petition(session: Session, row: Proposal) -> Petition:
    asked = {
        ProposedAction.GRANT: ApplicationKind.LICENCE,
        ProposedAction.RENEW: ApplicationKind.RENEWAL,
    }.get(ProposedAction(row.act))
    for one in licence_applications.list_waiting(session, str(row.agency)):
        if asked in (None, one.asked):
            return one
    raise NoPetition("act")


def _require_first(session: Session, row: Proposal) -> None:
    same = select(Proposal).where(
        col(Proposal.outcome) == Outcome.WAITING.value, col(Proposal.act) == row.act
    )
    for other in session.execute(same).scalars():
        if _subject(row) == _subject(other):
            raise ProposalWaits("act")


def _subject(row: Proposal) -> tuple[object, ...]:
    return (
        row.agency,
        row.employer,
        row.barred,
        row.entry,
        row.act == ProposedAction.LIFT and row.order,
    )


def _bind_at_once(session: Session, row: Proposal, *, by: Actor, on: datetime) -> int | None:
    """Suspend at once for the days that the rule gives one officer; once a year."""
    day, licence = tashkent_day(on), row.licence or 0
    days = legal_rules.days(session, PROVISIONAL, day)
    if not days:
        raise NoDaysByLaw("provisional")
    before = (
        col(Order.licence) == licence,
        col(Order.provisional).is_(True),
        col(Order.starts_on) > day - YEAR,
    )
    if session.execute(select(Order).where(*before)).first():
        raise EmergencyBefore("provisional")
    last = day + timedelta(days=days - 1)
    until = min(row.until or last, last)
    new_order = NewOrder(OrderKind.SUSPEND, day, row.reason, until, row.authority, row.number)
    order = licences.add_order(session, licence, new_order, by=by, on=on)
    order.provisional = True
    session.flush()
    return order.id
