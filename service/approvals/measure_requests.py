"""Measures about a country after an early warning: requested by one officer, approved by another.

A measure is started or ended when the second officer approves.
"""

from datetime import date, datetime

from sqlmodel import Session

from catalog.core import approvals, staff_notices
from catalog.core.actor import Actor
from catalog.core.approvals import Approval, ApprovalDetails, ApprovalKind, Subject
from catalog.core.errors import Refusal
from catalog.core.fields import Line, tashkent_day
from catalog.core.staff_notices import NoticeKind
from catalog.reference import country_measures, posts
from catalog.reference.country_measures import TEXTS, Measure, MeasureKind, NewMeasure
from catalog.vacancies import agency_vacancies
from i18n import N_
from service import accounts
from service.accounts import approval_requests
from service.approvals.request_handler import (
    VALUE_LABELS,
    Card,
    Fact,
    FactLabel,
    RequestHandler,
    TitlePart,
)
from service.casework.claims import responsible_officers
from service.casework.employers import early_warnings
from service.casework.employers.early_warnings import Alert

_NOUN = "measure"


class NobodyThere(Refusal):
    slug = "nobody-there"
    sentence = N_("We have no mission in this country with an officer who could read a notice.")


def request_start(
    session: Session, alert: Alert, new: NewMeasure, *, by: Actor, on: datetime, day: date
) -> Approval:
    """Request a measure about the country of an early warning.

    Refuses: NotAllowed, NobodyThere, approvals.AlreadyRequested, and what
    country_measures.require_sound refuses.
    """
    early_warnings.require_open_to_measures(alert)
    country_measures.require_sound(new, day)
    if new.kind is MeasureKind.POST and not readers(session, alert.country or "", day):
        raise NobodyThere("kind")
    changes = _changes(new)
    subject, kind = early_warnings.subject(alert), ApprovalKind.MEASURE
    approvals.require_not_waiting(session, kind, subject, changes, field="kind")
    return approval_requests.request(
        session, kind, subject, new.reason, changes=changes, by=by, on=on
    )


def _changes(new: NewMeasure) -> dict[str, str]:
    """Return a measure as texts, without those that it has not."""
    stated = {"measure": new.kind.value, "until": new.until.isoformat(), "reason": new.reason}
    stated |= {name: text for name in TEXTS if (text := getattr(new, name).strip())}
    return stated | ({"on_page": "yes"} if new.on_page else {})


def _read(row: Approval) -> NewMeasure:
    stated = approvals.changes(row)
    return NewMeasure(
        MeasureKind(stated["measure"]),
        stated["reason"],
        date.fromisoformat(stated["until"]),
        on_page="on_page" in stated,
        **{name: stated[name] for name in TEXTS if name in stated},
    )


def request_end(
    session: Session, row: Measure, reason: Line, *, by: Actor, on: datetime, day: date
) -> Approval:
    """Request that a measure be ended before its day.

    Refuses: country_measures.MeasureOver, approvals.AlreadyRequested.
    """
    country_measures.require_in_force(row, day)
    subject, kind = Subject(_NOUN, row.reference), ApprovalKind.MEASURE_END
    approvals.require_not_waiting(session, kind, subject, field="reason")
    changes = {"reason": reason}
    return approval_requests.request(session, kind, subject, reason, changes=changes, by=by, on=on)


def readers(session: Session, country: str, day: date) -> list[str]:
    """Return the accounts of the officers who work at our missions in a country on a day."""
    rows = [post for post in posts.list_all(session) if post.country == country]
    return [
        account.reference
        for post in rows
        if post.is_active(day)
        for account in responsible_officers.list_attaches(session, post.code)
    ]


def _start(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    alert, day = early_warnings.get(session, row.subject, hold=True), tashkent_day(on)
    new, country, first = _read(row), alert.country or "", row.asked_by
    early_warnings.record_measure(session, alert, new.reason, first, by=by, on=on, day=day)
    started = country_measures.start(
        session, country, alert.reference, new, proposed_by=first, by=by, on=on
    )
    if new.kind is MeasureKind.POST:
        about = (NoticeKind.COUNTRY_WARNING, _NOUN, started.reference)
        staff_notices.notify(session, readers(session, country, day), *about, by=by, on=on)
    if new.kind is MeasureKind.PAUSE:
        about = (NoticeKind.COUNTRY_PAUSED, _NOUN, started.reference)
        for agency in agency_vacancies.agencies_in(session, country, day):
            accounts.notify_agency(session, agency, *about, by=by, on=on)


def _end(session: Session, row: Approval, *, by: Actor, on: datetime) -> None:
    reason = approvals.changes(row)["reason"]
    country_measures.end(session, row.subject, reason, proposed_by=row.asked_by, by=by, on=on)


def _start_card(session: Session, one: ApprovalDetails) -> Card:
    alert = early_warnings.get(session, one.subject)
    shown = early_warnings.count_shown(session, alert.country or "", tashkent_day(one.asked_at))
    facts = [
        Fact(FactLabel.MEASURE, one.changes["measure"], "measure"),
        Fact(FactLabel.UNTIL, one.changes["until"], VALUE_LABELS["until"]),
        *(Fact(FactLabel(name), one.changes[name]) for name in TEXTS if name in one.changes),
        *([Fact(FactLabel.ON_PAGE, "✓")] if "on_page" in one.changes else []),
        Fact(FactLabel.PUBLISHED, str(shown)),
    ]
    title = (TitlePart(alert.country or "", "country"),)
    return Card(title, f"/desk/warnings/{alert.reference}", facts)


def _end_card(session: Session, one: ApprovalDetails) -> Card:
    row = session.get_one(Measure, one.subject)
    facts = [
        Fact(FactLabel.MEASURE, row.kind, "measure"),
        Fact(FactLabel.UNTIL, row.until.isoformat(), VALUE_LABELS["until"]),
        Fact(FactLabel.READ, row.reason),
    ]
    title = (TitlePart(row.country, "country"),)
    return Card(title, f"/desk/measures/{row.reference}", facts)


START = RequestHandler("alert", _start, _start_card)
END = RequestHandler(_NOUN, _end, _end_card)
