"""Early warnings: anomalies among claims, questions, complaints, reports and check-ins.

Each waits until an officer decides on it."""

from datetime import date, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import false, func, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import approvals, journal
from catalog.core.actor import Actor
from catalog.core.approvals import ApprovalKind, Subject
from catalog.core.errors import NotAllowed, Refusal, require_found
from catalog.core.fields import Line, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers import employers
from catalog.licensing.agencies import Agency
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import State, Vacancy
from i18n import N_


class Kind(LabelledEnum):
    EMPLOYER = "employer", N_("An employer")
    AGENCY = "agency", N_("A recruitment agency")
    COUNTRY = "country", N_("A whole country")


class Unit(StrEnum):
    """What is counted, each by its persons; they are never added."""

    CLAIMS = "claims"
    QUESTIONS = "questions"
    COMPLAINTS = "complaints"
    REPORTS = "reports"
    CHECK_INS = "check_ins"


class AlertAction(LabelledEnum):
    """The decision on an alert.

    Its vacancies are paused for review, people are warned, it is dismissed, or two officers decided
    on measures about the country."""

    PAUSE = "pause", N_("its vacancies are waiting for a second check")
    WARN = "warn", N_("people have been warned")
    DISMISS = "dismiss", N_("false alarm")
    MEASURES = "measures", N_("two officers decided on measures")


class NothingToPause(Refusal):
    slug = "nothing-to-pause"
    sentence = N_("None of its vacancies is currently published.")


class NotAnEmployer(Refusal):
    slug = "not-an-employer"
    sentence = N_("You can only issue a warning about an employer on the register.")


class Alert(SQLModel, table=True):
    """More persons with a case about one subject than its history makes likely.

    `seen` persons within `days` until counted_to, `before` in the days of history before them;
    `expected` and `chance` are computed from them."""

    __tablename__ = "alerts"
    reference: str = Field(default_factory=lambda: reference("A"), primary_key=True, max_length=24)
    unit: str = Field(max_length=12)
    kind: str = Field(max_length=8)
    # An employer's folded name and country, an agency's id in the register, or a country's code.
    subject: str = Field(index=True, max_length=204)
    name: str = Field(max_length=200)
    country: str | None = Field(default=None, foreign_key="countries.code", max_length=2)
    seen: int
    days: int
    before: int
    history: int
    expected: float
    chance: float
    counted_to: date
    at: datetime
    act: str = Field(default="", index=True, max_length=8)
    reason: str = Field(default="", max_length=200)
    officer: str = Field(default="", max_length=40)
    decided_on: date | None = None


class Decision(msgspec.Struct, forbid_unknown_fields=True):
    act: AlertAction
    reason: Line


def decide(
    session: Session, row: Alert, decision: Decision, *, by: Actor, on: datetime, day: date
) -> None:
    """Decide on an alert: pause its published vacancies, warn of its employer, or dismiss it.

    Refuses: NotAllowed when it was decided before, NothingToPause, NotAnEmployer,
    approvals.AlreadyRequested while a measure waits for a second officer."""
    if row.act or decision.act is AlertAction.MEASURES:
        raise NotAllowed
    approvals.require_not_waiting(session, ApprovalKind.MEASURE, subject(row), field="act")
    if decision.act is AlertAction.PAUSE:
        _pause(session, row, decision.reason, by=by, on=on)
    if decision.act is AlertAction.WARN:
        _warn(session, row, decision.reason, by=by, on=on)
    _record(session, row, decision, by.account, by=by, on=on, day=day)


def record_measure(
    session: Session, row: Alert, reason: str, officer: str, *, by: Actor, on: datetime, day: date
) -> None:
    """Record that two officers decided on a measure, the first of them `officer`.

    Refuses: NotAllowed where the alert was dismissed."""
    require_open_to_measures(row)
    if not row.act:
        decision = Decision(AlertAction.MEASURES, reason)
        _record(session, row, decision, officer, by=by, on=on, day=day)


def require_open_to_measures(row: Alert) -> None:
    """Require an alert about a country that was not dismissed. Refuses: NotAllowed."""
    if row.kind != Kind.COUNTRY or row.act not in ("", AlertAction.MEASURES):
        raise NotAllowed


def subject(row: Alert) -> Subject:
    """Return the alert as the subject of requests to a second officer."""
    return Subject("alert", row.reference)


def _record(
    session: Session,
    row: Alert,
    decision: Decision,
    officer: str,
    *,
    by: Actor,
    on: datetime,
    day: date,
) -> None:
    row.act, row.reason = decision.act.value, decision.reason
    row.officer, row.decided_on = officer, day
    session.flush()
    journal.write(
        session, "decide_alert", "alert", row.reference, by=by, on=on, fields=("act", "reason")
    )


def _pause(session: Session, row: Alert, reason: str, *, by: Actor, on: datetime) -> None:
    shown = [one.reference for one in published(session, row)]
    if not shown:
        raise NothingToPause("act")
    for one in shown:
        vacancies.pause(session, one, reason=reason, by=by, on=on)


def _warn(session: Session, row: Alert, reason: str, *, by: Actor, on: datetime) -> None:
    named = (
        employers.find_by_name(session, row.name, row.country) if row.kind == Kind.EMPLOYER else []
    )
    if not named:
        raise NotAnEmployer("act")
    for one in named:
        employers.warn(session, one.reference, reason, by=by, on=on)


def published(session: Session, row: Alert) -> list[Vacancy]:
    """Return the published vacancies that a pause would remove; for a country, none."""
    mine = {
        Kind.EMPLOYER: col(Vacancy.employer).in_(
            [one.reference for one in employers.find_by_name(session, row.name, row.country)]
        ),
        Kind.AGENCY: col(Vacancy.agency) == row.subject,
        Kind.COUNTRY: false(),
    }[Kind(row.kind)]
    asked = (
        select(Vacancy)
        .where(mine, col(Vacancy.state) == State.PUBLISHED.value)
        .order_by(col(Vacancy.title))
    )
    return list(session.execute(asked).scalars())


def count_published(session: Session, row: Alert, today: date) -> int:
    """Return how many of its vacancies are published; for a country, those shown to the public."""
    if row.kind != Kind.COUNTRY:
        return len(published(session, row))
    return count_shown(session, row.country or "", today)


def count_shown(session: Session, country: str, today: date) -> int:
    """Return how many vacancies in a country are shown to the public."""
    asked = select(func.count()).select_from(Vacancy).join(Agency)
    here = asked.where(col(Vacancy.country) == country, vacancies.may_be_shown(today))
    return session.execute(here).scalar() or 0


def get(session: Session, number: str, *, hold: bool = False) -> Alert:
    """Return one alert; `hold` locks it. Refuses: NotFound."""
    if not hold:
        return require_found(session.get(Alert, number))
    return require_found(session.get(Alert, number, with_for_update=True, populate_existing=True))


def list_waiting(session: Session) -> list[Alert]:
    """Return the undecided alerts, the least likely first."""
    rows = session.execute(
        select(Alert).where(col(Alert.act) == "").order_by(col(Alert.chance), col(Alert.reference))
    )
    return list(rows.scalars())
