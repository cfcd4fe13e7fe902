"""One step for the candidates who were chosen in the list, with a result for each."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import EditConflict, NotFound, Refusal
from catalog.core.fields import TASHKENT
from catalog.vacancies import agency_vacancies
from i18n import Language, gettext
from matching.applications import applications
from matching.applications.applications import RejectionReason
from matching.recruiting import applicant_view
from matching.recruiting.applicant_view import StepInput
from service.casework.worklists import bulk_actions, group_actions
from service.infra.access import Permission
from service.input import forms, typed_days
from service.input import listing as queries
from service.pages.desk.agency import candidate_list
from service.pages.desk.agency.candidate_list import PICK
from service.web import context, form_actions, rendering
from service.web.context import Form, Req, page_post
from service.web.form_actions import Answer, FormAction
from service.web.lists import listing


class BulkStepInput(msgspec.Struct):
    """What a step needs, as a form sends it."""

    why: RejectionReason | None = None
    until: date | None = None


class StepResults(msgspec.Struct, frozen=True):
    """What became of each chosen candidate: sentences of refusal, none where the step was taken.

    `query` is that of the list that the form came from.
    """

    act: str
    query: str
    results: list[tuple[str, list[str]]]


@page_post(candidate_list.PATH, permission=Permission.OWN_WRITE)
def step(request: Req, data: Form) -> Response[Any]:
    """Take one step for every chosen candidate, of whatever vacancies.

    A refusal for one candidate does not stop the others.
    """
    return _run(request, data, dict(queries.pairs(str(data.get("query", "")))), "")


@page_post("/desk/own/vacancies/{reference:str}/candidates", permission=Permission.OWN_WRITE)
def step_of_vacancy(request: Req, reference: FromPath[str], data: Form) -> Response[Any]:
    """Take one step for chosen candidates for one vacancy; others are not found."""
    with context.reading(request) as session:
        agency_vacancies.get(session, reference, by=context.actor(request))
    return _run(request, data, {"vacancy": reference}, reference)


def _run(request: Req, data: Form, values: dict[str, str], vacancy: str) -> Response[Any]:
    """Run the step; refused as a whole, the list keeps what was typed."""
    typed = form_actions.typed_values(data)
    try:
        done = form_actions.run(request, data, partial(_step_each, vacancy=vacancy))
    except Refusal as refusal:
        return listing.show(request, candidate_list.CANDIDATES, values, act=typed, refusal=refusal)
    lang = context.language(request)
    results = [
        (number, [_sentence(lang, *one) for one in sentences]) for number, sentences in done["rows"]
    ]
    shown = StepResults(typed.get("act", ""), candidate_list.query_of(values), results)
    return context.page(request, "desk/agency/own_chosen.html", shown, headers=context.NO_STORE)


def _step_each(act: FormAction, vacancy: str) -> Answer:
    seen = {
        name.removeprefix(PICK)[:24]: value
        for name, value in act.typed.items()
        if name.startswith(PICK)
    }
    bulk_actions.require(seen, listing.SIZE)
    name, values = act.typed.get("act", ""), read_step(act.typed, act.day)
    if name == "reject" and values.why is None:
        raise applicant_view.MissingReason("why")
    if name == "invite" and values.at is None:
        raise applicant_view.MissingTime("at")
    results = []
    for number in sorted(seen):
        refusal = group_actions.try_action(
            act.session, partial(_step_one, act, vacancy, number, seen[number], name, values)
        )
        errors = getattr(refusal, "errors", None) or ([refusal] if refusal else [])
        results.append([number, [[one.sentence, _encode_facts(one)] for one in errors]])
    return {"rows": results}


def _encode_facts(refusal: Refusal) -> dict[str, list[str]]:
    """Return the values of a sentence, each with its label list.

    A stored answer can then be shown again in any language.
    """
    return {
        name: [refusal.coded.get(name, ""), str(value)] for name, value in refusal.facts.items()
    }


def _sentence(lang: Language, sentence: str, facts: dict[str, list[str]]) -> str:
    values = {
        name: rendering.label(lang, kind, value) if kind else value
        for name, (kind, value) in facts.items()
    }
    return gettext(lang, sentence, **values)


def _step_one(
    act: FormAction, vacancy: str, number: str, version: str, name: str, step_input: StepInput
) -> None:
    try:
        row = applications.get(act.session, number, by=act.by)
    except NotFound as nothing:
        raise bulk_actions.RecordGone from nothing
    if vacancy and row.vacancy != vacancy:
        raise bulk_actions.RecordGone
    if str(row.version) != version:
        raise EditConflict
    applicant_view.take_step(act.session, row, name, step_input, by=act.by, on=act.on, day=act.day)


def read_step(typed: Mapping[str, str], today: date) -> StepInput:
    """Parse the further input of a step; times are in Tashkent time.

    Refuses: InvalidInput, forms.NotADay.
    """
    bulk_step_input = forms.read(BulkStepInput, forms.fields_of(BulkStepInput, typed), today=today)
    at = parse_moment(typed.get("at", ""), today)
    return StepInput(bulk_step_input.why, at, bulk_step_input.until)


def parse_moment(typed: str, today: date) -> datetime | None:
    """Convert a typed day and Tashkent time, as in “tomorrow 10:00”, to UTC.

    Refuses: forms.NotADay.
    """
    if not typed.strip():
        return None
    found = re.fullmatch(
        r"(.+)[ T]([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::[0-5][0-9])?", typed.strip()
    )
    day = typed_days.parse(found[1], today) if found else None
    if found is None or day is None or not 2000 <= day.year <= 2100:
        raise forms.NotADay("at")
    return datetime.combine(day, time(int(found[2]), int(found[3])), TASHKENT).astimezone(UTC)
