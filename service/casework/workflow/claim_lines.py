"""Corrections of the lines of a claim: component, amounts and currency, new and removed lines."""

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import inspect
from sqlmodel import Session

from catalog.core import corrections
from catalog.core.corrections import Change
from catalog.core.errors import NotFound, Refusal
from catalog.core.fields import Count, CurrencyCode, Minor
from i18n import N_
from service.casework.claims import line_days
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Claim, Line, NewLine, NothingClaimed
from service.casework.money import money_entries
from service.casework.money.money_entries import Payment
from service.input import forms

# Sums that become known while a claim is worked on.
_LATER_SUMS = ("documented", "agreed")
_SUMS = ("claimed", *_LATER_SUMS)
_DAYS = ("first_day", "last_day")


class LineWithMoney(Refusal):
    slug = "line-with-money"
    sentence = N_(
        "Money was received for this line. Have the payment reversed before you remove the line or"
        " change its currency."
    )


class LineCorrection(msgspec.Struct, forbid_unknown_fields=True):
    """One line of the claim by its number, in minor units of its currency; what is left out stays
    as it is. Without a number it is a new line."""

    number: Count | None = None
    documented: Minor | None = None
    agreed: Minor | None = None
    component: Component | None = None
    amount: Minor | None = None
    currency: CurrencyCode | None = None
    first_day: date | None = None
    last_day: date | None = None
    remove: bool = False


def texts(rows: list[Line]) -> dict[str, str]:
    """Return the lines as the history stores them: a sum is an amount and its currency."""
    found = {}
    for row in rows:
        found[f"lines.{row.number}.component"] = row.component
        for name in _SUMS:
            amount = getattr(row, name)
            found[f"lines.{row.number}.{name}"] = (
                "" if amount is None else f"{amount} {row.currency}"
            )
        for name in _DAYS:
            found[f"lines.{row.number}.{name}"] = corrections.as_text(getattr(row, name))
    return found


def is_first_sum(change: Change) -> bool:
    """Return whether a change states a documented or agreed sum that was not known before."""
    return not change.before and change.field.rpartition(".")[2] in _LATER_SUMS


def changed_amounts(rows: list[Line], new_sums: list[LineCorrection]) -> dict[int, NewLine]:
    """Return the lines with another claimed amount than before, by their place in the input."""
    known, found = {row.number: row for row in rows}, {}
    for place, one in enumerate(new_sums):
        row = known.get(one.number or 0)
        component = one.component or (Component(row.component) if row else None)
        amount = one.amount if one.amount is not None or row is None else row.claimed
        currency = one.currency or (row.currency if row else None)
        before = (row.component, row.claimed, row.currency) if row else ()
        if one.remove or not (component and amount and currency):
            continue
        if (component.value, amount, currency) != before:
            found[place] = NewLine(component, amount, currency)
    return found


def change(
    session: Session, claim: Claim, rows: list[Line], new_sums: list[LineCorrection]
) -> list[Line]:
    """Change lines, add those without a number, and remove; return the lines as they are now.

    Refuses: NotFound for no such line, forms.MissingAnswer, LineWithMoney,
    wage_claims.NothingClaimed, line_days.WrongWorkDates, line_days.DaysOutsideWork."""
    known = {row.number: row for row in rows}
    before = {row.number: (row.first_day, row.last_day) for row in rows}
    places: dict[int, int] = {}
    used = list(known)
    paid = _payments_by_line(session, claim) if new_sums else {}
    for place, one in enumerate(new_sums):
        if one.number is None and one.remove:
            raise NotFound(f"lines.{place}.number")
        if one.number is None:
            row = _new_line(session, claim, one, used, place)
            known[row.number] = row
            places[row.number] = place
            used.append(row.number)
        elif one.number not in known:
            raise NotFound(f"lines.{place}.number")
        elif one.remove:
            _require_no_money(paid.get(one.number), f"lines.{place}.remove")
            session.delete(known.pop(one.number))
        else:
            places[one.number] = place
            _change_line(known[one.number], one, paid.get(one.number, []), place)
    if new_sums and not any(row.claimed for row in known.values()):
        raise NothingClaimed("lines")
    if new_sums and not claim.period:
        claimed = [row.component for row in known.values() if row.claimed]
        line_days.require_benefits(claimed)
    moved = _is_period_changed(claim)
    for number, row in known.items():
        if moved or before.get(number) != (row.first_day, row.last_day):
            _require_days(claim, row, places.get(number))
    return list(known.values())


def _is_period_changed(claim: Claim) -> bool:
    """Return whether this correction changes the first or the last day of work."""
    facts = inspect(claim).attrs
    return any(facts[name].history.has_changes() for name in line_days.PERIOD)


def _require_days(claim: Claim, row: Line, place: int | None) -> None:
    """Require that a line has days of the work in their order; `place` is its place in the input.

    Days of a line that was not sent are wrong because of the days of work that were."""
    names = line_days.PERIOD if place is None else line_days.fields_of(place)
    if row.first_day and row.last_day and row.last_day < row.first_day:
        raise line_days.WrongWorkDates(names[1])
    days, worked = (row.first_day, row.last_day), claim.period
    line_days.require_worked(row.component, days, worked, names)


def _payments_by_line(session: Session, claim: Claim) -> dict[int, list[Payment]]:
    found: dict[int, list[Payment]] = {}
    for row in money_entries.list_current(session, Payment, claim.reference):
        if row.line is not None:
            found.setdefault(row.line, []).append(row)
    return found


def _require_no_money(paid: list[Payment] | None, field: str) -> None:
    if paid:
        raise LineWithMoney(field)


def _new_line(
    session: Session, claim: Claim, one: LineCorrection, numbers: list[int], place: int
) -> Line:
    for name in ("component", "amount", "currency"):
        if getattr(one, name) is None:
            raise forms.MissingAnswer(f"lines.{place}.{name}")
    row = Line(
        claim=claim.reference,
        number=max((*numbers, _highest_number(session, claim))) + 1,
        component=corrections.plain(one.component),
        currency=str(one.currency),
        claimed=one.amount or 0,
        documented=one.documented,
        agreed=one.agreed,
        first_day=one.first_day,
        last_day=one.last_day,
    )
    session.add(row)
    return row


def _highest_number(session: Session, claim: Claim) -> int:
    """Return the highest number that a line of the claim had, so that none is used twice."""
    named = (
        change.field.split(".")
        for version in corrections.history(session, "claim", claim.reference)
        for change in version.changes
    )
    return max((int(parts[1]) for parts in named if parts[0] == "lines"), default=0)


def _change_line(row: Line, one: LineCorrection, paid: list[Payment], place: int) -> None:
    if one.currency is not None and one.currency != row.currency:
        _require_no_money(paid, f"lines.{place}.currency")
        if one.amount is None:
            raise forms.MissingAnswer(f"lines.{place}.amount")
        # What papers and agreements said was in the other currency.
        row.documented = row.agreed = None
    new: dict[str, Any] = {
        "component": corrections.plain(one.component),
        "claimed": one.amount,
        "currency": one.currency,
        "documented": one.documented,
        "agreed": one.agreed,
        "first_day": one.first_day,
        "last_day": one.last_day,
    }
    for name, value in new.items():
        if value is not None and getattr(row, name) != value:
            setattr(row, name, value)
    # Money counts under what it was paid for.
    purpose = money_entries.purpose_of(row.component).value
    for payment in paid:
        if payment.purpose != purpose:
            payment.purpose = purpose
