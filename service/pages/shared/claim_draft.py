"""A claim draft, whose answers are stored encrypted in the worker's own browser, not here."""

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from litestar import Response
from sqlmodel import Session

from catalog.core import vault
from catalog.core.errors import InvalidInput, Refusal
from catalog.core.fields import (
    FIRST_DAY,
    CountryCode,
    InTheFuture,
    Line,
    Prose,
    TooLong,
    Town,
    require_within,
)
from i18n import N_, formats
from matching.identity import telephones
from matching.identity.persons import AgeBand, NewCitizen
from service.casework.claims import line_days
from service.casework.claims.line_days import WrongWorkDates
from service.casework.claims.wage_claims import (
    NewClaim,
    NewLine,
    NothingClaimed,
)
from service.casework.money import claimed_amounts
from service.casework.money.plausibility import AmountQuestion
from service.input import forms, typed_amounts
from service.web import context, rendering
from service.web.context import Req

# The fields of a claim that answer one question.
Fields = dict[str, Any]
Reader = Callable[[dict[str, str], date], Fields]
COOKIE = "claim"
VALID_FOR = timedelta(hours=12)
# How long the page with the secret can be opened again after sending; the phone may be somebody
# else's.
SECRET_SHOWN_FOR = timedelta(hours=1)
# Browsers reliably store 4096 bytes per cookie, name and attributes included.
_MAX_COOKIE = 3_800
# The characters of a story that fit beside the longest other answers; its page states the number.
STORY = 1_000
STEPS = ("country", "employer", "period", "amount", "story", "contact")
_DATES = ("from_day", "from_month", "from_year", "to_day", "to_month", "to_year")
_LINE = ("amount", "currency", "component")
# The tick by which an amount far above the known pay is confirmed, after the name of the amount.
_CONFIRMED = f"confirm_{AmountQuestion.MORE_THAN_PAY.value}"
FIELDS: dict[str, tuple[str, ...]] = {
    "country": ("country",),
    "employer": ("employer", "city"),
    "period": (*_DATES, "benefit_only"),
    "amount": tuple(
        name
        for line in (1, 2, 3)
        for name in (*(f"{part}_{line}" for part in _LINE), f"amount_{line}_{_CONFIRMED}")
    ),
    "story": ("story",),
    "contact": ("name", "phone", "language", "under_18"),
}


class WagesNeedDays(Refusal):
    slug = "wages-need-days"
    sentence = N_(
        "You also claim something other than an insurance benefit. Enter when you worked there, or "
        "change what you claim."
    )


class NoMonth(Refusal):
    slug = "no-month"
    sentence = N_("Enter the month and the year in digits, for example 3 and 2026.")


class WrongMonth(Refusal):
    slug = "wrong-month"
    sentence = N_("The month must be a number from 1 to 12.")


class NoYear(Refusal):
    slug = "no-year"
    sentence = N_("Enter the year with four digits, for example 2026.")


class NoSuchDay(Refusal):
    slug = "no-such-day"
    sentence = N_("This month has no such day. Correct it, or leave the day empty.")


class Draft(msgspec.Struct, omit_defaults=True):
    """The answers typed so far, as they were typed.

    `done` is the reference of the claim once it was sent. The draft opens until `until` and no
    longer, whatever a browser keeps.
    """

    key: str
    typed: dict[str, str] = {}
    done: str = ""
    changed: bool = False
    until: datetime | None = None

    @property
    def missing(self) -> str | None:
        """The first question that has no answer yet."""
        needed = {
            "country": "country",
            "employer": "employer",
            "period": "from_year",
            "amount": "amount_1",
        }
        return next(
            (
                step
                for step in STEPS
                if (needed | {"contact": "name"}).get(step, "") not in {"", *self.typed}
            ),
            None,
        )


class CountryInput(msgspec.Struct):
    country: CountryCode


class EmployerInput(msgspec.Struct):
    employer: Line
    city: Town = ""


class StoryInput(msgspec.Struct):
    story: Prose | None = None


class LinesInput(msgspec.Struct):
    lines: list[NewLine]


def read_draft(request: Req) -> Draft | None:
    """Return the draft in this browser's cookie, if it is genuine and not too old."""
    try:
        sealed = base64.urlsafe_b64decode(context.cookie(request, COOKIE))
        draft = msgspec.json.decode(zlib.decompress(vault.unlock("draft", sealed)), type=Draft)
    except (ValueError, vault.BrokenSeal, zlib.error, msgspec.DecodeError):
        return None
    return draft if draft.until and draft.until >= context.app_state(request).clock() else None


def new_draft(**typed: str) -> Draft:
    return Draft(rendering.fresh_key(), typed)


