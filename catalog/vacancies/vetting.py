"""Vetting: one officer checks a vacancy point by point, another approves it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Annotated, ClassVar

import msgspec
from sqlalchemy import ColumnElement, select
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.approvals import require_other_person
from catalog.core.errors import InvalidInput, Refusal, require_found
from catalog.core.fields import tashkent_day
from catalog.core.labelled_enum import LabelledEnum
from catalog.employers import blacklist
from catalog.reference import countries, country_measures
from catalog.reference.country_measures import Measure
from catalog.reference.posts import Post
from catalog.vacancies import vetting_gaps
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting_gaps import Gap
from catalog.vacancies.vetting_points import Point
from i18n import N_


class Verdict(LabelledEnum):
    PASS = "pass", N_("Passed")
    FAIL = "fail", N_("Failed")
    WAIVED = "waived", N_("Waived")


# The states from which each step is possible and the state to which it leads: the only table of
# them, used by code, pages and documents.
STEPS: dict[str, tuple[frozenset[State], State]] = {
    "take_up": (frozenset({State.SUBMITTED}), State.VETTING),
    "ask_post": (frozenset({State.VETTING}), State.POST_CHECK),
    "return": (frozenset({State.VETTING, State.POST_CHECK}), State.RETURNED),
    "refuse": (frozenset({State.VETTING, State.POST_CHECK, State.APPROVED}), State.REFUSED),
    "approve": (frozenset({State.VETTING, State.POST_CHECK}), State.APPROVED),
    "publish": (frozenset({State.APPROVED, State.PAUSED}), State.PUBLISHED),
    "withdraw": (
        frozenset({State.SUBMITTED, State.RETURNED, State.APPROVED, State.PUBLISHED, State.PAUSED}),
        State.WITHDRAWN,
    ),
    "blacklist": (frozenset(State) - {State.BLACKLISTED}, State.BLACKLISTED),
}
# The states after which a vacancy is not vetted any more.
ENDED_STATES = frozenset({State.WITHDRAWN, State.REFUSED, State.BLACKLISTED})
# The steps on the way to citizens, for which nothing may be missing unless an officer accepts it.
LETS_THROUGH = ("approve", "publish")


class WrongStep(Refusal):
    slug = "wrong-step"
    sentence = N_("You cannot do this while the vacancy status is “%(state)s”.")
    coded: ClassVar = {"state": "vacancy"}


class OpenPoints(Refusal):
    slug = "open-points"
    sentence = N_("Points still to be decided: %(open)s.")


class FailedPoints(Refusal):
    slug = "failed-points"
    sentence = N_("You cannot approve a vacancy that has failed on any point.")


class OwnWork(Refusal):
    slug = "own-work"
    sentence = N_("The officer who checked a vacancy cannot approve it. Ask a colleague.")


class FoundByOfficer(Refusal):
    slug = "found-by-officer"
    sentence = N_(
        "An officer has already made a decision on this point. There is a separate point for "
        "your mission’s opinion."
    )


class NoResult(Refusal):
    slug = "no-result"
    sentence = N_("Point %(number)s, “%(point)s”: choose a result, or clear what you entered.")
    coded: ClassVar = {"point": "point"}


class EvidenceMissing(Refusal):
    slug = "evidence-missing"
    sentence = N_("Point %(number)s, “%(point)s”: state what you looked at.")
    coded: ClassVar = {"point": "point"}


class Check(SQLModel, table=True):
    """The finding of one officer on one point, with its evidence.

    `document` is the number of the vacancy's document that was looked at, `precedent` the vacancy
    whose finding the officer took over as it was.
    """

    __tablename__ = "vetting_checks"
    vacancy: str = Field(primary_key=True, foreign_key="vacancies.reference", max_length=24)
    point: str = Field(primary_key=True, max_length=24)
    verdict: str = Field(max_length=8)
    evidence: str = Field(max_length=500)
    document: int | None = None
    precedent: str | None = Field(default=None, max_length=24)
    officer: str = Field(max_length=40)
    at: datetime


class CheckInput(msgspec.Struct, forbid_unknown_fields=True):
    """A finding: what was looked at is a text, a document of the vacancy by its number, or both."""

    point: Point
    verdict: Verdict | None = None
    evidence: Annotated[str, msgspec.Meta(max_length=200)] = ""
    document: int | None = None
    precedent: str | None = None


def checks(session: Session, vacancy: str) -> list[Check]:
    return list(session.execute(select(Check).where(col(Check.vacancy) == vacancy)).scalars())


def current_checks(row: Vacancy, found: list[Check]) -> list[Check]:
    """The checks that are valid for the current terms.

    A check of a term that was changed since does not count.
    """
    return [one for one in found if one.point not in row.open_points.split()]


def checkers(found: list[Check]) -> set[str]:
    """Return the accounts that may not approve, because they checked a point."""
    return {one.officer for one in found}


def check(session: Session, vacancy: str, finding: CheckInput, *, by: Actor, on: datetime) -> Check:
    """Record the finding on a point; a post cannot overrule an officer.

    Refuses: NotFound, WrongStep, NoResult, EvidenceMissing, FoundByOfficer.
    """
    row = _row(session, vacancy)
    verdict = require_complete(finding)
    if row.state not in (State.VETTING, State.POST_CHECK):
        raise WrongStep(state=row.state)
    noted = session.get(Check, (vacancy, finding.point.value))
    counts = noted is not None and current_checks(row, [noted]) and noted.officer != by.account
    if counts and by.role is Role.ATTACHE and finding.point is not Point.POST_OPINION:
        raise InvalidInput([FoundByOfficer("verdict")])
    noted = noted or Check(
        vacancy=vacancy, point=finding.point.value, verdict="", evidence="", officer="", at=on
    )
    noted.verdict, noted.evidence, noted.document = (
        verdict.value,
        finding.evidence,
        finding.document,
    )
    noted.precedent, noted.officer, noted.at = finding.precedent, by.account, on
    row.open_points = " ".join(one for one in row.open_points.split() if one != finding.point)
    session.add(noted)
    session.flush()
    journal.write(session, "check", "vacancy", vacancy, by=by, on=on, fields=(finding.point.value,))
    return noted


def require_complete(finding: CheckInput) -> Verdict:
    """Return the verdict of a finding that states what was looked at.

    Refuses: NoResult, EvidenceMissing.
    """
    number = list(Point).index(finding.point) + 1
    if finding.verdict is None:
        raise InvalidInput([NoResult("verdict", number=number, point=finding.point.value)])
    if not finding.evidence.strip() and finding.document is None:
        wrong = EvidenceMissing("evidence", number=number, point=finding.point.value)
        raise InvalidInput([wrong])
    return finding.verdict


def step(
    session: Session,
    vacancy: str,
    act: str,
    *,
    reason: str = "",
    gaps: Sequence[Gap] = (),
    without: Collection[str] = (),
    by: Actor,
    on: datetime,
) -> Vacancy:
    """Move a vacancy one step; `gaps` are what it lacks, `without` those that the officer accepts.

    Refuses: NotFound, WrongStep; for approval OpenPoints, FailedPoints, OwnWork; for approval and
    publishing vetting_gaps.GapsOpen, blacklist.FirmBarred, countries.WorkInUzbekistan; for the first
    publication country_measures.CountryPaused.
    """
    row = _row(session, vacancy)
    to = require_step(row, act)
    if act == "publish":
        _require_open(session, [row], tashkent_day(on))
    if act in LETS_THROUGH:
        countries.require_abroad(row.country, row.city)
        blacklist.require_clear(session, {row.agency, row.employer}, tashkent_day(on))
    if act == "approve":
        _require_second_pair_of_eyes(row, checks(session, vacancy), by)
    if act in LETS_THROUGH:
        vetting_gaps.require_accepted(gaps, without)
    row.state = to.value
    if reason or act in ("approve", "return", "refuse", "withdraw"):
        row.decision = reason[:120]
    if act == "publish":
        row.published_at, row.vetted_edition = on, row.edition
    session.flush()
    fields = ("state", *vetting_gaps.journal_fields(gaps if act in LETS_THROUGH else ()))
    journal.write(session, act, "vacancy", vacancy, by=by, on=on, fields=fields)
    return row


def require_step(row: Vacancy, act: str) -> State:
    """Return the state to which this step leads. Refuses: WrongStep."""
    known = STEPS.get(act)
    if known is None or State(row.state) not in known[0]:
        raise WrongStep(state=row.state)
    return known[1]


def publish_as_decided(
    session: Session, vacancy: str, decision: str, *, by: Actor, on: datetime
) -> Vacancy:
    """Publish a vacancy of a register vetted elsewhere, with the reference of that decision.

    Refuses: NotFound, WrongStep, country_measures.CountryPaused.
    """
    row = _row(session, vacancy)
    publish_all_as_decided(session, [row], decision, by=by, on=on)
    return row


def publish_all_as_decided(
    session: Session, rows: list[Vacancy], decision: str, *, by: Actor, on: datetime
) -> None:
    """Publish a whole list of vacancies vetted elsewhere.

    Refuses: WrongStep, country_measures.CountryPaused.
    """
    _require_open(session, rows, tashkent_day(on))
    for row in rows:
        if row.state != State.SUBMITTED:
            raise WrongStep(state=row.state)
        row.state, row.decision = State.PUBLISHED.value, decision[:120]
        row.published_at, row.vetted_edition = on, row.edition
        fields = ("state", "decision")
        journal.write(
            session, "publish_as_decided", "vacancy", row.reference, by=by, on=on, fields=fields
        )
    session.flush()


def find_country_pause(session: Session, row: Vacancy, day: date) -> Measure | None:
    """Return the pause of its country, if it keeps the vacancy from its first publication."""
    paused = country_measures.pauses(session, {row.country}, day) if not row.published_at else {}
    return paused.get(row.country) if State(row.state) not in ENDED_STATES else None


def _require_open(session: Session, rows: list[Vacancy], day: date) -> None:
    """Require that no country gets its first publication of a vacancy during a pause.

    Refuses: country_measures.CountryPaused.
    """
    if new := {row.country for row in rows if row.published_at is None}:
        country_measures.require_open(session, new, day, field=None)


def _require_second_pair_of_eyes(row: Vacancy, found: list[Check], by: Actor) -> None:
    """Check that the approver has checked no point and that all points are found and none failed.

    An officer who checked any point, of whichever terms, cannot approve. Refuses: OwnWork,
    FailedPoints, OpenPoints.
    """
    require_other_person(by, OwnWork, *checkers(found))
    found = current_checks(row, found)
    if any(one.verdict == Verdict.FAIL for one in found):
        raise FailedPoints
    if len(found) < len(Point):
        raise OpenPoints(open=len(Point) - len(found))


def within(session: Session, by: Actor) -> ColumnElement[bool]:
    """A filter for vacancies whose vetting this person may see.

    An attaché sees those of their post's country.
    """
    if by.role is not Role.ATTACHE:
        return col(Vacancy.reference).is_not(None)
    codes = select(col(Post.country)).where(col(Post.code).in_(sorted(by.posts)))
    return col(Vacancy.country).in_(list(session.execute(codes).scalars()))


def get(session: Session, vacancy: str, *, by: Actor) -> Vacancy:
    """A vacancy whose vetting this person may see. Refuses: NotFound."""
    asked = select(Vacancy).where(col(Vacancy.reference) == vacancy, within(session, by))
    row: Vacancy = require_found(session.execute(asked).scalars().first())
    return row


def _row(session: Session, vacancy: str) -> Vacancy:
    return require_found(session.get(Vacancy, vacancy))
