"""Invented examples of requests and responses, shown in the contract and checked by tests."""

from typing import Any

from service.api.contract import (
    correction_examples,
    ledger_examples,
    post_examples,
    register_examples,
)
from service.api.contract.register_examples import CHECK, VACANCY

PATH_EXAMPLES = {
    "approval": "Q-4H6J8LMC",
    "payment": "E-7K2M9QXA",
    "payout": "E-3N5P8RTB",
    "placement": "P-6J8LMC4H",
    "post": "KR-SEOUL-EMB",
    "record": "G-2QXH4K7M",
    "reference": "W-A2L3S4H5",
    "session": "A-H4K7M2QX",
    "external_id": "AG-VALID",
    "year": "2026",
}
PATH_SCHEMAS: dict[str, dict[str, Any]] = {
    "reference": {"type": "string", "pattern": "^[A-Z]-[0-9A-Z]{4,20}$", "maxLength": 24},
    **dict.fromkeys(  # noqa: RUF024 - nobody changes a schema
        ("approval", "payment", "payout", "placement", "session"),
        {"type": "string", "pattern": "^[A-Z]-[0-9A-Z]{4,20}$", "maxLength": 24},
    ),
    "record": {
        "type": "string",
        "pattern": "^([A-Z]-[0-9A-Z]{4,20}|[1-9][0-9]{0,8})$",
        "maxLength": 24,
    },
    "post": {"type": "string", "minLength": 1, "maxLength": 24},
    "external_id": {"type": "string", "minLength": 1, "maxLength": 60},
    "year": {"type": "string", "pattern": "^[0-9]{4}$", "maxLength": 4},
}
PATH_DESCRIPTIONS = {
    "approval": "The reference of the request to a second person.",
    "payment": "The reference of the payment in the ledger.",
    "payout": "The reference of the pay-out in the ledger.",
    "placement": "The reference of the placement from which the worker returned.",
    "record": "The reference of the record; that of a contact is a number.",
    "post": "The code of the embassy, consulate or office.",
    "reference": "The reference under which the record was answered.",
    "session": "The reference of the advice session.",
    "external_id": "The recruiter's id in its register.",
    "year": "A year since 2000.",
}
_SESSION: dict[str, Any] = {
    "reference": "A-H4K7M2QX",
    "matter": "M-P3R6T9WZ",
    "at": "2026-11-25T06:00:00Z",
    "day": "2026-11-25",
    "channel": "hotline",
    "topic": "unpaid_wages",
    "level": "advice",
    "outcome": "explained",
    "country": "RU",
    "post": None,
    "region": "1726",
    "sex": "not_stated",
    "age_band": "30_44",
    "occupation_major": "7",
    "officer": "U-B2C3D4F5",
    "follow_up_on": None,
    "version": 1,
    "voided_at": None,
}
_CLAIM: dict[str, Any] = {
    "reference": "W-A2L3S4H5",
    "version": 1,
    "state": "received",
    "closing_reason": None,
    "next_action": "Acknowledge the claim and call the worker",
    "due": "2026-11-25",
    "may_go_to": ["acknowledged"],
    "employer": "Severny Dvor Stroy",
    "country": "RU",
    "city": "Moscow",
    "post": "RU-MOSCOW-EMB",
    "worked_from": "2026-03-01",
    "worked_to": "2026-08-31",
    "occupation_major": None,
    "channel": "website",
    "filed_at": "2026-11-25T06:00:00Z",
    "filed_on": "2026-11-25",
    "name": "Alisher Invented",
    "story": "They paid for three months of six.",
    "lines": [
        {
            "number": 1,
            "component": "base_pay",
            "currency": "RUB",
            "claimed": 24_000_000,
            "documented": None,
            "agreed": None,
            "first_day": None,
            "last_day": None,
        }
    ],
    "balances": [
        {
            "currency": "RUB",
            "claimed": 24_000_000,
            "documented": 0,
            "agreed": 0,
            "received": 0,
            "paid_out": 0,
            "due": 24_000_000,
            "deducted": 0,
            "covered": 0,
            "in_hand": 0,
            "fees": 0,
            "undelivered": 0,
            "held": 0,
        }
    ],
    "payments": [],
    "file_by": [
        {
            "component": "base_pay",
            "standing": "running",
            "first": "2027-03-31",
            "last": "2027-08-31",
            "next": "2027-03-31",
            "days_left": 126,
            "length": 1,
            "unit": "years",
            "counted_from": "pay_due",
            "valid_from": None,
            "mark": "sourced",
            "source": "klerk.ru 681925; bamper-fortuna.ru",
            "exceptions": "",
        }
    ],
    "notes": [],
    "employer_number": "",
    "employer_address": "",
    "diary": {
        "wage": 130_000_00,
        "currency": "RUB",
        "period": "month",
        "minutes": 540,
        "earned": 5_000_00,
        "paid": 0,
        "overtime": None,
        "days": [{"day": "2026-08-31", "minutes": 540, "paid": 0, "after_claim": False}],
    },
}

