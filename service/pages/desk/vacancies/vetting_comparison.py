"""A vacancy in vetting beside an earlier one of the same employer, term by term."""

from typing import Any

import msgspec

from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting_precedents import TERMS, Precedent
from i18n import N_, Language, formats, gettext
from service.labels import vetting_labels
from service.pages.shared import contract_terms
from service.web import rendering

# Terms that are read together, under one label.
_TOGETHER = {
    **dict.fromkeys(("wage_min", "wage_max", "currency", "period"), "pay"),
    **dict.fromkeys(("age_min", "age_max"), "age"),
}


class ComparedTerm(msgspec.Struct, frozen=True):
    """One term as text, as it was and as it is."""

    label: str
    before: str
    now: str
    differs: bool


def compare(
    lang: Language,
    row: Vacancy,
    precedent: Precedent,
    trades: dict[str, Any],
    agencies: dict[str, str],
) -> list[ComparedTerm]:
    """Return all compared terms, those that differ first; `agencies` are names by number."""
    changed = {_TOGETHER.get(one.term, one.term) for one in precedent.differences}
    names = dict.fromkeys(_TOGETHER.get(term, term) for term in TERMS)
    lines = []
    for name in names:
        before, now = (
            agencies.get(one.agency, one.agency)
            if name == "agency"
            else _text(lang, name, one, trades)
            for one in (precedent.vacancy, row)
        )
        if name != "employer":
            lines.append(ComparedTerm(_label(lang, name), before, now, name in changed))
    return sorted(lines, key=lambda line: not line.differs)


def _label(lang: Language, name: str) -> str:
    if name in vetting_labels.COMPARED:
        return gettext(lang, vetting_labels.COMPARED[name])
    return rendering.label(lang, "term", name)


def _text(lang: Language, name: str, row: Vacancy, trades: dict[str, Any]) -> str:
    if name == "pay":
        return formats.wage(lang, row.wage_min, row.wage_max, row.currency, row.period)
    if name == "age":
        youngest = row.age_min or 18
        if row.age_max:
            return f"{youngest}–{row.age_max}"
        return gettext(lang, "at least %(n)s", n=youngest)
    if name == "closes_on":
        return formats.short_date(lang, row.closes_on)
    if name == "quota":
        return gettext(lang, N_("Yes") if row.quota else N_("No"))
    if name == "language_required":
        return formats.languages_needed(lang, row.language_required) or gettext(
            lang, N_("None needed")
        )
    if name == "description":
        return row.description[:300] + ("…" if len(row.description) > 300 else "")
    return contract_terms.format_term(lang, name, getattr(row, name), row.currency, trades)
