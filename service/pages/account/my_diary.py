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

from catalog.core.errors import Mistakes, Refusal
from catalog.reference import countries
from catalog.reference.countries import Country
from i18n import N_, formats
from matching.identity import persons
from service.casework import wage_diary
from service.casework.claims import follow_secret
from service.casework.claims.wage_claims import Claim
from service.casework.protection import minors
from service.casework.wage_diary import Diary, DiaryTotals, NewDiary, NotHours
from service.infra.access import Permission
from service.input import forms
from service.pages.shared import account_page
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import Answer, FormAction

_HOURS = re.compile(r"(?P<hours>[0-9]{1,2})(?:(?P<point>[.,:])(?P<rest>[0-9]{1,2}))?")


class DayRecorded(Refusal):
    slug = "day-recorded"
    sentence = N_(
        "You have already recorded %(known)s for this day. To replace it, enter the new total for the "
        "whole day and tick the box below."
    )


class NewDay(msgspec.Struct):
    """A day as it is typed: hours like 9, 9.5 or 9:30, and the amount paid on it."""

    day: date
    hours: str = ""
    paid: int | None = None
    replace: bool = False


class _Day(msgspec.Struct):
    day: date


@page_get("/me/diary", permission=Permission.ME_OPEN)
def index(request: Req) -> Response[Any]:
    account_page.require_citizen(request)
    return _list(request, {})


class DiariesPage(msgspec.Struct, frozen=True):
    rows: list[Diary]
    sums: dict[str, DiaryTotals]
    codes: list[str]
    currencies: list[str]
    typed: dict[str, str]


def _list(request: Req, typed: dict[str, str], refusal: Refusal | None = None) -> Response[Any]:
    with context.reading(request) as session:
        rows = wage_diary.list_own(session, account_page.current_person(request, session))
        sums = {
            row.reference: wage_diary.totals(row, wage_diary.days(session, row)) for row in rows
        }
        codes, money = countries.destinations(session), _currencies(session)
        shown = DiariesPage(rows, sums, codes, money, typed)
        return form_actions.form_page(request, "account/diaries.html", shown, refusal=refusal)


def _currencies(session: Session) -> list[str]:
    """Return the currencies of the countries where people work, and the common ones."""
    return sorted({*countries.CURRENCIES_ABROAD, *countries.currencies(session)})


