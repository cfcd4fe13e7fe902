"""The history of a claim on one timeline: who did what and when, with states."""

from datetime import datetime
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core import journal
from service.casework import evidence, letters
from service.casework.claims.wage_claims import Claim
from service.casework.money import money_entries
from service.casework.money.money_entries import Payment, PayOut
from service.casework.workflow import activities, assignment, notes, state_machine
from service.casework.worklists import sampling_audit

# The journal's acts on a claim that no other record shows, by their name there.
SHOWN_ACTS = frozenset(
    {
        "file",
        "amend",
        "assess",
        "accept_transfer",
        "agree_instalments",
        "ask_approval",
        "approve",
        "decline_approval",
        "decline_transfer",
        "deduct",
        "deliver",
        "draw_deposit",
        "join_group",
        "leave_group",
        "move_person",
        "offer_transfer",
        "pay_to",
        "represent",
        "reverse",
        "cancel_withdrawal",
        "conversation",
        "undelivered",
        "withdraw",
        "withdraw_representative",
    }
)


class Event(msgspec.Struct):
    """One event.

    `row` is the step, activity, payment, pay-out, letter or file; `text` is the text of a note.
    """

    at: datetime
    kind: str
    officer: str
    row: Any = None
    text: str = ""


def history(session: Session, claim: Claim) -> list[Event]:
    """Return everything that happened to a claim, the newest first."""
    number = claim.reference
    out = money_entries.list_all(session, PayOut, number)
    written = [
        entry for entry in journal.history(session, "claim", number) if entry.act in SHOWN_ACTS
    ]
    events = [
        *(Event(entry.at, entry.act, entry.account) for entry in written),
        *(
            Event(given.at, "assign", given.officer, given)
            for given in assignment.assignments(session, number)
        ),
        *(
            Event(one.at, "act", one.officer, one)
            for one in activities.list_for_claim(session, claim)
        ),
        *(
            Event(step.at, "step", step.officer, step)
            for step in state_machine.history(session, claim)
        ),
        *(
            Event(paid.at, "receive", paid.officer, paid)
            for paid in money_entries.list_all(session, Payment, number)
        ),
        *(Event(paid.at, "pay_out", paid.officer, paid) for paid in out),
        *_document_events(session, claim),
    ]
    return sorted(events, key=lambda event: event.at)[::-1]


def _document_events(session: Session, claim: Claim) -> list[Event]:
    """Return the events of letters, files, audits and notes."""
    return [
        *(
            Event(letter.at, "letter", letter.made_by, letter)
            for letter in letters.list_for_claim(session, claim.reference)
        ),
        *(
            Event(one.at, "evidence", one.officer or "visitor", one)
            for one in evidence.list_files(session, claim)
        ),
        *(
            Event(one.at, "audit", one.officer, one, words)
            for one, words in sampling_audit.list_for_claim(session, claim)
        ),
        *(
            Event(note.at, "note", note.officer, text=text)
            for note, text in notes.list_for_claim(session, claim)
        ),
    ]


def accounts_named(events: list[Event]) -> set[str]:
    """Return the accounts that are named in a history."""
    return {event.officer for event in events} | {
        event.row.to for event in events if event.kind == "assign"
    }
