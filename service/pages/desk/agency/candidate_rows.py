"""The rows of the list of candidates: skills, languages and open conditions in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from catalog.reference.occupations import Occupation
from catalog.vacancies.vacancies import Vacancy
from i18n import N_, Language, formats, gettext, ngettext
from matching.applications.applications import State
from matching.recruiting import applicant_view
from matching.recruiting.applicant_view import Candidate
from matching.scoring.eligibility import GateResult
from service.pages.desk.shared import list_columns
from service.web import context, rendering
from service.web.lists import listing
from service.web.lists.list_cells import Cell, Due, Sentence
from service.web.lists.list_view import Reading


class CandidateRow(list_columns.RecordRow, frozen=True):
    """A candidate with the vacancy, and what the cells say in the reader's language."""

    row: Candidate
    vacancy: Vacancy
    occupation: str
    skills: tuple[str, ...]
    languages: str
    unsettled: Cell
    held: Due | None

    @property
    def version(self) -> int | None:
        """The version by which it is chosen; none where no step is open."""
        return self.row.version if self.row.acts else None


def facts(reading: Reading, found: Sequence[Any]) -> list[CandidateRow]:
    lang, today = reading.reader.lang, listing.today(reading)
    known = context.register_cache(reading.request, reading.session).occupations
    described = applicant_view.describe_all(
        reading.session, [row for row, _vacancy in found], by=reading.by, day=today
    )
    return [
        CandidateRow(
            row=one,
            vacancy=vacancy,
            occupation=_occupation(vacancy.isco08 or "", lang, known),
            skills=skills(one, lang, known),
            languages=languages(one, lang),
            unsettled=_unsettled(one, lang),
            held=Due(one.held_until, today)
            if one.held_until and one.state == State.OFFERED
            else None,
        )
        for one, (_row, vacancy) in zip(described, found, strict=True)
    ]


def skills(one: Candidate, lang: Language, known: Mapping[str, Occupation]) -> tuple[str, ...]:
    """Return each trade with its years, and whether there is a document of it."""
    document = gettext(lang, "with a document")
    return tuple(
        ", ".join(
            [
                _occupation(code, lang, known),
                ngettext(lang, "%(num)s year", "%(num)s years", years, num=years),
                *([document] if certificate else []),
            ]
        )
        for code, years, certificate in one.trades
    )


def languages(one: Candidate, lang: Language) -> str:
    """Return each language with its level, and until when a test of it counts."""
    spoken = []
    for code, level, until in one.tongues:
        words = [formats.language_name(lang, code), *([level] if level else [])]
        if until:
            day = gettext(lang, "until %(day)s", day=formats.short_date(lang, until))
            words.append(f"({day})")
        spoken.append(" ".join(words))
    return " · ".join(spoken)


def _occupation(code: str, lang: Language, known: Mapping[str, Occupation]) -> str:
    return rendering.localized_text(lang, known[code], "name") if code in known else code


def _unsettled(one: Candidate, lang: Language) -> Cell:
    """Return the conditions that are neither met nor checked on paper."""
    if one.sheet is None:
        return None
    failed = rendering.label(lang, "held", GateResult.FAILED.value)
    words = [
        rendering.label(lang, "gate", gate.value)
        + (f" ({failed})" if held is GateResult.FAILED else "")
        for gate, held in one.sheet.gates.items()
        if held is not GateResult.PASSED and gate.value not in one.checked
    ]
    return ", ".join(words) or Sentence(N_("Nothing"))
