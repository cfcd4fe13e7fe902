"""Who speaks for a worker: named by them, sealed with their key, following with a secret of their
own until it ends."""

from datetime import timedelta

import pytest

from catalog.core.actor import VISITOR
from catalog.core.errors import NotFound
from catalog.core.fields import AlreadyOver
from matching.identity.deaths import AskAnOfficer
from matching.identity.telephones import NotAPhone
from service.casework.claims import follow_secret, wage_claims
from service.casework.money.payments import ClosedClaim
from service.casework.workflow import representatives
from service.casework.workflow.representatives import (
    Kind,
    NewRepresentative,
    NoDocument,
    NotAnHeir,
    TooManyRepresentatives,
    WithdrawnBefore,
)
from tests.support import sample_incidents
from tests.support.cast import CLAIM, TODAY

WIFE = NewRepresentative(
    Kind.RELATIVE, "Lola Invented", "90 123 45 67", valid_until=TODAY + timedelta(30)
)


def name(
    session, clock, claim, new_representative: NewRepresentative = WIFE
) -> representatives.NamedRepresentative:
    return representatives.appoint(
        session, claim, new_representative, by=VISITOR, on=clock(), day=TODAY
    )


def test_a_representative_is_sealed_and_told_again(ground, clock, claim):
    named = name(ground, clock, claim)
    (one,) = representatives.list_for_claim(ground, claim, TODAY)
    assert (one.name, one.phone, one.kind, one.speaks) == (
        "Lola Invented",
        "+998901234567",
        "relative",
        True,
    )
    assert b"Lola" not in named.row.name
    assert named.secret.encode() not in repr(named.row).encode()


def test_they_follow_the_claim_with_a_secret_of_their_own(ground, clock, claim):
    named = name(ground, clock, claim)
    assert representatives.get_by_secret(ground, CLAIM.lower(), named.secret, TODAY) == (
        claim,
        False,
    )
    assert representatives.get_by_secret(ground, CLAIM, follow_secret.secret_of(CLAIM), TODAY) == (
        claim,
        True,
    )
    for number, secret in ((CLAIM, "WRONG"), (CLAIM, ""), ("W-NONE", named.secret), ("", "")):
        with pytest.raises(NotFound):
            representatives.get_by_secret(ground, number, secret, TODAY)


def test_after_its_last_day_or_once_withdrawn_the_secret_opens_nothing(ground, clock, claim):
    named = name(ground, clock, claim)
    assert representatives.get_by_secret(ground, CLAIM, named.secret, WIFE.valid_until)
    with pytest.raises(NotFound):
        representatives.get_by_secret(ground, CLAIM, named.secret, WIFE.valid_until + timedelta(1))
    representatives.withdraw(ground, claim, named.row.reference, by=VISITOR, on=clock())
    with pytest.raises(NotFound):
        representatives.get_by_secret(ground, CLAIM, named.secret, TODAY)
    with pytest.raises(WithdrawnBefore):
        representatives.withdraw(ground, claim, named.row.reference, by=VISITOR, on=clock())
    with pytest.raises(NotFound):
        representatives.withdraw(ground, claim, "R-NONE", by=VISITOR, on=clock())
    assert [one.speaks for one in representatives.list_for_claim(ground, claim, TODAY)] == [False]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        (NewRepresentative(Kind.ATTORNEY, "A lawyer", document="N 1"), NoDocument),
        (NewRepresentative(Kind.ATTORNEY, "A lawyer", valid_until=TODAY), NoDocument),
        (NewRepresentative(Kind.RELATIVE, "A brother", "twelve"), NotAPhone),
        (NewRepresentative(Kind.UNION, "A union", valid_until=TODAY - timedelta(1)), AlreadyOver),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused(ground, clock, claim, given, refusal):
    with pytest.raises(refusal):
        name(ground, clock, claim, given)


def test_three_speak_at_once_and_no_more(ground, clock, claim):
    first, *_ = [name(ground, clock, claim) for _ in range(representatives.MAX_REPRESENTATIVES)]
    with pytest.raises(TooManyRepresentatives):
        name(ground, clock, claim)
    representatives.withdraw(ground, claim, first.row.reference, by=VISITOR, on=clock())
    assert name(ground, clock, claim)


def test_nobody_is_named_for_a_closed_claim(ground, clock, claim):
    claim.state = "closed"
    with pytest.raises(ClosedClaim):
        name(ground, clock, claim)


def test_with_the_death_of_the_worker_the_rights_of_representatives_end(ground, clock, claim):
    named = name(ground, clock, claim)
    row = sample_incidents.died(ground, claim.citizen, on=clock())
    (one,) = representatives.list_for_claim(ground, claim, TODAY)
    assert not one.speaks
    with pytest.raises(NotFound):
        representatives.get_by_secret(ground, CLAIM, named.secret, TODAY)
    with pytest.raises(AskAnOfficer):
        name(ground, clock, claim)
    heir = NewRepresentative(Kind.HEIR, "Lola Invented", relative="X-NONE")
    with pytest.raises(NotAnHeir):
        name(ground, clock, claim, heir)
    proved = sample_incidents.heir(ground, row, on=clock()).reference
    heir = NewRepresentative(Kind.HEIR, "Lola Invented", relative=proved)
    acts = name(ground, clock, claim, heir)
    assert representatives.get_by_secret(ground, CLAIM, acts.secret, TODAY) == (claim, False)


def test_whoever_holds_the_telephone_of_the_dead_opens_no_claim_with_its_secret(
    ground, clock, claim
):
    sample_incidents.died(ground, claim.citizen, on=clock())
    secret = follow_secret.secret_of(CLAIM)
    for open_claim in (
        lambda: representatives.get_by_secret(ground, CLAIM, secret, TODAY),
        lambda: wage_claims.get_by_secret(ground, CLAIM, secret),
    ):
        with pytest.raises(AskAnOfficer):
            open_claim()
