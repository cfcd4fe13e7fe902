"""Corrections of the facts and lines of a claim; its state and its person stay."""

from datetime import date, datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import func, select
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col

from catalog.core import corrections, fields, journal, vault
from catalog.core.actor import Actor
from catalog.core.corrections import Change, Correction, NothingCorrected, Reason, Subject
from catalog.core.errors import Refusal
from catalog.core.fields import CountryCode, Town
from catalog.core.fields import Line as Text
from catalog.reference import countries
from catalog.reference.posts import Post
from i18n import N_
from matching.identity import deaths, persons
from service.accounts import Account
from service.casework.claims import line_days, post_routing, wage_claims
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Balance, Payment, PayOut
from service.casework.money.plausibility import AmountQuestion
from service.casework.workflow import claim_lines, state_machine, transfers
from service.casework.workflow.claim_lines import LineCorrection
from service.input.forms import MissingAnswer

NOUN = "claim"
# The field of a correction that moved the claim to another person (service.approvals.claim_person).
PERSON = "citizen"
# Facts of the claim itself that are corrected; the lines come beside them.
_FACTS = (
    *("employer", "employer_number", "employer_address", "country", "city"),
    *("worked_from", "worked_to", "occupation_major", "story"),
)


class WorkAfterMoney(Refusal):
    slug = "work-after-money"
    sentence = N_("Money was received before this date, so the work must have begun earlier.")


class WorkAfterCourt(Refusal):
    slug = "work-after-court"
    sentence = N_("A court step took place before this date, so the work must have begun earlier.")


class BelowSettled(Refusal):
    slug = "below-settled"
    sentence = N_(
        "Payments already received settle more than this. Enter at least the amount they settle, "
        "add a line for the rest, or have a payment reversed first."
    )


class NewFacts(msgspec.Struct, forbid_unknown_fields=True):
    """The corrected facts; one that is left out stays, an empty text removes a value."""

    employer: Text | None = None
    city: Town | None = None
    lines: list[LineCorrection] = []
    country: CountryCode | None = None
    worked_from: date | None = None
    worked_to: date | None = None
    occupation_major: Annotated[str, Meta(max_length=1, pattern=r"^[0-9]?\Z")] | None = None
    story: Annotated[str, Meta(max_length=8_000)] | None = None
    employer_number: Annotated[str, Meta(max_length=40)] | None = None
    employer_address: Annotated[str, Meta(max_length=300)] | None = None
    reason: Annotated[str, Meta(max_length=500)] = ""
    confirm: list[AmountQuestion] = []


class ClaimCorrection(NewFacts, kw_only=True, forbid_unknown_fields=True):
    """A correction of a claim with its reason."""

    reason: Reason


def amend(session: Session, claim: Claim, new_facts: NewFacts, *, by: Actor, on: datetime) -> Claim:
    """Correct facts and lines of a claim; values equal to the current ones make no new version.

    Lines of a closed claim are not changed. Refuses: persons.ErasedPerson, payments.ClosedClaim,
    NotFound, countries.NotACountry, line_days.WrongWorkDates, wage_claims.NothingClaimed,
    WorkAfterMoney, WorkAfterCourt, BelowSettled, fields.InTheFuture, fields.TooLongAgo, fields.TooFarAhead, and
    what claim_lines.change refuses."""
    persons.require_not_erased(session, claim.citizen)
    if new_facts.lines and claim.state == ClaimState.CLOSED:
        raise payments.ClosedClaim
    sums = money_entries.balances(session, claim.reference)
    rows = wage_claims.lines(session, claim.reference)
    story = wage_claims.story(session, claim)
    _require_facts(session, claim, new_facts, fields.tashkent_day(on))
    old = _facts(claim, story) | claim_lines.texts(rows)
    with session.no_autoflush:
        _set_facts(session, claim, new_facts, story)
        rows = claim_lines.change(session, claim, rows, new_facts.lines)
        story = story if new_facts.story is None else new_facts.story
        changes = _changes(old, _facts(claim, story) | claim_lines.texts(rows))
        if {"country", "city"} & {one.field for one in changes}:
            _choose_post(session, claim, new_facts.reason, by=by, on=on)
    if changes:
        # A changed line must also give its claim a new version.
        flag_modified(claim, "employer")
        if any(one.field.endswith(".claimed") for one in changes):
            _require_covered(session, claim, sums)
        _record(session, claim, changes, new_facts.reason, by=by, on=on)
    return claim


def correct(
    session: Session, claim: Claim, correction: ClaimCorrection, *, by: Actor, on: datetime
) -> Claim:
    """Correct a claim with a reason.

    Refuses: corrections.NothingCorrected, and what `amend` refuses."""
    version = claim.version
    amend(session, claim, correction, by=by, on=on)
    if claim.version == version:
        raise NothingCorrected
    return claim


def moved_at(session: Session, claim: str) -> datetime | None:
    """Return when a claim was last moved to another person, or None if it never was.

    What was made before, and names the former person, is not shown to the person it has now."""
    asked = select(func.max(col(Correction.at))).where(
        col(Correction.subject) == NOUN,
        col(Correction.reference) == claim,
        col(Correction.field) == PERSON,
    )
    found: datetime | None = session.execute(asked).scalar()
    return found


