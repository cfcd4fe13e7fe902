"""Applications: a person's request for one vacancy, from draft to return home."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, Index, false, select, text, true
from sqlmodel import Field, Session, SQLModel, col

from catalog.core import journal
from catalog.core.actor import Actor, Role
from catalog.core.errors import InvalidInput, NotAllowed, NotFound, Refusal
from catalog.core.fields import Versioned, reference
from catalog.core.labelled_enum import LabelledEnum
from catalog.reference import countries
from catalog.reference.posts import Post
from catalog.vacancies import vacancies
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.identity import deaths, persons
from matching.identity.persons import Citizen
from matching.profiles import profiles
from matching.ranking.pair_score import RegisterSnapshot
from matching.scoring import score
from matching.scoring.eligibility import Gate
from matching.scoring.eligibility import GateResult as Judged
from matching.scoring.score import ScoreBreakdown


class State(LabelledEnum):
    DRAFT = "draft", N_("Not submitted yet")
    SUBMITTED = "submitted", N_("Application submitted")
    DOCS_MISSING = "docs_missing", N_("Documents are missing")
    ELIGIBLE = "eligible", N_("Meets the conditions")
    SHORTLISTED = "shortlisted", N_("Shortlisted")
    INTERVIEW = "interview", N_("Invited to an interview")
    OFFERED = "offered", N_("Place offered")
    ACCEPTED = "accepted", N_("Offer accepted")
    CONTRACT_SIGNED = "contract_signed", N_("Contract signed")
    VISA_IN_PROCESS = "visa_in_process", N_("Visa applied for")
    PRE_DEPARTURE_DONE = "pre_departure_done", N_("Ready to leave")
    DEPARTED = "departed", N_("Left for work abroad")
    ARRIVED_CONFIRMED = "arrived_confirmed", N_("Arrived at the workplace")
    WORKING = "working", N_("Working")
    COMPLETED = "completed", N_("Contract completed")
    RETURNED = "returned", N_("Returned home")
    REJECTED = "rejected", N_("Not chosen")
    WITHDRAWN = "withdrawn", N_("Withdrawn by the worker")
    EXPIRED = "expired", N_("Expired")
    EMPLOYER_CANCELLED = "employer_cancelled", N_("The employer withdrew the job")
    VISA_REFUSED = "visa_refused", N_("No visa or work permit")
    MEDICAL_UNFIT = "medical_unfit", N_("Did not pass the medical check")
    NO_SHOW = "no_show", N_("The worker did not turn up")


class RejectionReason(LabelledEnum):
    """Why an application was rejected: one of a list, so that it can be explained, counted and
    contested."""

    ANOTHER_WAS_BETTER = "another_was_better", N_("Other applicants met the conditions better")
    TRADE = "trade", N_("The trade or experience does not match the job")
    LANGUAGE = "language", N_("Language level too low")
    PAPERS = "papers", N_("Documents were not provided in time")
    AGE_BY_LAW = "age_by_law", N_("The country’s law sets a different age limit")
    ENTRY_BAN = "entry_ban", N_("Banned from entering the country")
    EMPLOYER_DECLINED = "employer_declined", N_("The employer refused the application")
    NO_SEAT = "no_seat", N_("No places were left")


EXITS = frozenset(
    {
        State.REJECTED,
        State.WITHDRAWN,
        State.EXPIRED,
        State.EMPLOYER_CANCELLED,
        State.VISA_REFUSED,
        State.MEDICAL_UNFIT,
        State.NO_SHOW,
    }
)
# States in which a seat is held for this person, who can hold no other.
PLACE_HELD = frozenset(
    {
        State.OFFERED,
        State.ACCEPTED,
        State.CONTRACT_SIGNED,
        State.VISA_IN_PROCESS,
        State.PRE_DEPARTURE_DONE,
    }
)
FINAL_STATES = EXITS | {State.COMPLETED, State.RETURNED}


# Submitted and not decided yet.
UNDER_REVIEW = frozenset(
    {State.SUBMITTED, State.DOCS_MISSING, State.ELIGIBLE, State.SHORTLISTED, State.INTERVIEW}
)
# The same states in SQL; a test keeps both equal.
_WHERE: list[dict[str, Any]] = [
    dict.fromkeys(("sqlite_where", "postgresql_where"), text(words))
    for words in (
        "state NOT IN ('completed', 'employer_cancelled', 'expired', 'medical_unfit', 'no_show', 'rejected', "
        "'returned', 'visa_refused', 'withdrawn')",
        "state IN ('accepted', 'contract_signed', 'offered', 'pre_departure_done', 'visa_in_process')",
    )
]


class AppliedAlready(Refusal):
    slug = "applied-already"
    sentence = N_("You have already applied for this job. See “My applications”.")


class NoTradeYet(Refusal):
    slug = "no-trade-yet"
    sentence = N_("First go to “Trades” in your profile and enter the work you can do.")


class GateShut(Refusal):
    slug = "gate-shut"
    sentence = N_("The profile does not meet this condition of the vacancy: %(gate)s.")
    coded: ClassVar = {"gate": "gate"}


class Application(Versioned, SQLModel, table=True):
    """One person's application for one vacancy.

    `points` are those of the score on the day of applying; `checked` names the gates whose
    documents a recruiter or officer saw; `held_until` is the last day on which an offer can be
    accepted.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index("uq_applications_live", "citizen", "vacancy", unique=True, **_WHERE[0]),
        Index("uq_applications_hold", "citizen", unique=True, **_WHERE[1]),
        Index("ix_applications_vacancy_state", "vacancy", "state"),
    )
    reference: str = Field(default_factory=lambda: reference("A"), primary_key=True, max_length=24)
    citizen: str = Field(foreign_key="citizens.reference", index=True, max_length=24)
    vacancy: str = Field(foreign_key="vacancies.reference", max_length=24)
    state: str = Field(default=State.DRAFT.value, index=True, max_length=20)
    version: int = 1
    why: str | None = Field(default=None, max_length=20)
    points: int | None = None
    knowable: int | None = None
    rule: str = Field(default="", max_length=20)
    checked: str = Field(default="", max_length=80)
    # Consent that the recruiter may see name and number.
    consent: bool = False
    held_until: date | None = None
    interview_at: datetime | None = None
    placement: str | None = Field(
        default=None, foreign_key="placements.reference", index=True, max_length=24
    )
    applied_at: datetime
    # When it was last submitted complete; with equal points the earlier one comes first.
    handed_in_at: datetime | None = None
    moved_at: datetime = Field(index=True)
    # Recorded at intake, as in every table of persons.
    sex: str = Field(default="not_stated", max_length=12)
    age_band: str = Field(default="not_stated", max_length=12)
    region: str = Field(default="not_stated", max_length=12)