def set_draft_cookie(request: Req, answer: Response[Any], draft: Draft) -> Response[Any]:
    """Return the response with the draft in a cookie. Refuses: TooLong."""
    lasts = SECRET_SHOWN_FOR if draft.done else VALID_FOR
    draft.until = context.app_state(request).clock() + lasts
    value = base64.urlsafe_b64encode(
        vault.lock("draft", zlib.compress(msgspec.json.encode(draft), 9))
    ).decode()
    if len(value) > _MAX_COOKIE:
        # Only characters of rare scripts exceed the cookie within the stated length of a story.
        raise TooLong("story", most=min(STORY, len(draft.typed.get("story", "")) * 2 // 3))
    return context.add_cookie(request, answer, COOKIE, value, int(lasts.total_seconds()))


def read_step(draft: Draft, step: str, today: date) -> Fields:
    """Parse the answers to one question. Refuses whatever is wrong with them."""
    return _READERS[step](draft.typed, today)


def read_claim(draft: Draft, today: date) -> NewClaim:
    """Return the claim. Refuses what is wrong with any answer, all at once."""
    found: Fields = {}
    errors: list[Refusal] = []
    for step in STEPS:
        try:
            found |= read_step(draft, step, today)
        except Refusal as refusal:
            errors += refusal.errors
    if errors:
        raise InvalidInput(errors)
    return NewClaim(**found)


def _struct(kind: type[msgspec.Struct]) -> Reader:
    return lambda typed, _today: msgspec.structs.asdict(
        forms.read(kind, forms.fields_of(kind, typed))
    )


def _country(typed: dict[str, str], _today: date) -> Fields:
    return {"country": forms.read(CountryInput, typed).country}


def _story(typed: dict[str, str], _today: date) -> Fields:
    result = forms.read(StoryInput, typed).story
    if result and len(result) > STORY:
        raise TooLong("story", most=STORY)
    return {"story": result}


def _period(typed: dict[str, str], today: date) -> Fields:
    """Parse the period of work.

    A missing day means the first of the first month and the last of the last month. A claim for an
    insurance benefit alone may be without.
    """
    if _is_without_period(typed):
        return {"worked_from": None, "worked_to": None}
    if typed.get("benefit_only") and not any(typed.get(name) for name in _DATES):
        raise WagesNeedDays("from_month")
    began, ended = _day(typed, "from", last=False), _day(typed, "to", last=True)
    if began > today:
        raise InTheFuture("from_month")
    require_within(FIRST_DAY, began, today, "from_month")
    if ended < began:
        raise WrongWorkDates("to_month")
    if (ended.year, ended.month) > (today.year, today.month):
        raise InTheFuture("to_month")
    return {"worked_from": began, "worked_to": min(ended, today)}


def _is_without_period(typed: dict[str, str]) -> bool:
    """Return whether no date is typed for a claim of benefits alone, as stated or as typed so far."""
    if any(typed.get(name) for name in _DATES):
        return False
    parts = [typed.get(f"component_{n}", "") for n in (1, 2, 3) if typed.get(f"amount_{n}")]
    return bool(parts or typed.get("benefit_only")) and line_days.BENEFITS.issuperset(parts)


def _day(typed: dict[str, str], end: str, *, last: bool) -> date:
    day, month, year = (typed.get(f"{end}_{part}", "").strip() for part in ("day", "month", "year"))
    in_year = _between(1000, year, 9998)
    in_month = _between(1, month, 12) or formats.month_number(month)
    if not month or not year:
        raise NoMonth(f"{end}_month" if not month else f"{end}_year")
    if in_month is None:
        raise WrongMonth(f"{end}_month")
    if in_year is None:
        raise NoYear(f"{end}_year")
    first = date(in_year, in_month, 1)
    end_of_month = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if not day:
        return end_of_month if last else first
    on_day = _between(1, day, end_of_month.day)
    if on_day is None:
        raise NoSuchDay(f"{end}_day")
    return first.replace(day=on_day)


def _between(least: int, typed: str, most: int) -> int | None:
    """Return the typed number, if it is in ASCII digits and within these bounds."""
    number = int(typed) if re.fullmatch("[0-9]{1,4}", typed) else -1
    return number if least <= number <= most else None


def _amounts(typed: dict[str, str], _today: date) -> Fields:
    given = _numbers_of_lines(typed)
    lines = [
        typed_amounts.with_minor_units(
            {part: typed.get(f"{part}_{n}", "") for part in _LINE}, "amount", "currency"
        )
        for n in given
    ]
    if not lines:
        raise NothingClaimed("amount_1")
    try:
        read = forms.read(LinesInput, {"lines": lines})
    except InvalidInput as wrong:
        for error in wrong.errors:
            _name, place, part = (error.field or "lines.0.amount").split(".")
            error.field = f"{part}_{given[int(place)]}"
        raise
    if not any(line.amount for line in read.lines):
        raise NothingClaimed("amount_1")
    return {"lines": read.lines}


def _numbers_of_lines(typed: dict[str, str]) -> list[int]:
    return [number for number in (1, 2, 3) if typed.get(f"amount_{number}", "").strip()]


def require_confirmed_amounts(session: Session, draft: Draft, country: str, today: date) -> None:
    """Require that amounts far above the pay in this country are ticked as right.

    A draft whose days or amounts are still wrong is not questioned. Refuses: InvalidInput."""
    try:
        days, lines = (read_step(draft, one, today) for one in ("period", "amount"))
    except Refusal:
        return
    fields = [f"amount_{number}" for number in _numbers_of_lines(draft.typed)]
    claimed_amounts.require_confirmed(
        session,
        country,
        (days["worked_from"], days["worked_to"]),
        dict(zip(fields, lines["lines"], strict=True)),
        confirmed_amounts(draft.typed, fields),
        today,
    )


def confirmed_amounts(typed: Mapping[str, str], fields: Iterable[str]) -> list[str]:
    """Return those of these fields whose amount is ticked as right."""
    return [field for field in fields if typed.get(f"{field}_{_CONFIRMED}")]


def _contact(typed: dict[str, str], _today: date) -> Fields:
    asked = ("name", "phone", "language")
    person = forms.read(NewCitizen, {name: typed[name] for name in asked if name in typed})
    if typed.get("under_18"):
        person.age_band = AgeBand.UNDER_18
    if not person.phone:
        raise forms.MissingAnswer("phone")
    telephones.international_number(person.phone)
    return {"contact": person}


_READERS: dict[str, Reader] = {
    "country": _country,
    "employer": _struct(EmployerInput),
    "period": _period,
    "amount": _amounts,
    "story": _story,
    "contact": _contact,
}
