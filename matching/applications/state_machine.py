"""The steps of applications: from which states to which, and who takes them."""

from enum import StrEnum

import msgspec

from matching.applications.applications import UNDER_REVIEW, State

# States with a signed contract before departure; and all with an accepted place.
BEFORE_DEPARTURE = frozenset(
    {State.CONTRACT_SIGNED, State.VISA_IN_PROCESS, State.PRE_DEPARTURE_DONE}
)
_ACCEPTED = BEFORE_DEPARTURE | {State.ACCEPTED}
# States in which the worker has a journey page, from acceptance to the return home.
ON_THE_WAY = _ACCEPTED | {
    State.DEPARTED,
    State.ARRIVED_CONFIRMED,
    State.WORKING,
    State.COMPLETED,
    State.RETURNED,
}


class Side(StrEnum):
    """Who takes a step: the worker, the recruiter (agency, or officer of the State Agency) or the
    system."""

    WORKER = "worker"
    RECRUITER = "recruiter"
    SYSTEM = "system"


class Step(msgspec.Struct, frozen=True):
    sources: frozenset[State]
    to: State
    side: Side


def _step(to: State, side: Side, *sources: State | frozenset[State]) -> Step:
    each = [one if isinstance(one, frozenset) else frozenset({one}) for one in sources]
    return Step(frozenset().union(*each), to, side)


_W, _R, _S = Side.WORKER, Side.RECRUITER, Side.SYSTEM
STEPS: dict[str, Step] = {
    "hand_in": _step(State.SUBMITTED, _W, State.DRAFT, State.DOCS_MISSING),
    "ask_papers": _step(State.DOCS_MISSING, _R, State.SUBMITTED, State.ELIGIBLE),
    "find_eligible": _step(State.ELIGIBLE, _R, State.SUBMITTED),
    "shortlist": _step(State.SHORTLISTED, _R, State.ELIGIBLE),
    "invite": _step(State.INTERVIEW, _R, State.ELIGIBLE, State.SHORTLISTED),
    "offer": _step(State.OFFERED, _R, State.ELIGIBLE, State.SHORTLISTED, State.INTERVIEW),
    "take_offer": _step(State.ACCEPTED, _W, State.OFFERED),
    "sign": _step(State.CONTRACT_SIGNED, _R, State.ACCEPTED),
    "apply_visa": _step(State.VISA_IN_PROCESS, _R, State.CONTRACT_SIGNED),
    # Some countries need no visa.
    "prepare": _step(State.PRE_DEPARTURE_DONE, _R, State.CONTRACT_SIGNED, State.VISA_IN_PROCESS),
    "depart": _step(State.DEPARTED, _R, State.PRE_DEPARTURE_DONE),
    "arrive": _step(State.ARRIVED_CONFIRMED, _S, State.DEPARTED),
    "begin_work": _step(State.WORKING, _S, State.ARRIVED_CONFIRMED),
    "complete": _step(State.COMPLETED, _R, State.WORKING),
    "come_home": _step(
        State.RETURNED, _W, State.DEPARTED, State.ARRIVED_CONFIRMED, State.WORKING, State.COMPLETED
    ),
    "reject": _step(State.REJECTED, _R, UNDER_REVIEW),
    "withdraw": _step(State.WITHDRAWN, _W, State.DRAFT, UNDER_REVIEW, State.OFFERED, _ACCEPTED),
    "expire": _step(State.EXPIRED, _S, State.DRAFT, UNDER_REVIEW, State.OFFERED),
    "employer_cancel": _step(State.EMPLOYER_CANCELLED, _R, State.OFFERED, _ACCEPTED),
    "refuse_visa": _step(State.VISA_REFUSED, _R, State.CONTRACT_SIGNED, State.VISA_IN_PROCESS),
    "find_unfit": _step(State.MEDICAL_UNFIT, _R, State.INTERVIEW, State.OFFERED, _ACCEPTED),
    "miss": _step(State.NO_SHOW, _R, State.INTERVIEW, _ACCEPTED),
}
# Steps that need more than the step itself: each has its own command and cannot be taken alone.
GUARDED = frozenset(
    {
        "offer",
        "invite",
        "reject",
        "sign",
        "apply_visa",
        "refuse_visa",
        "prepare",
        "depart",
        "arrive",
        "begin_work",
        "expire",
        "come_home",
    }
)
