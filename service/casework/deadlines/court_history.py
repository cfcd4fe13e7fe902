"""Court steps of claims: whether time limits are stopped, and the days of judgments."""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import ColumnElement, bindparam, select
from sqlmodel import Session, col

from catalog.core.fields import tashkent_day
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.workflow.state_machine import COURT_STATES, Step, StepDetails

# From the day a claim is filed in court its time limits stop; they run again only after it is
# reopened.
STOPPING_STATES = frozenset(COURT_STATES)
_TURNS = [one.value for one in (*STOPPING_STATES, ClaimState.REOPENED)]

_TURNS_OF_CLAIMS = (
    select(col(Step.claim), col(Step.to), col(Step.happened_on), col(Step.at))
    .where(col(Step.claim).in_(bindparam("claims", expanding=True)), col(Step.to).in_(_TURNS))
    .order_by(col(Step.id))
)


class CourtHistory(msgspec.Struct):
    """Whether a claim is in court, and the days of its judgments.

    `awaits` is true from a judgment until an appeal or the enforcement begins."""

    stopped: bool = False
    awaits: bool = False
    judgments: list[date] = msgspec.field(default_factory=list)

    def add(self, to: str, day: date) -> None:
        self.stopped = to in STOPPING_STATES
        if to in STOPPING_STATES:
            self.awaits = to == ClaimState.JUDGMENT
        if to == ClaimState.JUDGMENT:
            self.judgments.append(day)


def by_claims(session: Session, claims: Sequence[str]) -> dict[str, CourtHistory]:
    """Return the history of those of these claims that were ever filed in court or reopened."""
    found: dict[str, CourtHistory] = {}
    for row in session.execute(_TURNS_OF_CLAIMS, {"claims": list(claims)}):
        day = row.happened_on or tashkent_day(row.at)
        found.setdefault(row.claim, CourtHistory()).add(row.to, day)
    return found


def of_steps(steps: Sequence[StepDetails]) -> CourtHistory:
    """Return the history of the claim with these steps."""
    found = CourtHistory()
    for step in steps:
        if step.to in _TURNS:
            found.add(step.to, step.happened_on or tashkent_day(step.at))
    return found


def was_judged() -> ColumnElement[bool]:
    """Return the SQL condition for claims in which a court has given a judgment."""
    judged = select(col(Step.claim)).where(col(Step.to) == ClaimState.JUDGMENT.value)
    return col(Claim.reference).in_(judged)
