"""Two officers at one claim: what stands now, what the other did, what was typed, field by field;
nothing typed is lost."""

import re

import msgspec
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core.journal import Entry
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.input import forms
from service.pages.shared.claim_timeline import Event

# What a field is called, and how its value is said: a word of a list, a day, or as it was typed.
FIELDS = {
    "to": (N_("The claim is now"), "claim"),
    "reason": (N_("Why, for colleagues"), ""),
    "next_action": (N_("Next action; the worker reads this"), "action"),
    "due": (N_("By when"), "day"),
    "closing_reason": (N_("Only for closing: why"), "closing"),
    "amount": (N_("Sum, in whole units"), ""),
    "currency": (N_("Currency"), ""),
    "payer": (N_("From whom"), "payment_payer"),
    "method": (N_("How"), "method"),
    "hand": (N_("To whom"), "hand"),
    "on": (N_("Day"), "day"),
    "out_amount": (N_("Sum handed to the worker today"), ""),
    "out_currency": (N_("Currency"), ""),
    "fact_employer": (N_("Employer"), ""),
    "fact_city": (N_("Town"), ""),
}
_AMOUNT_FIELD = re.compile(r"(documented|agreed)_([0-9]{1,3})")
_OLD_PREFIX = "was_"


class Side(msgspec.Struct, frozen=True):
    """One field: as it was when the page was opened (none where nobody kept it), as it is now, as
    it was typed; touched says whether the writer changed it at all. line is the number of the line
    of the claim whose sum it is."""

    name: str
    label: str
    kind: str
    was: str | None
    now: str
    typed: str
    touched: bool
    line: int = 0


class Merge(msgspec.Struct, frozen=True):
    """What the page shows, and what it sends when the officer's words are to stand: untouched
    fields as they are now."""

    sides: list[Side]
    since: list[Event]
    again: dict[str, str]
    seen: str


def last_entry(session: Session, number: str) -> int:
    """The last entry of the journal about a claim, by which a form knows what its writer had
    seen."""
    result = select(func.max(col(Entry.position))).where(
        col(Entry.noun) == "claim", col(Entry.reference) == number
    )
    return int(session.execute(result).scalar() or 0)


def build_merge(
    session: Session,
    claim: Claim,
    typed: dict[str, str],
    seen: str,
    known: str,
    events: list[Event],
) -> Merge:
    """The two sides of a claim that somebody changed while a form of it was written."""
    since = _events_since(session, claim.reference, known, events)
    now, was = (
        current_fields(session, claim),
        _shown_fields(typed, seen, [one for one in events if one not in since], claim),
    )
    last = next((one.row for one in since if one.kind == "step"), None)
    if last is not None:
        now |= {"reason": last.reason}
    sides = [
        _side(name, value, was.get(name), now.get(name, ""))
        for name, value in typed.items()
        if name in FIELDS or _AMOUNT_FIELD.fullmatch(name)
    ]
    mine = {
        name: value
        for name, value in typed.items()
        if name != forms.TOKEN_FIELD and not name.startswith(_OLD_PREFIX)
    }
    return Merge(sides, since, mine | {one.name: one.now for one in sides if not one.touched}, seen)


def _events_since(session: Session, number: str, known: str, events: list[Event]) -> list[Event]:
    """What happened after the page was drawn, by the order in which it was written down."""
    position = int(known) if re.fullmatch("[0-9]{1,15}", known) else 0
    result = select(col(Entry.at), col(Entry.account)).where(
        col(Entry.noun) == "claim", col(Entry.reference) == number, col(Entry.position) > position
    )
    after = {(row.at, row.account) for row in session.execute(result)}
    return [one for one in events if (one.at, one.officer) in after]


def current_fields(session: Session, claim: Claim) -> dict[str, str]:
    """The fields of the forms as the claim has them now, as they would be typed."""
    sums = {
        f"{name}_{line.number}": forms.format_amount(getattr(line, name), line.currency)
        for line in wage_claims.lines(session, claim.reference)
        for name in ("documented", "agreed")
    }
    return sums | {
        "to": claim.state,
        "next_action": wage_claims.next_action(session, claim),
        "due": claim.due.isoformat(),
        "closing_reason": claim.closing_reason,
        "fact_employer": claim.employer,
        "fact_city": claim.city,
    }


def _shown_fields(
    typed: dict[str, str], seen: str, events: list[Event], claim: Claim
) -> dict[str, str]:
    """The fields as the page showed them: some the form carried, a step's are those of the step
    before."""
    carried = {
        name.removeprefix(_OLD_PREFIX): value
        for name, value in typed.items()
        if name.startswith(_OLD_PREFIX)
    }
    step = next((one.row for one in events if one.kind == "step"), None)
    action, due = (
        (step.next_action, step.due) if step else (wage_claims.FIRST_ACTION, claim.filed_on)
    )
    return carried | {
        "to": seen,
        "next_action": action,
        "due": due.isoformat() if due else "",
        "closing_reason": "",
    }


def _side(name: str, typed: str, was: str | None, now: str) -> Side:
    found = _AMOUNT_FIELD.fullmatch(name)
    label, kind = (found[1], "sum") if found else FIELDS[name]
    # A step's fields are empty to begin with: what stands in them was typed.
    kept = found or name.startswith("fact_")
    return Side(
        name, label, kind, was, now, typed, not kept or typed != was, int(found[2]) if found else 0
    )
