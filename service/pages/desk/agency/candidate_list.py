"""The candidates for one vacancy as its agency sees them: in order, without name or number, and one step for those it chose."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound, Refusal, Stale
from catalog.core.fields import TASHKENT
from catalog.vacancies import agency_vacancies
from i18n import Language, gettext
from matching.applications import applications
from matching.applications.applications import State, Why
from matching.recruiting import applicant_view
from matching.recruiting.applicant_view import Told
from service.casework.worklists import bulk_actions, group_actions
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import agency_desk
from service.pages.shared import record_actions
from service.pages.shared.record_actions import Act
from service.web import context, rendering
from service.web.context import Form, Req, page_get, page_post

# The version of an application stands in the answer by which it is chosen.
PICK = "pick_"


class Answers(msgspec.Struct):
    """What a step needs, as it comes from a form."""

    why: Why | None = None
    until: date | None = None


@page_get("/desk/own/vacancies/{reference:str}/candidates", permission=Permission.OWN_OPEN)
def index(request: Req, lang: FromPath[str], reference: FromPath[str]) -> Response[Any]:
    context.of_address(lang)
    return _list(request, reference, {}, None)


def _list(request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    by, number = context.who(request), context.page_number(request)
    asked = request.query_params.get("state", "")
    state = State(asked) if asked in list(State) else None
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=by)
        found = applicant_view.listed(session, reference, state, number, by=by, day=context.house(request).today)
        counts = applicant_view.counted(session, reference, by=by)
        trades = context.shelf(request, session).occupations
    total = counts.get(state.value, 0) if state else sum(counts.values())
    facts = {"row": row, "rows": found, "counts": counts, "state": state, "total": total, "number": number}
    facts |= {"size": applicant_view.PAGE, "acts": applicant_view.ACTS, "groups": trades, "typed": typed}
    return agency_desk.page(request, "desk/agency/own_candidates.html", refusal, **facts)


@page_post("/desk/own/vacancies/{reference:str}/candidates", permission=Permission.OWN_WRITE)
def step(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """One step for everybody who was chosen, with a result for each: whoever is refused stops nobody else."""
    context.of_address(lang)
    typed = record_actions.typed_of(data)
    try:
        with context.reading(request) as session:
            agency_vacancies.get(session, reference, by=context.who(request))
        done = record_actions.once(request, data, partial(_each, reference=reference))
    except Refusal as refusal:
        return _list(request, reference, typed, refusal)
    results = [(number, [_said(context.language(request), *one) for one in told]) for number, told in done["rows"]]
    shown = {"results": results, "vacancy": reference, "act": typed.get("act", "")}
    return agency_desk.page(request, "desk/agency/own_chosen.html", None, **shown)


def _each(act: Act, reference: str) -> dict[str, Any]:
    seen = {name.removeprefix(PICK)[:24]: value for name, value in act.typed.items() if name.startswith(PICK)}
    bulk_actions.require(seen, applicant_view.PAGE)
    name, told = act.typed.get("act", ""), read(act.typed)
    if name == "reject" and told.why is None:
        raise applicant_view.WhyNotTold("why")
    if name == "invite" and told.at is None:
        raise applicant_view.WhenNotTold("at")
    results = []
    for number in sorted(seen):
        refusal = group_actions.tried(act.session, partial(_one, act, reference, number, seen[number], name, told))
        errors = getattr(refusal, "errors", None) or ([refusal] if refusal else [])
        results.append([number, [[one.sentence, _coded(one)] for one in errors]])
    return {"rows": results}


def _coded(refusal: Refusal) -> dict[str, Any]:
    """The facts of a sentence, each with the list of its word, so that a repeated answer can be said again in any language."""
    return {name: [refusal.coded.get(name, ""), str(value)] for name, value in refusal.facts.items()}


def _said(lang: Language, sentence: str, facts: dict[str, list[str]]) -> str:
    told = {name: rendering.word(lang, kind, value) if kind else value for name, (kind, value) in facts.items()}
    return gettext(lang, sentence, **told)


def _one(act: Act, reference: str, number: str, version: str, name: str, told: Told) -> None:
    row = applications.get(act.session, number, by=act.by)
    if row.vacancy != reference:
        raise NotFound
    if str(row.version) != version:
        raise Stale
    applicant_view.take(act.session, row, name, told, by=act.by, on=act.on, day=act.day)


def read(typed: Mapping[str, str]) -> Told:
    """What a step needs besides itself; a moment is told in the time of Tashkent. Refuses: Wrong, forms.NotADay."""
    told = forms.read(Answers, {name: typed.get(name, "") for name in ("why", "until")})
    return Told(told.why, moment(typed.get("at", "")), told.until)


def moment(typed: str) -> datetime | None:
    """Refuses: forms.NotADay."""
    if not typed.strip():
        return None
    try:
        told = datetime.fromisoformat(typed.strip())
    except ValueError as reason:
        raise forms.NotADay("at") from reason
    if told.tzinfo is not None or not 2000 <= told.year <= 2100:
        raise forms.NotADay("at")
    return told.replace(tzinfo=TASHKENT).astimezone(UTC)


HANDLERS = [index, step]
