"""Invented examples of vacancies and agencies."""

from typing import Any

VACANCY: dict[str, Any] = {
    "reference": "V-7K2M9QX",
    "title": "Welder, MIG and TIG",
    "occupation": {"isco08": "7212", "title": "Welders and flame cutters"},
    "country": "KR",
    "city": "Ulsan",
    "employer": "Hanbit Shipyard",
    "agency": {
        "kind": "private",
        "licence_no": "XB-0101",
        "name": "Oltin Yoʻl Bandlik MCHJ",
        "status": "valid",
    },
    "wage": {"min": 2_900_000, "max": 3_400_000, "currency": "KRW", "period": "month"},
    "seats_left": 5,
    "closes_on": "2027-02-28",
    "why": [
        {
            "typed": "payvandchi",
            "matched": "Payvandchilar",
            "language": "uz",
            "letters_off": 0,
            "where": "name",
        }
    ],
}
_TERMS = {
    "agency_id": "AG-VALID",
    "employer_warning": "",
    "language": "en",
    "description": "Hull assembly.",
    "pay_month": 2_900_000,
    "hours_per_week": 40,
    "housing": "employer",
    "meals": "employer",
    "travel": "employer",
    "insurance": None,
    "worker_fee": 0,
    "language_required": "ko:A2",
    "age_min": 18,
    "age_max": 39,
    "experience_years": 2,
    "licence_required": "",
    "contract_months": 36,
    "opens_on": "2026-10-01",
    "quota": False,
    "seats": 5,
}
_AGENCY: dict[str, Any] = {
    "external_id": "AG-VALID",
    "name": "Oltin Yoʻl Bandlik MCHJ",
    "kind": "private",
    "licence_no": "XB-0101",
    "status": "valid",
    "register": {"country": "UZ", "authority": "Ministry of Employment"},
    "may_recruit_here": True,
    "as_of": "2026-11-25",
}
CHECK = {"verdict": "licensed", "agency": _AGENCY, "suggestions": []}
EXAMPLES: dict[str, Any] = {
    "VacancyPage": {
        "items": [VACANCY],
        "total": 1,
        "next": None,
        "relaxed": [],
        "not_understood": [],
    },
    "VacancyTerms": VACANCY | _TERMS,
    "AgencyPage": {"items": [_AGENCY], "total": 1, "next": None},
    "AgencyCheck": CHECK,
    "AgencyDetail": _AGENCY
    | {
        "name_local": "",
        "country": "UZ",
        "address": "Tashkent",
        "phone": "+998 71 000 01 01",
        "website": "",
        "source": "invented",
        "valid_from": "2025-01-10",
        "valid_to": "2029-01-09",
        "orders": [],
        "past_names": [],
        "branches": [],
        "scorecard": {
            "since": "2025-11-25",
            "until": "2026-11-25",
            "placed": 48,
            "at_work": {"many": 19, "base": 22},
            "complaints": {"many": 1, "base": 48},
            "claims": {"many": 12, "base": 48},
            "answered": {"many": 11, "base": 14},
            "answer_time": {"days": 4, "base": 14, "unanswered": False},
            "cover": {"hundred": 412, "claims": 11},
        },
    },
}
