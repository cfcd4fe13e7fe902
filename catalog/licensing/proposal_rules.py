"""How something is proposed about a licence or the black list, and from where it may follow."""

from datetime import date, datetime, timedelta
from typing import ClassVar

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Who
from catalog.core.errors import NotFound, Refusal, Wrong
from catalog.core.fields import YEAR, require_within, tashkent_day
from catalog.employers import blacklist
from catalog.employers.blacklist import Barred, BarredName
from catalog.employers.employers import Employer
from catalog.licensing import agencies, legal_rules, licence_applications, licences
from catalog.licensing.agencies import Agency
from catalog.licensing.licence_applications import Asked, Petition
from catalog.licensing.licences import Licence, NewOrder, Order, OrderKind
from catalog.licensing.proposals import FROM, NEEDS, PETITIONED, Act, NewProposal, Outcome, Proposal, noun
from i18n import N_

# For how many days a suspension holds in an emergency before a second officer has looked: a row of law.
PROVISIONAL = "provisional_suspension"


class NotTold(Refusal):
    slug = "not-told"
    sentence = N_("What you propose needs this.")


class NotFromHere(Refusal):
    slug = "not-from-here"
    sentence = N_("This does not follow from where the licence stands now: “%(state)s”.")
    coded: ClassVar = {"state": "licence_state"}


class ProposalWaits(Refusal):
    slug = "proposal-waits"
    sentence = N_("The same is proposed already and waits for a second signature.")


class NothingAsked(Refusal):
    slug = "nothing-asked"
    sentence = N_("There is no application of this firm on which this could be decided.")


class NoEmergency(Refusal):
    slug = "no-emergency"
    sentence = N_("Only a suspension can hold at once, and only from today.")


class NoDaysByLaw(Refusal):
    slug = "no-days-by-law"
    sentence = N_("No rule says for how many days a suspension may hold at once. It takes two signatures.")


class EmergencyBefore(Refusal):
    slug = "emergency-before"
    sentence = N_("A suspension held here at once before and nobody confirmed it. Now it takes two signatures first.")


def propose(
    session: Session, told: NewProposal, *, agency: str | None = None, employer: str | None = None, by: Who, on: datetime
) -> Proposal:  # fmt: skip
    """An officer proposes; nothing binds yet, but for a suspension in an emergency. Refuses: NotFound, NotTold, NotFromHere,
    ProposalWaits, NothingAsked, NoEmergency, NoDaysByLaw, EmergencyBefore, licences.WrongPeriod, fields.TooLongAgo,
    fields.TooFarAhead, licences.NumberTaken, blacklist.FirmBarred."""
    day = tashkent_day(on)
    _require_sense(told, day)
    row = _about(session, told, agency, employer, day)
    if told.act in FROM:
        require_possible(session, row, day)
    _require_first(session, row)
    row.proposed_by, row.proposed_at = by.account, on
    if told.provisional:
        row.order = _bind_at_once(session, row, by=by, on=on)
    session.add(row)
    session.flush()
    journal.write(session, "propose", *noun(row), by=by, on=on, fields=(row.act,))
    return row


def _require_sense(told: NewProposal, day: date) -> None:
    missing = [name for name in NEEDS.get(told.act, ()) if not getattr(told, name)]
    if missing:
        raise Wrong([NotTold(name) for name in missing])
    for name in ("starts_on", "until", "valid_from", "valid_to"):
        if (when := getattr(told, name)) is not None:
            require_within(day - YEAR, when, day + 12 * YEAR, name)
    for first, last in (("starts_on", "until"), ("valid_from", "valid_to")):
        begins, ends = getattr(told, first), getattr(told, last)
        if ends is not None and ends < max(begins or ends, day):
            raise licences.WrongPeriod(last)
    if told.provisional and (told.act is not Act.SUSPEND or told.starts_on != day):
        raise NoEmergency("provisional")


