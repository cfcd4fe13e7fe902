"""Invented examples of requests and responses about corrections."""

from typing import Any

_GROUP_SESSION: dict[str, Any] = {
    "topic": "contract",
    "place": "Hostel of the building site",
    "present": 43,
    "held_on": "2026-11-24",
    "channel": "in_person",
    "country": "RU",
    "post": None,
    "held_in": "not_stated",
}
_EVENT: dict[str, Any] = {
    "means": "meeting",
    "place": "Job fair",
    "reached": 5_000,
    "held_on": "2026-11-24",
    "topic": "contract",
    "country": None,
    "post": None,
    "held_in": "1726",
}
_RECORDED = {"reference": "G-2QXH4K7M", "officer": "U-B2C3D4F5", "version": 1, "void": False}
EXAMPLES: dict[str, Any] = {
    "AdviceCorrection": {"reason": "Chose the wrong line of the list.", "topic": "contract"},
    "ClaimCorrection": {
        "reason": "The contract names another firm; a zero too many.",
        "employer": "Severny Dvor Stroy OOO",
        "worked_to": "2026-09-30",
        "lines": [
            {"number": 1, "amount": 2_400_000},
            {"component": "overtime", "amount": 300_000, "currency": "RUB"},
        ],
    },
    "NewFacts": {
        "employer": "Severny Dvor Stroy OOO",
        "lines": [{"number": 1, "documented": 18_000_000}],
    },
    "NewContact": {"channel": "hotline", "answered": False},
    "CountRecorded": {"reference": "G-2QXH4K7M"},
    "ContactRecord": {
        "held_on": "2026-11-25",
        "channel": "hotline",
        "answered": True,
        "minutes": 3,
        "post": None,
        "reference": "40417",
        "officer": "U-B2C3D4F5",
        "version": 1,
        "void": False,
    },
    "ContactCorrection": {"reason": "It was an email.", "channel": "email"},
    "NewGroupSession": _GROUP_SESSION,
    "GroupSessionRecord": _GROUP_SESSION | _RECORDED,
    "GroupSessionCorrection": {"reason": "Counted again.", "present": 34},
    "NewEvent": _EVENT,
    "EventRecord": _EVENT | _RECORDED | {"reference": "N-4K7M2QXH"},
    "EventCorrection": {"reason": "A zero too many.", "reached": 500},
    "ReturnRecord": {
        "came_on": "2026-11-20",
        "because": "not_paid",
        "unpaid": True,
        "certificate": False,
        "wants_work": True,
        "departure_guarantee": True,
        "return_cost": False,
        "wage_guarantee": False,
        "accident": False,
        "placement": "P-6J8LMC4H",
        "reported_by": "worker",
        "at": "2026-11-25T06:00:00Z",
        "version": 1,
    },
    "ReturnCorrection": {"reason": "The employer paid meanwhile.", "unpaid": False},
    "VoidReason": {"reason": "Recorded twice."},
    "Corrected": {"reference": "A-H4K7M2QX", "version": 2},
    "CorrectionList": {
        "items": [
            {
                "number": 2,
                "at": "2026-11-25T06:40:00Z",
                "officer": "U-B2C3D4F5",
                "reason": "Chose the wrong line of the list.",
                "changes": [{"field": "topic", "before": "unpaid_wages", "after": "contract"}],
            }
        ]
    },
}
