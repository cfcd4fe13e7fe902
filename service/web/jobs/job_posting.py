"""A vacancy as schema.org's JobPosting, as search engines read it, and its short description."""

import json
from typing import Any

from markupsafe import Markup

from catalog.core import exchange_rates
from catalog.employers.employers import Employer
from catalog.licensing.agencies import AgencySummary
from catalog.vacancies.vacancies import Payer, Period, Vacancy
from i18n import N_, Language, formats, gettext

_UNITS = {
    Period.HOUR.value: "HOUR",
    Period.DAY.value: "DAY",
    Period.WEEK.value: "WEEK",
    Period.MONTH.value: "MONTH",
    Period.YEAR.value: "YEAR",
}
_FULL_TIME = 35  # hours a week from which search engines expect FULL_TIME
_BENEFITS = {
    "housing": N_("Housing"),
    "meals": N_("Meals"),
    "travel": N_("Travel"),
    "insurance": N_("Insurance"),
}


def summary(row: Any, in_soum: int | None, lang: Language) -> str:
    """Return pay, place and free benefits of a vacancy in one line, for previews and feeds."""
    parts = [formats.wage(lang, row.wage_min, row.wage_max, row.currency, row.period)]
    if in_soum:
        soum = formats.money(lang, in_soum, "UZS")
        parts.append(f"≈ {soum} {formats.period(lang, Period.MONTH.value)}")
    parts.append(formats.country(lang, row.country))
    return " · ".join([*parts, *_benefits(row, lang)])


def job_posting(
    row: Vacancy,
    employer: Employer,
    agency: AgencySummary,
    in_soum: int | None,
    base: str,
    lang: Language,
) -> Markup:
    """Return the posting as JSON; "<" is escaped, so that no text can end the script."""
    place = {"@type": "PostalAddress", "addressCountry": row.country, "addressLocality": row.city}
    values = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": row.title,
        "description": row.description or f"{row.title}. {summary(row, in_soum, lang)}",
        "inLanguage": row.language if row.description else lang.value,
        "datePosted": row.opens_on.isoformat(),
        "validThrough": row.closes_on.isoformat(),
        "employmentType": _employment_types(row),
        "totalJobOpenings": row.seats - row.seats_taken,
        "hiringOrganization": {"@type": "Organization", "name": employer.name},
        "jobLocation": {"@type": "Place", "address": place},
        "baseSalary": _salary(row),
        "url": f"{base.rstrip('/')}/{lang.value}/vacancies/{row.reference}",
        "identifier": {"@type": "PropertyValue", "name": agency.name, "value": row.reference},
        "directApply": True,
        **_terms(row, lang),
    }
    return Markup(json.dumps(values, ensure_ascii=False).replace("<", "\\u003c"))


def _employment_types(row: Vacancy) -> list[str]:
    types = ["TEMPORARY"] if row.contract_months else []
    if row.hours_per_week:
        types.insert(0, "FULL_TIME" if row.hours_per_week >= _FULL_TIME else "PART_TIME")
    return types or ["OTHER"]


def _salary(row: Vacancy) -> dict[str, Any]:
    places = 10 ** exchange_rates.exponent(row.currency)
    value = {
        "@type": "QuantitativeValue",
        "minValue": row.wage_min / places,
        "maxValue": row.wage_max / places,
        "unitText": _UNITS[row.period],
    }
    return {"@type": "MonetaryAmount", "currency": row.currency, "value": value}


def _terms(row: Vacancy, lang: Language) -> dict[str, Any]:
    """Return the terms that are stated."""
    found: dict[str, Any] = {}
    if benefits := _benefits(row, lang):
        found["jobBenefits"] = ", ".join(benefits)
    if row.isco08:
        found["occupationalCategory"] = {
            "@type": "CategoryCode",
            "inCodeSet": "ISCO-08",
            "codeValue": row.isco08,
        }
    if row.hours_per_week:
        found["workHours"] = gettext(lang, "%(n)s hours a week", n=row.hours_per_week)
    if row.experience_years is not None:
        found["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": row.experience_years * 12,
        }
    return found


def _benefits(row: Any, lang: Language) -> list[str]:
    """Return what the employer or the State pays for."""
    free = (Payer.EMPLOYER.value, Payer.STATE.value)
    return [
        f"{gettext(lang, label)}: {gettext(lang, Payer(payer).label)}"
        for name, label in _BENEFITS.items()
        if (payer := getattr(row, name)) in free
    ]