@page_get("/me/diary/{reference:str}", permission=Permission.ME_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    account_page.require_citizen(request)
    return _page(request, reference, {})


class DiaryPage(msgspec.Struct, frozen=True):
    """One diary; each of its `days` has the minutes worked and the pay received."""

    row: Diary
    days: list[tuple[date, int, int]]
    sum: DiaryTotals
    typed: dict[str, str]
    claim: Claim | None
    secret: str
    contact: list[str]


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    """Show one wage diary. Refuses: NotFound."""
    today = context.app_state(request).today
    with context.reading(request) as session:
        person = account_page.current_person(request, session)
        row = wage_diary.get_own(session, reference, person)
        noted = wage_diary.days(session, row)
        claim = session.get(Claim, row.claim) if row.claim else None
        shown = DiaryPage(
            row=row,
            days=noted,
            sum=wage_diary.totals(row, noted),
            typed={"day": today.isoformat()} | typed,
            claim=claim,
            secret=follow_secret.secret_of(claim.reference) if claim else "",
            contact=[one for one in (person.name, persons.phone(session, person)) if one],
        )
        return form_actions.form_page(
            request, "account/diary.html", shown, refusal=refusal, about=row.country
        )


def _minutes(typed: str) -> int | None:
    """Convert typed hours (9, 9.5, 9,5 or 9:30) to minutes, or nothing typed to None.

    Refuses: NotHours.
    """
    if not typed.strip():
        return None
    found = _HOURS.fullmatch(typed.strip())
    if found is None:
        raise NotHours("hours")
    rest = found["rest"] or "0"
    part = int(rest) if found["point"] == ":" else round(60 * int(rest) / 10 ** len(rest))
    if part >= 60:
        raise NotHours("hours")
    return 60 * int(found["hours"]) + part


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


@form_actions.post(
    "/me/diary",
    permission=Permission.ME_OPEN,
    back="/me/diary/{reference}",
    redraw=_list,
    first=account_page.require_citizen,
)
def begin(act: FormAction) -> Answer:
    """Begin a diary; without a currency the pay is in that of the country."""
    person = account_page.current_person(act.request, act.session)
    country = act.session.get(Country, act.typed.get("country", ""))
    usual = {"currency": country.currency} if country and not act.typed.get("currency") else {}
    typed = forms.fields_of(NewDiary, act.typed | usual)
    values, mistakes = forms.with_minor_units(typed, "wage", "currency"), Mistakes()
    with mistakes.noted():
        new_diary = forms.read(NewDiary, values, today=act.day)
    with mistakes.noted():
        countries.require(act.session, act.typed.get("country", ""))
    mistakes.require_none()
    row = wage_diary.create(act.session, person, new_diary, by=act.by, on=act.on)
    return {"reference": row.reference}


@form_actions.post(
    "/me/diary/{reference:str}",
    permission=Permission.ME_OPEN,
    back="/me/diary/{reference}#days",
    redraw=_page,
    first=account_page.require_citizen,
)
def note(act: FormAction, reference: str) -> None:
    person = account_page.current_person(act.request, act.session)
    row = wage_diary.get_own(act.session, reference, person)
    new_day, minutes = _read_day(act, row)
    if not new_day.replace:
        _require_new(act, row, new_day, minutes)
    wage_diary.record_day(
        act.session,
        row,
        new_day.day,
        minutes=minutes,
        paid=new_day.paid,
        by=act.by,
        on=act.on,
        today=act.day,
    )


def _read_day(act: FormAction, row: Diary) -> tuple[NewDay, int | None]:
    """Return the day as typed, with its minutes of work. Refuses: all that is wrong at once."""
    typed = forms.with_minor_units(act.typed | {"currency": row.currency}, "paid", "currency")
    mistakes, minutes = Mistakes(), None
    with mistakes.noted():
        new_day = forms.read(NewDay, typed)
    with mistakes.noted():
        wage_diary.require_recent(forms.read(_Day, {"day": typed.get("day", "")}).day, act.day)
    with mistakes.noted():
        minutes = _minutes(act.typed.get("hours", ""))
        wage_diary.require_minutes(minutes)
    mistakes.require_none()
    return new_day, minutes


def _require_new(act: FormAction, row: Diary, new_day: NewDay, minutes: int | None) -> None:
    """Require that nothing else is recorded for the day than what is recorded now.

    0 deletes a value, so it needs no question. Refuses: DayRecorded."""
    lang, asked = context.language(act.request), Mistakes()
    for day, worked, paid in wage_diary.days(act.session, row):
        with asked.noted():
            if day == new_day.day and minutes and worked not in (0, minutes):
                raise DayRecorded("hours", known=_clock(worked))
        with asked.noted():
            if day == new_day.day and new_day.paid and paid not in (0, new_day.paid):
                raise DayRecorded("paid", known=formats.money(lang, paid, row.currency))
    asked.require_none()


@form_actions.post(
    "/me/diary/{reference:str}/claim",
    permission=Permission.ME_OPEN,
    back="/me/diary/{reference}",
    redraw=_page,
    first=account_page.require_citizen,
)
def claim(act: FormAction, reference: str) -> None:
    """File the shortfall as one wage claim, however often the button is pressed."""
    person = account_page.current_person(act.request, act.session)
    row = wage_diary.get_own(act.session, reference, person)
    filed = wage_diary.file_claim(act.session, row, person, by=act.by, on=act.on, day=act.day)
    minors.refer(act.session, filed.claim.reference, by=act.by, on=act.on, day=act.day)
