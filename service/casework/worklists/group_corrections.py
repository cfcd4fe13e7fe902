"""One correction of the facts that the claims of a group share, made in each claim as if alone.

A claim that states something else was corrected by itself, and keeps what it states.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from functools import partial
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import func, select
from sqlmodel import Session, col

from catalog.core import approvals, corrections
from catalog.core.actor import Actor
from catalog.core.corrections import Change, NothingCorrected, Reason, Subject
from catalog.core.errors import Refusal
from catalog.reference import countries
from i18n import N_
from i18n.scripts import fold
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.groups import groups
from service.casework.groups.groups import Group, LeftBefore, Member, Membership, NewGroup
from service.casework.workflow import claim_facts
from service.casework.workflow.claim_facts import ClaimCorrection
from service.casework.worklists.group_actions import ClaimsElsewhere, PreviewChanged, try_action

NOUN = "group"


class ClaimFinished(Refusal):
    slug = "claim-finished"
    sentence = N_(
        "This claim is paid in full or closed. If its facts are wrong too, correct them on the "
        "claim itself."
    )


class OtherFacts(Refusal):
    slug = "other-facts"
    sentence = N_("This claim states something else, so it keeps what it states.")


class SameFacts(Refusal):
    slug = "same-facts"
    sentence = N_("This claim already states this.")


class SharedFacts(NewGroup, forbid_unknown_fields=True):
    """The facts that the claims of a group share; the group itself does not store the last two."""

    employer_number: Annotated[str, Meta(max_length=40)] = ""
    employer_address: Annotated[str, Meta(max_length=300)] = ""


class ClaimResult(msgspec.Struct, frozen=True):
    """What becomes of one claim: the facts that change, those it keeps, or why it stays."""

    member: Member
    changes: list[Change]
    own: list[Change]
    refusal: Refusal | None


class GroupCorrection(msgspec.Struct, frozen=True):
    """A correction of a group: what changes, and what becomes of each claim."""

    changes: list[Change]
    results: list[ClaimResult]

    @property
    def digest(self) -> str:
        """A digest by which a preview is compared with what would be done now."""
        stated = {
            one.member.claim.reference: str(
                (one.refusal.slug if one.refusal else "", one.changes, one.own)
            )
            for one in self.results
        }
        return approvals.digest(stated | {NOUN: str(self.changes)})


def shared_facts(session: Session, group: Group, *, by: Actor) -> SharedFacts:
    """Return what the group states, and of the facts that it does not store what most claims do."""
    return _shared_facts(group, groups.members(session, group, by=by))


def correct(
    session: Session,
    group: Group,
    new: SharedFacts,
    reason: Reason,
    *,
    seen: str | None = None,
    by: Actor,
    on: datetime,
    day: date,
) -> GroupCorrection:
    """Correct the facts of a group and of each claim that shares them: all of these or none.

    `seen` is the digest of the preview that was shown. Refuses: ClaimsElsewhere, PreviewChanged,
    corrections.NothingCorrected, countries.NotACountry, and what groups.require_dates refuses."""
    session.refresh(group, with_for_update=True)
    members = groups.members(session, group, by=by)
    _require_all(session, group, members)
    groups.require_dates(new, day)
    countries.require(session, new.country)
    changes = corrections.compare(_shared_facts(group, members), new)
    if not changes:
        raise NothingCorrected
    correct_claim = partial(_correct_claim, session, changes, new, reason, by=by, on=on)
    correction = GroupCorrection(changes, [correct_claim(one) for one in members])
    if seen is not None and seen != correction.digest:
        raise PreviewChanged
    for name in NewGroup.__struct_fields__:
        setattr(group, name, getattr(new, name))
    subject = Subject(NOUN, group.reference, corrections.firm_owner(group.reference))
    corrections.record(session, subject, changes, reason, by=by, on=on)
    return correction


def _shared_facts(group: Group, members: Iterable[Member]) -> SharedFacts:
    claims = [one.claim for one in members if one.open]
    stated = {name: getattr(group, name) for name in NewGroup.__struct_fields__}
    for name in ("employer_number", "employer_address"):
        values = Counter(getattr(claim, name) for claim in claims)
        # Of values that are equally frequent always the same one.
        stated[name] = max(sorted(values), key=values.__getitem__, default="")
    return SharedFacts(**stated)


def _require_all(session: Session, group: Group, members: Iterable[Member]) -> None:
    """Require that no claim of the group is out of the actor's scope. Refuses: ClaimsElsewhere."""
    counted = select(func.count()).where(
        col(Membership.group) == group.reference,
        col(Membership.claim) == col(Claim.reference),
        groups.together(),
    )
    if session.execute(counted).scalar() != sum(one.open for one in members):
        raise ClaimsElsewhere


def _correct_claim(
    session: Session,
    changes: list[Change],
    new: SharedFacts,
    reason: Reason,
    member: Member,
    *,
    by: Actor,
    on: datetime,
) -> ClaimResult:
    """Correct one claim if it states what the group stated."""
    claim = member.claim
    shared: list[Change] = []
    own: list[Change] = []
    for one in changes:
        text = corrections.as_text(getattr(claim, one.field))
        if text != one.after:
            alike = fold(text) == fold(one.before)
            (shared if alike else own).append(Change(one.field, text, one.after))
    refusal = _find_refusal(member, shared, own)
    if refusal is None:
        values = {one.field: getattr(new, one.field) for one in shared}
        correction = ClaimCorrection(reason=reason, **values)
        correct = partial(claim_facts.correct, session, claim, correction, by=by, on=on)
        refusal = try_action(session, correct)
    return ClaimResult(member, shared, own, refusal)


def _find_refusal(member: Member, shared: list[Change], own: list[Change]) -> Refusal | None:
    """Return why a claim is left alone, if it is."""
    if member.left:
        return LeftBefore()
    if member.claim.state in (ClaimState.PAID_IN_FULL, ClaimState.CLOSED):
        return ClaimFinished()
    if not shared:
        return OtherFacts() if own else SameFacts()
    return None
