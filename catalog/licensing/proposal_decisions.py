"""The second signature on a proposal: a colleague confirms it, sends it back or it is withdrawn."""

from collections.abc import Callable
from datetime import datetime

import msgspec
from sqlmodel import Session

from catalog.core import journal, staff_notices
from catalog.core.actor import Actor
from catalog.core.approvals import require_other_person
from catalog.core.errors import NotFound, Refusal, require_found
from catalog.core.fields import Line, tashkent_day
from catalog.core.staff_notices import NoticeKind
from catalog.employers import blacklist
from catalog.employers.blacklist import BarredKind, NewEntry, Reason
from catalog.employers.employers import Employer
from catalog.licensing import (
    agencies,
    deposits,
    licence_applications,
    licences,
    proposal_rules,
    proposals,
)
from catalog.licensing.licence_applications import ApplicationKind, Petition
from catalog.licensing.licences import Licence, NewLicence, NewOrder, Order, OrderKind
from catalog.licensing.proposals import ALLOWED_FROM, Outcome, Proposal, ProposedAction
from i18n import N_

# The journal act for each outcome of a proposal.
JOURNAL_ACTS = {
    Outcome.CONFIRMED: "confirmed_proposal",
    Outcome.SENT_BACK: "sent_back_proposal",
    Outcome.WITHDRAWN: "withdrawn_proposal",
}


class SettledBefore(Refusal):
    slug = "settled-before"
    sentence = N_("This proposal has already been confirmed, sent back or withdrawn.")


class ProposerConfirms(Refusal):
    slug = "proposer-confirms"
    sentence = N_("The officer who made a proposal cannot confirm it. Ask a colleague.")


class NotYourOwn(Refusal):
    slug = "not-yours"
    sentence = N_("Only the officer who made this proposal can withdraw it.")


class PetitionChanged(Refusal):
    slug = "moved-since"
    sentence = N_(
        "The licence or application has changed since this was proposed. Send the proposal "
        "back and make a new one."
    )


class AnswerInput(msgspec.Struct, forbid_unknown_fields=True):
    answer: Line


def confirm(session: Session, number: str, *, by: Actor, on: datetime) -> Proposal:
    """Confirm a proposal as the second officer; it takes effect now.

    Refuses: NotFound, SettledBefore, ProposerConfirms, PetitionChanged, licences.WrongPeriod, and
    what proposal_rules.propose refuses of an act that is no longer possible.
    """
    row = _lock_waiting(session, number)
    require_other_person(by, ProposerConfirms, row.proposed_by)
    day = tashkent_day(on)
    if ProposedAction(row.act) in ALLOWED_FROM:
        if row.licence != proposal_rules.current_licence(
            session, ProposedAction(row.act), str(row.agency), day
        ):
            raise PetitionChanged
        proposal_rules.require_possible(session, row, day)
        _require_same_petition(session, row)
    if row.until is not None and row.until < day:
        raise licences.WrongPeriod
    _EFFECTS[ProposedAction(row.act)](session, row, by=by, on=on)
    return _settle(session, row, Outcome.CONFIRMED, "", by=by, on=on)


def send_back(
    session: Session, number: str, answer_input: AnswerInput, *, by: Actor, on: datetime
) -> Proposal:
    """Send a proposal back with a reason; an emergency order made with it ends.

    Refuses: NotFound, SettledBefore, ProposerConfirms.
    """
    row = _lock_waiting(session, number)
    require_other_person(by, ProposerConfirms, row.proposed_by)
    _end_emergency(session, row, by=by, on=on)
    return _settle(session, row, Outcome.SENT_BACK, answer_input.answer, by=by, on=on)


def take_back(session: Session, number: str, *, by: Actor, on: datetime) -> Proposal:
    """Withdraw one's own proposal. Refuses: NotFound, SettledBefore, NotYourOwn."""
    row = _lock_waiting(session, number)
    if row.proposed_by != by.account:
        raise NotYourOwn
    _end_emergency(session, row, by=by, on=on)
    return _settle(session, row, Outcome.WITHDRAWN, "", by=by, on=on)


def _lock_waiting(session: Session, number: str) -> Proposal:
    """The waiting proposal, locked until the transaction ends, so that a second officer is
    refused."""
    row = require_found(session.get(Proposal, number, with_for_update=True, populate_existing=True))
    if row.outcome != Outcome.WAITING:
        raise SettledBefore
    for about, number_ in ((Licence, row.licence), (Petition, row.petition)):
        if number_:
            session.get(about, number_, with_for_update=True, populate_existing=True)
    return row


def _settle(
    session: Session, row: Proposal, outcome: Outcome, answer: str, *, by: Actor, on: datetime
) -> Proposal:
    row.outcome, row.answer, row.decided_by, row.decided_at = outcome.value, answer, by.account, on
    session.flush()
    about = proposals.noun(row)
    journal.write(session, JOURNAL_ACTS[outcome], *about, by=by, on=on, fields=(row.act,))
    # Whoever withdraws a proposal made it, and gets no notice of that.
    confirmed = outcome is Outcome.CONFIRMED
    kind = NoticeKind.PROPOSAL_CONFIRMED if confirmed else NoticeKind.PROPOSAL_RETURNED
    staff_notices.notify(session, [row.proposed_by], kind, *about, by=by, on=on)
    return row


