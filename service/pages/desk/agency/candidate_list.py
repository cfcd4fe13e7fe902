"""The candidates for one vacancy as its agency sees them, and one step for several.

They are in order, without name or phone number.
"""

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
from catalog.reference.occupations import Occupation
from catalog.vacancies import agency_vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import Language, gettext
from matching.applications import applications
from matching.applications.applications import RejectionReason, State
from matching.recruiting import applicant_view
from matching.recruiting.applicant_view import Candidate, StepInput
from service.casework.worklists import bulk_actions, group_actions
from service.infra.access import Permission
from service.input import forms, typed_days
from service.web import context, form_actions, rendering
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# The value of a chosen application's field is its version.
PICK = "pick_"


class BulkStepInput(msgspec.Struct):
    """What a step needs, as a form sends it."""

    why: RejectionReason | None = None
    until: date | None = None


@page_get("/desk/own/vacancies/{reference:str}/candidates", permission=Permission.OWN_OPEN)
def index(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _list(request, reference, {}, None)


class CandidatesPage(msgspec.Struct):
    row: Vacancy
    rows: list[Candidate]
    counts: dict[str, int]
    state: State | None
    total: int
    number: int
    groups: dict[str, Occupation]
    typed: dict[str, str]


def _list(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    by, number = context.actor(request), context.page_number(request)
    asked = request.query_params.get("state", "")
    state = State(asked) if asked in list(State) else None
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=by)
        found = applicant_view.list_page(
            session, reference, state, number, by=by, day=context.app_state(request).today
        )
        counts = applicant_view.count_by_state(session, reference, by=by)
        trades = context.register_cache(request, session).occupations
    total = counts.get(state.value, 0) if state else sum(counts.values())
    return form_actions.form_page(
        request,
        "desk/agency/own_candidates.html",
        CandidatesPage(row, found, counts, state, total, number, trades, typed),
        refusal=refusal,
        size=applicant_view.PAGE,
        acts=applicant_view.ACTS,
    )


@page_post("/desk/own/vacancies/{reference:str}/candidates", permission=Permission.OWN_WRITE)
def step(request: Req, reference: FromPath[str], data: Form) -> Response[Any]:
    """Take one step for every chosen candidate, with a result for each.

    A refusal for one candidate does not stop the others.
    """
    typed = form_actions.typed_values(data)
    try:
        with context.reading(request) as session:
            agency_vacancies.get(session, reference, by=context.actor(request))
        done = form_actions.run(request, data, partial(_step_each, reference=reference))
    except Refusal as refusal:
        return _list(request, reference, typed, refusal)
    results = [
        (number, [_sentence(context.language(request), *one) for one in values])
        for number, values in done["rows"]
    ]
    return form_actions.form_page(
        request,
        "desk/agency/own_chosen.html",
        results=results,
        vacancy=reference,
        act=typed.get("act", ""),
    )


def _step_each(act: FormAction, reference: str) -> Answer:
    seen = {
        name.removeprefix(PICK)[:24]: value
        for name, value in act.typed.items()
        if name.startswith(PICK)
    }
    bulk_actions.require(seen, applicant_view.PAGE)
    name, values = act.typed.get("act", ""), read_step(act.typed, act.day)
    if name == "reject" and values.why is None:
        raise applicant_view.MissingReason("why")
    if name == "invite" and values.at is None:
        raise applicant_view.MissingTime("at")
    results = []
    for number in sorted(seen):
        refusal = group_actions.try_action(
            act.session, partial(_step_one, act, reference, number, seen[number], name, values)
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
    act: FormAction, reference: str, number: str, version: str, name: str, step_input: StepInput
) -> None:
    row = applications.get(act.session, number, by=act.by)
    if row.vacancy != reference:
        raise NotFound
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
