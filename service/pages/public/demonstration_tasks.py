"""Six tasks that show the demonstration: who does each, and the page on which they begin."""

from collections.abc import Callable
from datetime import date

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import NotFound
from catalog.licensing import agencies, proposals
from catalog.licensing.agencies import Agency
from catalog.licensing.licences import HOME, State
from i18n import N_
from service.casework.claims.wage_claims import Claim, ClaimState

DEMONSTRATION_DOMAIN = "@demo.invalid"
# A name that is nearly that of a confirmed fraud, and one of a licensed agency.
FRAUD, LICENSED = "Namuna Tez Visa", "Namuna Silk Road Jobs"


class Start(msgspec.Struct, frozen=True):
    """A button of a task: the user who does it, and the address of their first page."""

    name: str
    address: Callable[[Session, date], str]

    @property
    def email(self) -> str:
        return f"{self.name.lower()}{DEMONSTRATION_DOMAIN}"


class Task(msgspec.Struct, frozen=True):
    """A task: what to do and what to see, and the keys of its buttons in order."""

    title: str
    sentence: str
    starts: tuple[str, ...] = ()


TASKS = (
    Task(
        N_("Check an offer"),
        N_(
            "A recruiter uses the name “%(fraud)s”. See what the service says about this "
            "name. Then enter “%(licensed)s”, which is a licensed agency. You do not need an "
            "account."
        ),
    ),
    Task(
        N_("File a wage claim and follow it"),
        N_(
            "Answer six short questions and send the claim. Write down its reference number "
            "and secret code. Use them under “Follow my claim” to see who must act next and "
            "by when."
        ),
        ("claim",),
    ),
    Task(
        N_("Log an advice session"),
        N_(
            "Choose the topic, the channel, what was done and the outcome, then save the "
            "session. You do not need to enter a name. The page then shows the session’s "
            "reference number."
        ),
        ("session",),
    ),
    Task(
        N_("Record a payment"),
        N_(
            "This claim has been partly paid. Open “Record a payment”, answer the questions "
            "and save. The amount then appears with its value in soum on that day."
        ),
        ("payment",),
    ),
    Task(
        N_("Have an order signed by two officers"),
        N_(
            "The first officer proposes suspending a licence from today: enter a reason, who "
            "made the decision and the decision number. The second officer confirms it. From "
            "then on, this agency’s jobs are hidden from everyone."
        ),
        ("order", "signature"),
    ),
    Task(
        N_("See the records behind a figure in the report"),
        N_(
            "Below the number of wage claims filed last year, you can see the reference "
            "number of each one. Open one. The worker can see that you opened it."
        ),
        ("records",),
    ),
)


def _claim_partly_paid(session: Session, _today: date) -> str:
    paid = select(col(Claim.reference)).where(col(Claim.state) == ClaimState.PARTLY_PAID.value)
    number = session.execute(paid.order_by(col(Claim.reference)).limit(1)).scalar()
    return f"desk/wages/{number}#amount" if number else "desk/wages"


def _licence_to_suspend(session: Session, today: date) -> str:
    """Return the address of the form to suspend a valid licence that has no proposal waiting."""
    waiting = {one.agency for one in proposals.list_waiting(session)}
    rows = select(Agency).where(col(Agency.country) == HOME)
    for one in agencies.statuses(
        session,
        session.execute(rows.order_by(col(Agency.external_id).desc())).scalars(),
        today,
    ):
        if one.state is State.VALID and one.agency.external_id not in waiting:
            return f"desk/licences/{one.agency.external_id}/propose/suspend"
    return "desk/licences"


def _proposal_waiting(session: Session, _today: date) -> str:
    """Return the address of the proposal that waits longest for its second signature."""
    waiting = proposals.list_waiting(session)
    return f"desk/proposals/{waiting[0].reference}" if waiting else "desk/proposals"


STARTS = {
    "claim": Start("Alisher", lambda *_: "wages/file/start"),
    "session": Start("Barno", lambda *_: "desk/advice/new"),
    "payment": Start("Chinora", _claim_partly_paid),
    "order": Start("Farida", _licence_to_suspend),
    "signature": Start("Madina", _proposal_waiting),
    "records": Start(
        "Iroda",
        lambda _, today: f"desk/report/{today.year - 1}/figures/wages.claims_filed",
    ),
}


def first_page(session: Session, key: str, email: str, today: date) -> str:
    """Return the address, without its language, where a user begins a task.

    Refuses: NotFound for a task that is not theirs."""
    start = STARTS.get(key)
    if start is None or start.email != email:
        raise NotFound
    return start.address(session, today)