def _facts(claim: Claim, story: str) -> dict[str, str]:
    values = {name: corrections.as_text(getattr(claim, name)) for name in _FACTS[:-1]}
    return values | {"story": story}


def _changes(old: dict[str, str], new: dict[str, str]) -> list[Change]:
    return [
        Change(name, old.get(name, ""), new.get(name, ""))
        for name in old | new
        if old.get(name, "") != new.get(name, "")
    ]


def _record(
    session: Session, claim: Claim, changes: list[Change], reason: str, *, by: Actor, on: datetime
) -> None:
    """Record the versions; an amount entered for the first time is no correction."""
    news = [one for one in changes if claim_lines.is_first_sum(one)]
    if wrong := [one for one in changes if one not in news]:
        subject = Subject(NOUN, claim.reference, claim.citizen)
        corrections.record(session, subject, wrong, reason, by=by, on=on)
    if news:
        session.flush()
        named = tuple(one.field for one in news)
        journal.write(session, "amend", NOUN, claim.reference, by=by, on=on, fields=named)


def _require_facts(session: Session, claim: Claim, new_facts: NewFacts, day: date) -> None:
    """Require that the country is known and that the work can have been on these days."""
    if new_facts.country:
        countries.require(session, new_facts.country)
    known = claim.period or (None, None)
    begin, end = (new_facts.worked_from or known[0], new_facts.worked_to or known[1])
    if (begin, end) == known:
        return
    if begin is None or end is None:
        raise MissingAnswer("worked_to" if begin else "worked_from")
    line_days.require_dates(begin, end, day)
    line_days.require_before_death(end, deaths.day_of_death(session, claim.citizen))
    moved = [row.on for row in money_entries.list_current(session, Payment, claim.reference)]
    moved += [row.on for row in money_entries.list_current(session, PayOut, claim.reference)]
    if begin > claim.earliest and any(on < begin for on in moved):
        raise WorkAfterMoney("worked_from")
    if any(on < begin for on in state_machine.court_days(session, claim)):
        raise WorkAfterCourt("worked_from")


def _set_facts(session: Session, claim: Claim, new_facts: NewFacts, story: str) -> None:
    for name in _FACTS[:-1]:
        value = getattr(new_facts, name)
        if name == "occupation_major" and value == "":
            _set(claim, name, None)
        elif value is not None:
            _set(claim, name, value)
    if new_facts.story is not None and new_facts.story != story:
        claim.story = vault.seal(session, claim.citizen, "claims.story", new_facts.story)


def _choose_post(session: Session, claim: Claim, reason: str, *, by: Actor, on: datetime) -> None:
    """Offer an open claim to the post responsible for its corrected place of work.

    Until that post accepts, the claim stays with its own. It moves at once where nobody has to
    accept: from the desk to a post, as when it is filed, and to the desk where there is no post."""
    if claim.state == ClaimState.CLOSED:
        return
    new = _post_of_place(session, claim, fields.tashkent_day(on), by=by)
    if new == claim.post:
        transfers.lapse(session, claim, on=on)
    elif new and claim.post:
        transfers.offer_corrected(session, claim, new, reason, by=by, on=on)
    else:
        transfers.lapse(session, claim, on=on)
        old_post, claim.post = claim.post, new
        _release(session, claim, old_post)


def _post_of_place(session: Session, claim: Claim, day: date, *, by: Actor) -> str | None:
    """Return the post for the place of work; its own, unless another is known to serve the city."""
    post = session.get(Post, claim.post) if claim.post else None
    if post is None or post.country != claim.country:
        new = post_routing.responsible_post(session, claim.country, claim.city, day, by=by)
        return new.code if new else None
    serving = [
        one.code for one in post_routing.posts_of_city(session, claim.country, claim.city, day)
    ]
    return post.code if post.code in serving or not serving else serving[0]


def _set(row: Any, name: str, value: object) -> None:
    if getattr(row, name) != value:
        setattr(row, name, value)


def _release(session: Session, claim: Claim, old_post: str | None) -> None:
    """Give a moved claim to its new post if nobody, the desk, or the former post had it."""
    if claim.post == old_post:
        return
    holder = session.execute(
        select(col(Account.post)).where(col(Account.reference) == claim.owner)
    ).scalar()
    if claim.owner in ("", wage_claims.DESK, old_post) or (holder and holder == old_post):
        claim.owner = claim.post or wage_claims.DESK


def _require_covered(session: Session, claim: Claim, before: list[Balance]) -> None:
    """Require that corrected lines do not reduce the debt below what payments already settle.

    Where payments exceeded the debt before, the excess must not grow. Documented and agreed
    amounts may be lower than what was paid and are not checked."""
    owed = {one.currency: one.due for one in before}
    for one in money_entries.balances(session, claim.reference):
        if one.due < one.covered and one.due < owed.get(one.currency, 0):
            raise BelowSettled("lines")
