"""Invented examples of requests and responses about the money and withdrawal of a claim."""

from typing import Any

_APPROVAL: dict[str, Any] = {
    "approval": "Q-4H6J8LMC",
    "kind": "reversal",
    "state": "waiting",
    "claim": "W-A2L3S4H5",
    "subject": None,
    "entry": "E-7K2M9QXA",
    "citizen": None,
    "also_reverses": [],
    "changes": {},
    "reason": "A zero too many: 12,000 roubles were paid.",
    "asked_by": "U-B2C3D4F5",
    "asked_at": "2026-11-25T06:40:00Z",
    "answer": "",
    "decided_by": None,
    "decided_at": None,
}
EXAMPLES: dict[str, Any] = {
    "ClaimWithdrawalInput": {"withdrawn": True},
    "ClaimWithdrawalState": {"reference": "W-A2L3S4H5", "withdrawn": True},
    "NewPayment": {
        "amount": 12_000_000,
        "currency": "RUB",
        "payer": "employer",
        "on": "2026-11-24",
        "method": "bank",
    },
    "PaymentReceived": {
        "reference": "W-A2L3S4H5",
        "payment": "E-7K2M9QXA",
        "usd": 146_667,
        "uzs": 1_733_333_333,
    },
    "NewPayOut": {
        "amount": 12_000_000,
        "currency": "RUB",
        "on": "2026-11-24",
        "method": "bank",
        "receipt": "4471",
    },
    "PaidOut": {"payout": "E-3N5P8RTB"},
    "OtherPersonInput": {
        "citizen": "C-B2C3D4F5",
        "reason": "The brother called; the claim is about the younger one.",
    },
    "ClaimRequested": {"approval": "Q-4H6J8LMC", "state": "waiting"},
    "ReversalReason": {"reason": "A zero too many: 12,000 roubles were paid."},
    "ReversalRequested": {"approval": "Q-4H6J8LMC", "state": "waiting"},
    "NewDecision": {"decision": "approve", "reason": "I have seen the bank’s statement."},
    "ApprovalRecord": _APPROVAL,
    "ApprovalList": {"items": [_APPROVAL], "total": 1, "next": None},
    "ClaimLedger": {
        "entries": [
            {
                "entry": "E-7K2M9QXA",
                "kind": "payment",
                "state": "reversal_waiting",
                "amount": 12_000_000,
                "currency": "RUB",
                "line": 1,
                "settles": None,
                "on": "2026-11-24",
                "recorded_at": "2026-11-25T06:30:00Z",
                "officer": "U-B2C3D4F5",
                "office": "RU-MOSCOW-LAB",
                "method": "bank",
                "payer": "employer",
                "receipt": None,
                "rate": {
                    "usd": 146_667,
                    "uzs": 1_733_333_333,
                    "on": "2026-11-20",
                    "source": "invented",
                },
                "reverses": None,
                "reason": None,
                "discovery": None,
            }
        ],
        "balances": [
            {
                "currency": "RUB",
                "claimed": 24_000_000,
                "documented": 18_000_000,
                "agreed": 18_000_000,
                "received": 12_000_000,
                "paid_out": 12_000_000,
                "due": 18_000_000,
                "deducted": 0,
                "undelivered": 0,
                "covered": 12_000_000,
                "in_hand": 12_000_000,
                "fees": 0,
                "held": 0,
            }
        ],
    },
}
