"""The worker's own wage diary: work and pay by day, the shortfall, and a claim for it.

The shortfall is measured against the agreed pay.
"""

import re
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import NotFound, Refusal
from catalog.reference import countries
from service.casework import wage_diary
from service.casework.claims import follow_secret
from service.casework.claims.wage_claims import Claim
from service.casework.wage_diary import NewDiary, TooLongADay
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context
from service.web.context import Form, Req, page_get, page_post

_FIELDS = NewDiary.__struct_fields__
_CURRENCIES = ("RUB", "KRW", "USD", "EUR", "TRY", "KZT", "PLN", "UZS")
_HOURS = re.compile(r"(?P<hours>[0-9]{1,2})(?:(?P<point>[.,:])(?P<rest>[0-9]{1,2}))?")


class NewDay(msgspec.Struct):
    """A day as it is typed: hours like 9, 9.5 or 9:30, and the amount paid on it."""

    day: date
    hours: str = ""
    paid: int | None = None


@page_get("/me/diary", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    return _list(request, {})


def _list(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        rows = wage_diary.list_own(session, account_page.current_person(request, session))
        sums = {
            row.reference: wage_diary.totals(row, wage_diary.days(session, row)) for row in rows
        }
        codes, money = countries.destinations(session), [(code, code) for code in _CURRENCIES]
        return account_page.page(
            request,
            "account/diaries.html",
            refusal,
            rows=rows,
            sums=sums,
            codes=codes,
            currencies=money,
            typed=typed,
        )


@page_post("/me/diary", permission=Permission.ME_OPEN)
def begin(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    account_page.require_citizen(request)
    typed = {name: str(data.get(name, "")) for name in _FIELDS}
    try:
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            done = context.run_form_once(
                request, session, key, typed, lambda: _open_diary(request, session, typed)
            )
    except Refusal as refusal:
        return _list(request, typed, refusal)
    return context.see_other(f"/{lang}/me/diary/{done['reference']}")


def _open_diary(request: Req, session: Session, typed: dict[str, str]) -> dict[str, Any]:
    new_diary = forms.read(NewDiary, forms.with_minor_units(typed, "wage", "currency"))
    row = wage_diary.create(
        session,
        account_page.current_person(request, session),
        new_diary,
        by=context.actor(request),
        on=context.app_state(request).clock(),
    )
    return {"reference": row.reference}


@page_get("/me/diary/{reference:str}", permission=Permission.ME_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    account_page.require_citizen(request)
    return _page(request, reference, {})


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show one wage diary. Refuses: NotFound."""
    today = context.app_state(request).today
    with context.reading(request) as session:
        row = wage_diary.get_own(session, reference, account_page.current_person(request, session))
        noted = wage_diary.days(session, row)
        claim = session.get(Claim, row.claim) if row.claim else None
        return account_page.page(
            request,
            "account/diary.html",
            refusal,
            row=row,
            days=noted,
            sum=wage_diary.totals(row, noted),
            about=row.country,
            typed={"day": today.isoformat()} | typed,
            claim=claim,
            secret=follow_secret.secret_of(claim.reference) if claim else "",
        )


@page_post("/me/diary/{reference:str}", permission=Permission.ME_OPEN)
def note(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    account_page.require_citizen(request)
    typed = {name: str(data.get(name, "")) for name in NewDay.__struct_fields__}
    try:
        with context.writing(request) as session:
            row = wage_diary.get_own(
                session, reference, account_page.current_person(request, session)
            )
            _save_day(request, session, row, typed)
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, reference, typed, refusal)
    return context.see_other(f"/{lang}/me/diary/{reference}#days")


def _save_day(request: Req, session: Session, row: wage_diary.Diary, typed: dict[str, str]) -> None:
    house = context.app_state(request)
    new_day = forms.read(
        NewDay, forms.with_minor_units(typed | {"currency": row.currency}, "paid", "currency")
    )
    wage_diary.record_day(
        session,
        row,
        new_day.day,
        minutes=_minutes(new_day.hours),
        paid=new_day.paid,
        by=context.actor(request),
        on=house.clock(),
        today=house.today,
    )


def _minutes(typed: str) -> int | None:
    """Convert typed hours (9, 9.5, 9,5 or 9:30) to minutes, or nothing typed to None.

    Refuses: TooLongADay.
    """
    if not typed.strip():
        return None
    found = _HOURS.fullmatch(typed.strip())
    if found is None:
        raise TooLongADay("hours")
    rest = found["rest"] or "0"
    part = int(rest) if found["point"] == ":" else round(60 * int(rest) / 10 ** len(rest))
    return 60 * int(found["hours"]) + part


@page_post("/me/diary/{reference:str}/claim", permission=Permission.ME_OPEN)
def claim(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    """File the shortfall as one wage claim, however often the button is pressed."""
    account_page.require_citizen(request)
    try:
        with context.writing(request) as session:
            key = str(data.get("once", ""))
            context.run_form_once(
                request,
                session,
                key,
                {"diary": reference},
                lambda: _file_claim(request, session, reference),
            )
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(request, reference, {}, refusal)
    return context.see_other(f"/{lang}/me/diary/{reference}")


def _file_claim(request: Req, session: Session, reference: str) -> dict[str, Any]:
    house, person = context.app_state(request), account_page.current_person(request, session)
    row = wage_diary.get_own(session, reference, person)
    wage_diary.file_claim(
        session, row, person, by=context.actor(request), on=house.clock(), day=house.today
    )
    return {"reference": reference}
