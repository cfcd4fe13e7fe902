"""What waits for the signed-in person, each with its day, and their own wage claims."""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from catalog.vacancies.vacancies import Vacancy
from i18n import N_
from matching.applications import applications, transitions
from matching.applications.applications import FINAL_STATES, Application, State
from matching.applications.state_machine import STEPS
from matching.contracts import contracts
from matching.contracts.contracts import State as Written
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.journey import check_ins, pre_departure
from matching.journey.check_ins import EARLY, OVER
from matching.journey.pre_departure import Visa
from matching.placements import arrivals
from matching.placements.placements import State as Placed
from matching.recruiting import officer_suggestions
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow import shown_actions, withdrawals
from service.casework.worklists import service_levels
from service.labels.journey_labels import APPLICATION_NEXT

# The next steps of an application that are the person's own.
_OWN_STEPS = frozenset({"draft", "docs_missing", "interview", "offered", "contract_drafted"})
_OWN_CLAIM_STATES = frozenset({ClaimState.NEEDS_DOCUMENTS, ClaimState.SETTLEMENT_OFFERED})
_CHECK_IN = N_("Tell us how things are at work.")
_ARRIVED = APPLICATION_NEXT["departed"]
_PROPOSED = N_("An officer has proposed a job to you. Look at it and answer.")
# The last claims of a person that are listed.
_MOST_CLAIMS = 50


class Task(msgspec.Struct, frozen=True):
    """Something that waits for the person.

    `until` is its last day, `since` the day from which it waits, `at` its hour. `about` is the job
    or the employer, in `language` if that is known.
    """

    sentence: str
    path: str
    about: str = ""
    language: str = ""
    until: date | None = None
    since: date | None = None
    at: datetime | None = None


class OwnClaim(msgspec.Struct, frozen=True):
    """A claim of the person as they may know it; one that they withdrew is closed."""

    reference: str
    employer: str
    country: str
    filed_on: date
    state: str
    next_action: str
    due: date


def list_tasks(session: Session, person: Citizen, day: date) -> list[Task]:
    """Return what waits for a person, the earliest day first."""
    rows = applications.list_for_person(session, person)
    found = [
        *_application_tasks(session, rows),
        *_placement_tasks(session, person, rows, day),
        *_claim_tasks(session, person),
    ]
    if officer_suggestions.list_open(session, person, day):
        found.append(Task(_PROPOSED, "me/proposals"))
    return sorted(found, key=_day)


def _day(task: Task) -> date:
    moment = tashkent_day(task.at) if task.at else None
    return task.until or moment or task.since or date.max


def next_step(session: Session, row: Application) -> str:
    """Return the next step: from the state or, where that is open, the contract or the visa."""
    state, contract, kept = (
        State(row.state),
        contracts.for_application(session, row),
        pre_departure.for_application(session, row),
    )
    if (
        state is State.ACCEPTED
        and contract
        and contract.state in (Written.DRAFTED, Written.ACCEPTED)
    ):
        return f"contract_{contract.state}"
    free_to_go = kept is not None and (kept.visa_until or kept.visa == Visa.NOT_NEEDED)
    return "preparing" if state in STEPS["prepare"].sources and free_to_go else state.value


def _application_tasks(session: Session, rows: list[Application]) -> Iterator[Task]:
    for row in rows:
        step = next_step(session, row) if State(row.state) not in FINAL_STATES else ""
        if step not in _OWN_STEPS:
            continue
        job, path = session.get_one(Vacancy, row.vacancy), f"me/applications/{row.reference}"
        contract = contracts.for_application(session, row) if step == "contract_drafted" else None
        ends = {"docs_missing": job.closes_on + transitions.WAITS, "draft": job.closes_on}
        yield Task(
            APPLICATION_NEXT[step],
            f"{path}/contract" if contract else path,
            job.title,
            job.language,
            until=row.held_until if step == "offered" else ends.get(step),
            since=tashkent_day(contract.drafted_at) if contract else None,
            at=row.interview_at if step == "interview" else None,
        )


def _placement_tasks(
    session: Session, person: Citizen, rows: list[Application], day: date
) -> Iterator[Task]:
    """Yield the arrivals to confirm and the check-ins that can be answered."""
    placed = {row.reference: row for row in arrivals.list_for_person(session, person.reference)}
    on_the_way = {row.placement: row.reference for row in rows if row.state == State.DEPARTED}
    for number, row in placed.items():
        if row.state == Placed.DEPARTED:
            road = on_the_way.get(number)
            path = f"me/applications/{road}/road#arrived" if road else "me#contracts"
            yield Task(_ARRIVED, path, row.employer, since=row.departed_on)
    for check in check_ins.list_for_placements(session, list(placed)):
        if check.waits_since is not None and check.due_on <= day + EARLY:
            path = f"me/check-ins/{check.placement}/{check.day}"
            employer = placed[check.placement].employer
            yield Task(_CHECK_IN, path, employer, until=check.due_on + OVER)


def _claim_tasks(session: Session, person: Citizen) -> Iterator[Task]:
    for one in list_claims(session, person):
        if one.state in _OWN_CLAIM_STATES:
            path = f"me/claims/{one.reference}"
            yield Task(one.next_action, path, one.employer, until=one.due)


def list_claims(session: Session, person: Citizen) -> list[OwnClaim]:
    """Return the claims under any of the person's records, newest first."""
    asked = select(Claim).where(col(Claim.citizen).in_(persons.same_person(person)))
    ordered = asked.order_by(col(Claim.filed_at).desc()).limit(_MOST_CLAIMS)
    rows = list(session.execute(ordered).scalars())
    withdrawn = withdrawals.shown_since_of(session, rows)
    actions = wage_claims.next_actions(session, rows)
    due = service_levels.due_for_workers(session, rows)
    return [
        _own_claim(row, withdrawn[row.reference], actions[row.reference], due[row.reference])
        for row in rows
    ]


def _own_claim(row: Claim, withdrawn: datetime | None, action: str, due: date) -> OwnClaim:
    state = ClaimState.CLOSED.value if withdrawn else row.state
    return OwnClaim(
        row.reference,
        row.employer,
        row.country,
        row.filed_on,
        state,
        shown_actions.for_worker(action, state),
        due,
    )
