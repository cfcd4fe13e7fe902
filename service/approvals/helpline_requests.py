"""Helplines that officers add: one requests, another approves."""

import re
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import approvals, fields
from catalog.core.actor import Actor
from catalog.core.approvals import Approval
from catalog.core.errors import Mistakes, Refusal
from catalog.core.fields import Prose
from catalog.reference import countries
from catalog.reference.countries import Country, Mark
from catalog.reference.posts import Hotline
from i18n import N_
from i18n.scripts import to_cyrillic
from matching.identity.telephones import dial
from service.approvals import fact_columns, new_facts
from service.approvals.fact_columns import FactKind
from service.approvals.request_handler import VALUE_LABELS, Card, Fact, FactLabel, TitlePart

# What a request is about that would add a helpline.
NEW_HELPLINE = f"{FactKind.HELPLINES.value}:new"
# With a country code, or short as it is dialled in its country: 1176.
_NUMBER = re.compile(r"(?:\+|\()?[0-9][0-9 ()-]{1,37}[0-9]")


class NotAHelpline(Refusal):
    slug = "not-a-helpline"
    sentence = N_(
        "Enter one telephone number: with its country code, or a short number as it is dialled "
        "in that country."
    )


class HelplineExists(Refusal):
    slug = "helpline-exists"
    sentence = N_("This number is already listed. Correct that entry instead.")


class HelplineProposal(msgspec.Struct, kw_only=True):
    """A telephone line that is not listed yet; `country` is the one from which people call it."""

    country: fields.CountryCode
    telephone: str
    en: str
    ru: str
    uz: str
    kaa: str = ""
    valid_from: date | None = None
    source: str
    reason: Prose


def request(session: Session, new: HelplineProposal, *, by: Actor, on: datetime) -> Approval:
    """Request that a helpline be added.

    Refuses: NeededText, countries.NotACountry, NotAHelpline, HelplineExists, fields.TooLong,
    fields.TooLongAgo, fields.TooFarAhead, approvals.AlreadyRequested."""
    named = ("country", "telephone")
    return new_facts.request(
        session,
        NEW_HELPLINE,
        new,
        Hotline,
        named=named,
        require_named=_require_new,
        by=by,
        on=on,
    )


def _require_new(session: Session, changes: dict[str, str]) -> None:
    """Require a known country and a number that can be dialled and is not listed there yet."""
    mistakes = Mistakes()
    with mistakes.noted():
        countries.require(session, changes["country"])
    with mistakes.noted():
        require_number(changes["telephone"])
        listed = select(col(Hotline.number)).where(col(Hotline.scope) == changes["country"])
        if dial(changes["telephone"]) in map(dial, session.execute(listed).scalars()):
            raise HelplineExists("telephone")
    mistakes.require_none()


def require_number(telephone: str) -> None:
    """Require a number that can be dialled. Refuses: NotAHelpline."""
    if not _NUMBER.fullmatch(telephone):
        raise NotAHelpline("telephone")


def add(session: Session, one: Approval, *, by: Actor, on: datetime) -> None:
    """Add an approved helpline."""
    changes = approvals.changes(one)
    # Of two that are approved at once, the second sees the first.
    session.get(Country, changes["country"], with_for_update=True)
    _require_new(session, changes)
    stated: dict[str, Any] = {
        name: fact_columns.stored_value(name, text)
        for name, text in changes.items()
        if name not in ("country", "telephone")
    }
    row = Hotline(
        **stated,
        number=changes["telephone"],
        scope=changes["country"],
        uz_cyrl=to_cyrillic(changes["uz"]),
        mark=Mark.CONFIRMED.value,
        confirmed_once_by=one.asked_by,
    )
    new_facts.add(session, one, FactKind.HELPLINES, row, by=by, on=on)


def new_card(changes: dict[str, str]) -> Card:
    """Build the card of a helpline that would be added."""
    named = TitlePart(changes["country"], "country"), TitlePart(changes["telephone"])
    facts = [
        Fact(FactLabel(name), text, VALUE_LABELS.get(name, ""))
        for name, text in changes.items()
        if name not in ("country", "telephone")
    ]
    return Card(named, "/desk/helplines/new", facts)