PERSONAL = ("citizen", "sex", "age_band", "region")


def apply(
    session: Session,
    person: Citizen,
    vacancy: str,
    *,
    consent: bool = False,
    by: Actor,
    on: datetime,
    day: date,
) -> Application:
    """Begin an application of a person whom the vacancy suits; it is submitted by transitions.move.

    A vacancy that is not shown today cannot be applied for. Refuses: NotAllowed, NotFound,
    persons.ErasedPerson, deaths.PersonDied, persons.UnderAge, countries.WorkInUzbekistan,
    NoTradeYet, GateShut, AppliedAlready.
    """
    _require_shown(session, person, vacancy, by, day)
    sheet = require_suits(session, person.reference, vacancy, day)
    require_first(session, person, vacancy)
    row = _draft(session, person, vacancy, consent, on, day)
    row.points, row.knowable = sheet.points, sheet.knowable
    return _added(session, row, by=by, on=on)


def begin(
    session: Session,
    person: Citizen,
    vacancy: str,
    *,
    consent: bool = False,
    by: Actor,
    on: datetime,
    day: date,
) -> Application:
    """Begin an application as a draft, whether or not the profile shows yet that the vacancy suits.

    That is checked when the draft is submitted. Refuses: NotAllowed, NotFound,
    persons.ErasedPerson, deaths.PersonDied, persons.UnderAge, countries.WorkInUzbekistan,
    AppliedAlready.
    """
    _require_shown(session, person, vacancy, by, day)
    require_allowed(session, person, vacancy, day)
    require_first(session, person, vacancy)
    row = _draft(session, person, vacancy, consent, on, day)
    return _added(session, row, by=by, on=on)


def _require_shown(session: Session, person: Citizen, vacancy: str, by: Actor, day: date) -> None:
    if by.role not in (Role.CITIZEN, Role.LICENSING_OFFICER, Role.SYSTEM):
        raise NotAllowed
    persons.require_not_erased(session, person.reference)
    deaths.require_living(session, person.reference, by)
    vacancies.get_shown(session, vacancy, day)


def _draft(
    session: Session, person: Citizen, vacancy: str, consent: bool, on: datetime, day: date
) -> Application:
    return Application(
        citizen=person.reference,
        vacancy=vacancy,
        rule=score.RULE,
        consent=consent,
        applied_at=on,
        moved_at=on,
        sex=person.sex,
        age_band=profiles.band(session, person, day),
        region=person.region,
    )


def _added(session: Session, row: Application, *, by: Actor, on: datetime) -> Application:
    session.add(row)
    session.flush()
    journal.write(session, "apply", "application", row.reference, by=by, on=on)
    return row


