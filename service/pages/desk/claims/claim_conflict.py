"""An edit conflict on a claim, field by field: current values, the other's action, typed values.

Nothing typed is lost.
"""

import re

import msgspec
from sqlalchemy import bindparam, func, select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.journal import Entry
from i18n import N_
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.infra.drafts import SavedDraft
from service.input import forms
from service.pages.shared.claim_timeline import Event

# The label of a field and the kind of its value: a label list, a day, or text as typed.
FIELDS = {
    "to": (N_("New status of the claim"), "claim"),
    "post": (N_("Mission (only when assigning the claim to one)"), ""),
    "reason": (N_("Reason (for colleagues)"), ""),
    "next_action": (N_("Next action (written for officers)"), "action"),
    "due": (N_("Due by"), "day"),
    "closing_reason": (N_("Reason (only when closing)"), "closing"),
    "duplicate_of": (N_("The other claim (only for a duplicate)"), ""),
    "amount": (N_("Amount, in the main unit of the currency"), ""),
    "currency": (N_("Currency"), ""),
    "payer": (N_("Paid by"), "payment_payer"),
    "method": (N_("Payment method"), "method"),
    "hand": (N_("Paid to"), "hand"),
    "on": (N_("Day"), "day"),
    "out_amount": (N_("Amount paid out"), ""),
    "waiting_amount": (N_("Amount paid out"), ""),
    "out_currency": (N_("Currency"), ""),
}
_AMOUNT_FIELD = re.compile(r"(documented|agreed)_([0-9]{1,3})")
_OLD_PREFIX = "was_"


class Side(msgspec.Struct, frozen=True):
    """One field: its value when the page was opened, its value now, and the typed value.

    `was` is None where the old value was not stored. `touched` says whether the writer changed the
    field at all. `line` is the number of the claim's line whose sum it is.
    """

    name: str
    label: str
    kind: str
    was: str | None
    now: str
    typed: str
    touched: bool
    line: int = 0


class Merge(msgspec.Struct, frozen=True):
    """What the page shows, and what it sends if the officer's values are to replace the others.

    Untouched fields are sent as they are now.
    """

    sides: list[Side]
    since: list[Event]
    again: dict[str, str]
    seen: str


_LAST_ENTRY = select(func.max(col(Entry.position))).where(
    col(Entry.noun) == "claim", col(Entry.reference) == bindparam("claim")
)


def last_entry(session: Session, number: str) -> int:
    """Return the position of the last journal entry about a claim.

    A form carries it, so that the service knows what its writer had seen.
    """
    return int(session.execute(_LAST_ENTRY, {"claim": number}).scalar() or 0)


def build_merge(
    session: Session,
    claim: Claim,
    typed: dict[str, str],
    seen: str,
    known: str,
    events: list[Event],
) -> Merge:
    """Build the comparison for a claim that somebody changed while a form of it was written."""
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


def _position(known: str) -> int:
    return int(known) if re.fullmatch("[0-9]{1,15}", known) else 0


def _events_since(session: Session, number: str, known: str, events: list[Event]) -> list[Event]:
    """Return what happened after the page was shown, in the order of the journal."""
    position = _position(known)
    result = select(col(Entry.at), col(Entry.account)).where(
        col(Entry.noun) == "claim", col(Entry.reference) == number, col(Entry.position) > position
    )
    after = {(row.at, row.account) for row in session.execute(result)}
    return [one for one in events if (one.at, one.officer) in after]


# What others do at a claim without changing what its forms show.
_NO_CHANGE = ("open", "approve", "decline_approval")


def changed_by_others(session: Session, number: str, known: str, *, by: Actor) -> bool:
    """Return whether anybody else changed the claim after the page was shown."""
    changed = select(col(Entry.position)).where(
        col(Entry.noun) == "claim",
        col(Entry.reference) == number,
        col(Entry.position) > _position(known),
        col(Entry.account) != by.account,
        col(Entry.act).not_in(_NO_CHANGE),
    )
    return session.execute(changed.limit(1)).first() is not None


def follow_own_changes(session: Session, claim: Claim, typed: dict[str, str], *, by: Actor) -> None:
    """Bring a form to the current version of a claim that only its sender changed meanwhile.

    Fields that were not touched follow the claim. A step was decided upon a state: if that is
    another now, the sender must see it first.
    """
    number = claim.reference
    if "to" in typed and typed.get("seen", claim.state) != claim.state:
        return
    if typed.get("version") == str(claim.version) or "known" not in typed:
        return
    if changed_by_others(session, number, typed["known"], by=by):
        return
    now = current_fields(session, claim)
    for name, value in list(typed.items()):
        if typed.get(_OLD_PREFIX + name) == value:
            typed[name] = now.get(name, value)
    typed["version"] = str(claim.version)


def draft_of_now(session: Session, claim: Claim, draft: SavedDraft, *, by: Actor) -> SavedDraft:
    """Return a draft as one of the current version, if only its writer changed the claim since."""
    saw = draft.carried
    if saw.get("version") in (None, str(claim.version)) or "known" not in saw:
        return draft
    if changed_by_others(session, claim.reference, saw["known"], by=by):
        return draft
    touched = {
        name: value for name, value in draft.typed.items() if saw.get(_OLD_PREFIX + name) != value
    }
    return msgspec.structs.replace(draft, typed=touched, carried={})


def current_fields(session: Session, claim: Claim) -> dict[str, str]:
    """Return the current values of the forms' fields, as they would be typed."""
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
    }


def _shown_fields(
    typed: dict[str, str], seen: str, events: list[Event], claim: Claim
) -> dict[str, str]:
    """Return the fields as the page showed them.

    Some the form carried; those of a step come from the step before.
    """
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
    # The fields of a step start empty, so whatever they hold was typed.
    return Side(
        name, label, kind, was, now, typed, not found or typed != was, int(found[2]) if found else 0
    )
