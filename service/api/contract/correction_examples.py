"""Invented examples of requests and responses about corrections."""

from typing import Any

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