# By the name of the component.
_EXAMPLES: dict[str, Any] = {
    **ledger_examples.EXAMPLES,
    **correction_examples.EXAMPLES,
    **post_examples.EXAMPLES,
    **register_examples.EXAMPLES,
    # requests
    "NewReport": {
        "recruiter": "Fast Visa Group",
        "country": "RU",
        "story": "They took 500 dollars and switched off.",
    },
    "Profile": {
        "occupation": "7212",
        "years": 4,
        "age": 31,
        "language": "ko",
        "level": "A2",
        "certificate": True,
        "wage": 200_000,
        "currency": "USD",
        "housing": True,
    },
    "NewSession": {
        "channel": "hotline",
        "topic": "unpaid_wages",
        "level": "advice",
        "outcome": "explained",
        "country": "RU",
        "note": "Told how to file a claim.",
        "region": "1726",
    },
    "NewClaim": {
        "employer": "Severny Dvor Stroy",
        "country": "RU",
        "city": "Moscow",
        "worked_from": "2026-03-01",
        "worked_to": "2026-08-31",
        "lines": [{"component": "base_pay", "amount": 24_000_000, "currency": "RUB"}],
        "contact": {"name": "Alisher Invented", "phone": "+998 90 000 00 01"},
    },
    "NewStep": {
        "to": "acknowledged",
        "next_action": "Look through the papers",
        "due": "2026-12-01",
    },
    "NewNote": {"text": "Called the foreman; he will call back on Friday."},
    "NewEvidence": {"name": "note.txt", "kind": "hours", "content": "MDIuMDMgMTIgaG91cnMK"},
    "NewReferral": {
        "origin": "W-A2L3S4H5",
        "signs": {"wages": "yes", "documents": "yes", "threats": "yes"},
        "consent": "given",
        "reach": "In the evening only; say that it is about the parcel.",
    },
    # responses
    "OfferCheck": {
        "verdict": "genuine_match",
        "reasons": [
            {"code": "vacancy_fits", "sentence": "A vetted vacancy fits what you were told."}
        ],
        "agency": CHECK,
        "vacancies": [VACANCY],
        "missing": [],
        "as_of": "2026-11-25",
    },
    "Reported": {"reference": "R-K2M4P6R8", "responsible": None},
    "Matches": {
        "items": [
            VACANCY
            | {
                "points": 62,
                "of": 75,
                "lines": [
                    {"part": "occupation", "points": 35, "most": 35, "sentence": "Your own trade"}
                ],
                "gates": {"age": "passed", "passport": "to_check"},
                "lifts": [{"points": 5, "sentence": "Language: from A2 to B1"}],
            }
        ],
        "total": 1,
        "shut": 0,
    },
    "AdviceLogged": {"reference": "A-H4K7M2QX", "matter": "M-P3R6T9WZ", "responsible": None},
    "AdvicePage": {"items": [_SESSION], "total": 1, "next": None},
    "AdviceDetail": _SESSION | {"name": None, "note": "Told how to file a claim.", "minutes": 12},
    "ClaimFiled": {
        "reference": "W-A2L3S4H5",
        "secret": "K7M2QXH4P3R6T9WZB2C3D4F5",
        "responsible": None,
    },
    "ClaimRecord": _CLAIM,
    "ClaimHistory": {
        "items": [
            {
                "came_from": "received",
                "to": "acknowledged",
                "next_action": "Look through the papers",
                "due": "2026-12-01",
                "at": "2026-11-25T06:00:00Z",
                "reason": "",
                "officer": "U-B2C3D4F5",
                "happened_on": "2026-11-25",
                "duplicate_of": None,
            }
        ]
    },
    "EvidenceSent": {
        "reference": "D-K7M2QXH4",
        "number": 1,
        "state": "waiting",
        "reason": "no_scanner",
    },
    "ClaimMoved": {"reference": "W-A2L3S4H5", "state": "acknowledged", "version": 2},
    "ReferralOpened": {
        "reference": "F-C2K4M6P8",
        "urgency": "emergency",
        "reasons": ["The person is locked in or guarded."],
        "responsible": None,
    },
    "ClaimNoted": {"reference": "W-A2L3S4H5"},
    "SeatsFile": {
        "format": "musofir-seats/1",
        "round": "S-K2M4P6",
        "title": "Welders to Korea",
        "country": "KR",
        "draw": 1,
        "opens_on": "2026-11-01",
        "closes_on": "2026-11-20",
        "points_rule": "sheet-1",
        "rule": {
            "name": "deferred-acceptance",
            "version": 1,
            "proposing": "applicants",
            "order": ["points: more first", "complete_on: earlier first", "lottery: smaller first"],
            "lottery": 'sha256(seed + ":" + code) in hexadecimal',
        },
        "commitment": "5f".ljust(64, "0"),
        "seed": "5e".ljust(64, "0"),
        "vacancies": [{"vacancy": "V-K2M4P6R", "seats": 1, "held": 0, "lowest": 62}],
        "entries": [
            {
                "code": "E-K2M4P6R8T2",
                "complete_on": "2026-11-02",
                "choices": [["V-K2M4P6R", 62]],
                "result": "V-K2M4P6R",
                "holds": None,
                "left": False,
            }
        ],
        "audit": {
            "applicants": 1,
            "seats": 1,
            "placed": 1,
            "blocking": 0,
            "overfull": 0,
            "unasked": 0,
        },
        "sha256": "5a".ljust(64, "0"),
    },
    "YearReport": {
        "year": 2026,
        "state": "open",
        "language": "en",
        "title": "The year 2026 in figures",
        "period": "1 January 2026 – 25 November 2026, by the days of Tashkent",
        "revision": "Provisional: counted from the records on 25 November 2026. The year is not over.",
        "figures": [
            {
                "key": "wages.claims_filed",
                "value": 14,
                "unit": "claim",
                "sentence": "Wage claims filed",
                "shown": "14",
            },
            {
                "key": "wages.claims_by_country",
                "value": None,
                "unit": "claim",
                "hidden": True,
                "part_name": "Russia",
                "sentence": "Wage claims filed, by country of the worksite",
                "dimension": {"country": "RU"},
                "base": "wages.claims_filed",
                "shown": "too few to show, or hidden to protect people",
            },
        ],
        "definitions": ["Every figure says what it counts."],
        "small_numbers": "Fewer than 10 people, claims, cases or sessions are not shown as a number.",
        "licence": "Creative Commons Attribution 4.0 International (CC BY 4.0).",
        "licence_at": "https://creativecommons.org/licenses/by/4.0/",
        "fingerprint": "",
        "changes": None,
        "checks": [],
        "remarks": [],
    },
}


def component_example(component: str) -> dict[str, Any]:
    return {"invented": {"value": _EXAMPLES[component]}}


def problem_example(status: int, sentence: str) -> dict[str, Any]:
    values = {
        "type": f"/problems/http-{status}",
        "title": sentence,
        "status": status,
        "detail": sentence,
    }
    return values | {"request_id": "3f6c0c3c9a0d4f12"}
