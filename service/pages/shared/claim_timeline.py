"""The history of a claim on one timeline: who did what and when, with states."""

from datetime import datetime
from typing import Any

import msgspec

from service.pages.shared.claim_records import ClaimRecords

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
        "take_over",
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


def history(records: ClaimRecords) -> list[Event]:
    """Return everything that happened to a claim, the newest first."""
    events = [
        *(
            Event(entry.at, entry.act, entry.account)
            for entry in records.entries
            if entry.act in SHOWN_ACTS
        ),
        *(Event(given.at, "assign", given.officer, given) for given in records.assignments),
        *(Event(one.at, "act", one.officer, one) for one in records.activities),
        *(Event(step.at, "step", step.officer, step) for step in records.steps),
        *(Event(paid.at, "receive", paid.officer, paid) for paid in records.money.payments),
        *(Event(paid.at, "pay_out", paid.officer, paid) for paid in records.money.pay_outs),
        *(Event(letter.at, "letter", letter.made_by, letter) for letter in records.letters),
        *(Event(one.at, "evidence", one.officer or "visitor", one) for one in records.files),
        *(Event(one.at, "audit", one.officer, one, words) for one, words in records.audits),
        *(Event(note.at, "note", note.officer, text=text) for note, text in records.notes),
    ]
    return sorted(events, key=lambda event: event.at)[::-1]


def accounts_named(events: list[Event]) -> set[str]:
    """Return the accounts that are named in a history."""
    return {event.officer for event in events} | {
        event.row.to for event in events if event.kind == "assign"
    }