def _about(session: Session, told: NewProposal, agency: str | None, employer: str | None, day: date) -> Proposal:
    """The proposal with the record it is about. Refuses: NotFound."""
    says = msgspec.structs.asdict(told) | {"act": told.act.value, "barred": told.barred or "", "code": told.code or ""}
    row = Proposal(**says, agency=agency, employer=employer)
    if employer is not None:
        row.barred = Barred.EMPLOYER.value if told.act is Act.BAR else ""
        if session.get(Employer, employer) is None or told.act not in (Act.BAR, Act.UNBAR):
            raise NotFound
    if agency is not None:
        row.licence = current(session, told.act, agency, day)
        if told.act is Act.BAR and told.barred is not Barred.DIRECTOR:
            row.barred = Barred.AGENCY.value
        if row.barred == Barred.DIRECTOR and not session.get_one(Agency, agency).director:
            raise NotFound("barred")
    _require_what_ends(session, row, day)
    return row


def current(session: Session, act: Act, agency: str, day: date) -> int | None:
    """The licence that an act is about: who applies anew takes nothing from under an order against what they hold."""
    held = agencies.standing(session, agency, day, decided=act not in PETITIONED).licence
    return held.id if held else None


def _require_what_ends(session: Session, row: Proposal, day: date) -> None:
    """That what is to be lifted or taken off is of this firm and holds. Refuses: NotFound."""
    order = session.get(Order, row.order) if row.act == Act.LIFT and row.order else None
    entry = session.get(BarredName, row.entry) if row.act == Act.UNBAR and row.entry else None
    if row.act == Act.LIFT:
        held = session.get(Licence, order.licence) if order else None
        if order is None or held is None or held.agency != row.agency or not licences.in_force(order, day):
            raise NotFound
    if row.act == Act.UNBAR and (
        entry is None or (entry.agency, entry.employer) != (row.agency, row.employer) or not blacklist.holds(entry, day)
    ):
        raise NotFound
    row.order, row.entry = order.id if order else None, entry.id if entry else None


def require_possible(session: Session, row: Proposal, day: date) -> None:
    """That an act follows from where the licence stands, its own order in an emergency set aside; a new one is about the
    application that waits. Refuses: NotFound, NotFromHere, NothingAsked, licences.NumberTaken, blacklist.FirmBarred."""
    held = session.get(Licence, row.licence) if row.licence else None
    if held is None or held.country != licences.HOME:
        raise NotFound
    orders = session.execute(select(Order).where(col(Order.licence) == held.id)).scalars()
    state = licences.state(held, [one for one in orders if one.id != row.order], day)
    if state not in FROM[Act(row.act)]:
        raise NotFromHere(state=state.value)
    if row.act in PETITIONED and row.petition is None:
        row.petition = _petition(session, row).reference
    if row.act in (Act.GRANT, Act.RENEW):
        blacklist.require_clear(session, {held.agency}, day)
    if row.act == Act.GRANT:
        licences.require_grantable(session, licences.NewLicence(held.agency, held.country, number=row.licence_no))


def _petition(session: Session, row: Proposal) -> Petition:
    asked = {Act.GRANT: Asked.LICENCE, Act.RENEW: Asked.RENEWAL}.get(Act(row.act))
    for one in licence_applications.waiting(session, str(row.agency)):
        if asked in (None, one.asked):
            return one
    raise NothingAsked("act")


def _require_first(session: Session, row: Proposal) -> None:
    same = select(Proposal).where(col(Proposal.outcome) == Outcome.WAITING.value, col(Proposal.act) == row.act)
    for other in session.execute(same).scalars():
        if _same(row) == _same(other):
            raise ProposalWaits("act")


def _same(row: Proposal) -> tuple[object, ...]:
    return row.agency, row.employer, row.barred, row.entry, row.act == Act.LIFT and row.order


def _bind_at_once(session: Session, row: Proposal, *, by: Who, on: datetime) -> int | None:
    """A suspension for the days that the rule gives one officer, once."""
    day, licence = tashkent_day(on), row.licence or 0
    days = legal_rules.days(session, PROVISIONAL, day)
    if not days:
        raise NoDaysByLaw("provisional")
    before = (col(Order.licence) == licence, col(Order.provisional).is_(True), col(Order.starts_on) > day - YEAR)
    if session.execute(select(Order).where(*before)).first():
        raise EmergencyBefore("provisional")
    last = day + timedelta(days=days - 1)
    until = min(row.until or last, last)
    told = NewOrder(OrderKind.SUSPEND, day, row.reason, until, row.authority, row.number)
    order = licences.order(session, licence, told, by=by, on=on)
    order.provisional = True
    session.flush()
    return order.id
