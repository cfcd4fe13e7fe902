"""Contests for quotas: officers announce, open and decide; an agency reads and enters."""

from datetime import date
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.contests import bids, contests
from catalog.contests.bids import Bid, BidInput, ResultInput
from catalog.contests.contests import Contest, Criterion, NewContest
from catalog.core.errors import InvalidInput, Refusal
from catalog.licensing import recruiting_rights, working_days
from catalog.reference import countries
from catalog.reference.occupations import Occupation
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.agency import own_vacancy_form
from service.pages.public import contests as public
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction


@page_get("/desk/contests/new", permission=Permission.CONTESTS_WRITE)
def show_form(request: Req) -> Response[Any]:
    return _form(request, {}, None)


class NewContestPage(msgspec.Struct):
    typed: dict[str, str]
    codes: list[str]
    groups: list[Occupation]
    earliest: date


def _form(request: Req, typed: dict[str, str], refusal: Refusal | None) -> Response[Any]:
    with context.reading(request) as session:
        earliest = working_days.calendar(session).after(
            context.app_state(request).today, contests.NOTICE + 1
        )
        codes, groups = (
            countries.destinations(session),
            context.register_cache(request, session).occupations,
        )
    units = [group for group in groups.values() if group.level == 4]
    return form_actions.form_page(
        request,
        "desk/quota/contest_new.html",
        NewContestPage({"opens_on": str(earliest)} | typed, codes, units, earliest),
        refusal=refusal,
        criteria=list(Criterion),
    )


def _is_points(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) <= 3


@page_get("/desk/contests/{reference:str}", permission=Permission.CONTESTS_WRITE)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _show(request, reference, {}, None)


class ContestPage(msgspec.Struct):
    """A contest for its officer: `halted` are the agencies that entered and may not recruit."""

    told_to: int
    halted: set[str]
    typed: dict[str, str]
    me: str


def _show(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    by = context.actor(request)
    with context.reading(request) as session:
        row = contests.get(session, reference)
        facts = public.contest_facts(session, row, by)
        notified = contests.count_notified(session, reference)
        halted = bids.barred_bidders(session, facts.entries, context.app_state(request).today)
    shown = ContestPage(notified, halted, typed, by.account)
    return form_actions.form_page(request, "desk/quota/contest.html", facts, shown, refusal=refusal)


def _results(typed: dict[str, str], rows: list[Bid]) -> dict[str, ResultInput]:
    """Parse the results typed for each entry. Refuses: InvalidInput."""
    found, errors = dict[str, ResultInput](), list[Refusal]()
    for one in rows:
        values = {
            name: typed.get(f"{name}_{one.agency}", "") for name in ResultInput.__struct_fields__
        }
        try:
            found[one.agency] = forms.read(ResultInput, values)
        except InvalidInput as wrong:
            for error in wrong.errors:
                error.field = f"{error.field}_{one.agency}"
                errors.append(error)
    if errors:
        raise InvalidInput(errors)
    return found


@page_get("/desk/own/contests/{reference:str}", permission=Permission.OWN_OPEN)
def show_notice(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show the notice of a contest; that the agency viewed it is stored."""
    recruiting_rights.require_agency(context.actor(request))
    answer = _notice_page(request, reference, {}, None)
    with context.writing(request) as session:
        contests.record_viewed(
            session, reference, by=context.actor(request), on=context.app_state(request).clock()
        )
    return answer


def _notice_page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    by = context.actor(request)
    with context.reading(request) as session:
        row = contests.get(session, reference)
        facts = public.contest_facts(session, row, by)
        may = own_vacancy_form.may_recruit(request, session)
        mine = session.get(Bid, (reference, str(by.agency)))
    typed = {"seats": str(mine.seats) if mine else ""} | typed
    return form_actions.form_page(
        request,
        "desk/quota/own_contest.html",
        facts,
        refusal=refusal,
        typed=typed,
        recruits=may,
        mine=mine,
    )


@form_actions.post(
    "/desk/contests/new",
    permission=Permission.CONTESTS_WRITE,
    back="/desk/contests/{reference}",
    redraw=_form,
)
def announce(act: FormAction) -> Answer:
    new_contest = act.read(NewContest)
    given = {one: act.typed.get(f"most_{one.value}", "").strip() for one in Criterion}
    if wrong := [
        forms.NotANumber(f"most_{one.value}")
        for one, typed in given.items()
        if typed and not _is_points(typed)
    ]:
        raise InvalidInput([*wrong])
    weights = {one: int(typed) for one, typed in given.items() if typed}
    row = contests.announce(act.session, new_contest, weights, by=act.by, on=act.on, day=act.day)
    return {"reference": row.reference}


@form_actions.post(
    "/desk/own/contests/{reference:str}",
    permission=Permission.OWN_WRITE,
    back="/desk/own/contests/{reference}",
    redraw=_notice_page,
    find=lambda act, reference: contests.get(act.session, reference),
    versioned=False,
)
def enter(act: FormAction, row: Contest) -> None:
    bid_input = act.read(BidInput)
    bids.enter(act.session, row, bid_input, by=act.by, on=act.on, day=act.day)


post = partial(
    form_actions.post,
    back="/desk/contests/{reference}",
    find=lambda act, reference: contests.get(act.session, reference),
    redraw=_show,
)


@post("/desk/contests/{reference:str}/open", permission=Permission.CONTESTS_WRITE)
def open_entries(act: FormAction, row: Contest) -> None:
    bids.open_entries(act.session, row, by=act.by, on=act.on)


@post("/desk/contests/{reference:str}/off", permission=Permission.CONTESTS_WRITE)
def call_off(act: FormAction, row: Contest) -> None:
    if not act.typed.get("reason", "").strip():
        raise forms.MissingAnswer("reason")
    bids.call_off(act.session, row, act.typed["reason"].strip(), by=act.by, on=act.on)


@post("/desk/contests/{reference:str}/result", permission=Permission.CONTESTS_WRITE)
def decide(act: FormAction, row: Contest) -> None:
    rows = bids.entries(act.session, row, by=act.by)
    bids.decide(act.session, row, _results(act.typed, rows), by=act.by, on=act.on)