def require_suits(session: Session, person: str, vacancy: str, day: date) -> ScoreBreakdown:
    """The best score of this person for this vacancy, with no failed gate.

    Refuses: NoTradeYet, GateShut, NotFound, and what require_allowed refuses.
    """
    require_allowed(session, session.get_one(Citizen, person), vacancy, day)
    sheets = score_breakdowns(session, person, vacancy, day)
    if not sheets:
        raise NoTradeYet("vacancy")
    if not sheets[0].open:
        raise InvalidInput(
            [GateShut("vacancy", gate=gate.value) for gate in failed_gates(sheets[0])]
        )
    return sheets[0]


def require_allowed(session: Session, person: Citizen, vacancy: str, day: date) -> None:
    """Check that the person is of age and the work abroad, whatever the terms of the vacancy.

    Refuses: persons.UnderAge, countries.WorkInUzbekistan.
    """
    persons.require_adult(profiles.band(session, person, day), "vacancy")
    job = session.get(Vacancy, vacancy)
    if job is not None:
        countries.require_abroad(job.country, job.city, "vacancy")


def score_breakdowns(
    session: Session, person: str, vacancy: str, day: date
) -> list[ScoreBreakdown]:
    """The scores for each trade and language that this person stated, best first. Refuses:
    NotFound."""
    return RegisterSnapshot(session, day).sheets(
        profiles.scoring_profiles(session, person, day), vacancy
    )


def failed_gates(sheet: ScoreBreakdown) -> list[Gate]:
    return [gate for gate, judged in sheet.gates.items() if judged is Judged.FAILED]


def unsettled_gates(row: Application, sheet: ScoreBreakdown) -> list[Gate]:
    """The gates that are neither passed nor checked on paper."""
    seen = set(row.checked.split())
    return [
        gate
        for gate, judged in sheet.gates.items()
        if judged is not Judged.PASSED and gate.value not in seen
    ]


def of_person(person: Citizen) -> ColumnElement[bool]:
    """A filter for the applications of one person, under any of their records."""
    return col(Application.citizen).in_(persons.same_person(person))


def find_open(session: Session, person: Citizen, vacancy: str) -> Application | None:
    """The person's open application for this vacancy, if there is one."""
    going = (
        col(Application.vacancy) == vacancy,
        col(Application.state).not_in([one.value for one in FINAL_STATES]),
    )
    found: Application | None = session.execute(
        select(Application).where(of_person(person), *going)
    ).scalar()
    return found


def require_first(session: Session, person: Citizen, vacancy: str) -> None:
    """Check that the person has no open application for this vacancy. Refuses: AppliedAlready."""
    if find_open(session, person, vacancy):
        raise AppliedAlready("vacancy")


def within(by: Actor) -> ColumnElement[bool]:
    """A filter for the applications that this person may see.

    A recruiter sees those for its own vacancies once they are submitted.
    """
    if by.role in (Role.LICENSING_OFFICER, Role.SUPERVISOR, Role.STATISTICIAN, Role.SYSTEM):
        return true()
    wanted = select(col(Vacancy.reference))
    handed_in = col(Application.state) != State.DRAFT.value
    if by.role is Role.ATTACHE:
        theirs = select(col(Post.country)).where(col(Post.code).in_(sorted(by.posts)))
        return handed_in & col(Application.vacancy).in_(
            wanted.where(col(Vacancy.country).in_(theirs))
        )
    if by.role is Role.AGENCY_USER and by.agency:
        return handed_in & col(Application.vacancy).in_(
            wanted.where(col(Vacancy.agency) == by.agency)
        )
    return false()


def get(session: Session, number: str, *, by: Actor) -> Application:
    """An application within this person's scope. Refuses: NotFound."""
    asked = select(Application).where(col(Application.reference) == number, within(by))
    row: Application | None = session.execute(asked).scalar()
    if row is None:
        raise NotFound
    return row


def list_for_person(session: Session, person: Citizen) -> list[Application]:
    """A citizen's own applications, newest first."""
    mine = select(Application).where(of_person(person))
    return list(
        session.execute(
            mine.order_by(col(Application.applied_at).desc(), col(Application.reference))
        ).scalars()
    )


def get_own(session: Session, number: str, person: Citizen | None) -> Application:
    """One of a citizen's own applications; another's is not found. Refuses: NotFound."""
    asked = select(Application).where(
        col(Application.reference) == number, of_person(person) if person else false()
    )
    row: Application | None = session.execute(asked).scalar()
    if row is None:
        raise NotFound
    return row


def names_worker(row: Application, by: Actor) -> bool:
    """Whether this person may see who applied.

    A recruiter only while the worker's consent holds, a statistician never.
    """
    return by.role is not Role.STATISTICIAN and (
        by.role is not Role.AGENCY_USER or consent_holds(row)
    )


def consent_holds(row: Application) -> bool:
    """Whether the worker consented and the application has not failed.

    After a completed contract or a return home it holds until the worker withdraws it.
    """
    return row.consent and State(row.state) not in EXITS