def _require_same_petition(session: Session, row: Proposal) -> None:
    """Check that the application of this proposal still waits.

    A later application is not decided by it. Refuses: PetitionChanged.
    """
    if (
        row.petition
        and session.get_one(Petition, row.petition).outcome != licence_applications.Outcome.WAITING
    ):
        raise PetitionChanged


def _end_emergency(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    order = session.get(Order, row.order) if row.provisional and row.order else None
    if order and licences.in_force(order, tashkent_day(on)):
        licences.lift(session, row.order or 0, by=by, on=on)


def _grant(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    """Grant the licence and apply the firm's details.

    It is active from the day its deposit covers what the law requires.
    """
    licence_applications.apply_changes(
        session, session.get_one(Petition, row.petition), by=by, on=on
    )
    day, held = tashkent_day(on), session.get_one(Licence, row.licence)
    held.number, held.number_key = row.licence_no, licences.number_key(row.licence_no)
    held.granted_on, held.valid_from, held.valid_to = day, row.valid_from, row.valid_to
    held.authority = row.authority
    cover = deposits.covers(session, [held.agency], day)[held.agency]
    if cover.needed is not None and not cover.below:
        held.activated_on = day
    session.flush()
    fields = ("number", "valid_from", "valid_to")
    journal.write(session, "grant", "licence", held.agency, by=by, on=on, fields=fields)
    _answer(session, row, licence_applications.Outcome.GRANTED, by=by, on=on)


def _renew(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    """Extend the same licence; its orders stay in force."""
    held = session.get_one(Licence, row.licence)
    new_licence = NewLicence(
        held.agency, held.country, valid_from=held.valid_from, valid_to=row.valid_to
    )
    licences.redate(session, held, new_licence, by=by, on=on)
    licence_applications.apply_changes(
        session, session.get_one(Petition, row.petition), by=by, on=on
    )
    _answer(session, row, licence_applications.Outcome.GRANTED, by=by, on=on)


def _refuse(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    """Refuse an application; a licence that was to be renewed stays as it is until it ends."""
    if session.get_one(Petition, row.petition).asked == ApplicationKind.LICENCE:
        order = NewOrder(
            OrderKind.REFUSE, tashkent_day(on), row.reason, None, row.authority, row.number
        )
        row.order = licences.add_order(session, row.licence or 0, order, by=by, on=on).id
    _answer(session, row, licence_applications.Outcome.REFUSED, by=by, on=on)


def _answer(
    session: Session,
    row: Proposal,
    outcome: licence_applications.Outcome,
    *,
    by: Actor,
    on: datetime,
) -> None:
    licence_applications.decide(
        session, session.get_one(Petition, row.petition), outcome, by=by, on=on
    )


def _bind(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    """Add the order, from today at the earliest.

    What was done before is covered by the licence.
    """
    day, kind = tashkent_day(on), OrderKind(row.act)
    begun = session.get(Order, row.order) if row.order else None
    if begun and licences.in_force(begun, day):
        begun.until, begun.provisional = row.until, False
        session.flush()
        journal.write(
            session, kind.value, "licence", str(row.agency), by=by, on=on, fields=("orders",)
        )
        return
    starts = max(row.starts_on or day, day)
    new_order = NewOrder(kind, starts, row.reason, row.until, row.authority, row.number)
    row.order = licences.add_order(session, row.licence or 0, new_order, by=by, on=on).id


def _lift(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    order = session.get_one(Order, row.order)
    if not licences.in_force(order, tashkent_day(on)):
        raise SettledBefore
    licences.lift(session, row.order or 0, by=by, on=on)


def _bar(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    day = tashkent_day(on)
    new_entry = NewEntry(
        BarredKind(row.barred),
        _barred_name(session, row),
        Reason(row.code),
        row.number,
        max(row.starts_on or day, day),
        row.agency,
        row.employer,
        row.authority,
        row.until,
    )
    row.entry = blacklist.add(session, new_entry, by=by, on=on).id


def _barred_name(session: Session, row: Proposal) -> str:
    """The name of the firm, or of its director as the register has it now. Refuses: NotFound."""
    if row.employer:
        return session.get_one(Employer, row.employer).name
    agency = session.get_one(agencies.Agency, row.agency)
    name = agency.director if row.barred == BarredKind.DIRECTOR else agency.name
    if not name:
        raise NotFound("barred")
    return name


def _unbar(session: Session, row: Proposal, *, by: Actor, on: datetime) -> None:
    entry = session.get_one(blacklist.BarredName, row.entry)
    if not blacklist.holds(entry, tashkent_day(on)):
        raise SettledBefore
    blacklist.remove(session, row.entry or 0, by=by, on=on)


_EFFECTS: dict[ProposedAction, Callable[..., None]] = {
    ProposedAction.GRANT: _grant,
    ProposedAction.RENEW: _renew,
    ProposedAction.REFUSE: _refuse,
    ProposedAction.LIFT: _lift,
    ProposedAction.BAR: _bar,
    ProposedAction.UNBAR: _unbar,
    **dict.fromkeys(
        (
            ProposedAction.SUSPEND,
            ProposedAction.SURVEIL,
            ProposedAction.REVOKE,
            ProposedAction.ANNUL,
            ProposedAction.SURRENDER,
        ),
        _bind,
    ),
}
