"""One correction of what a group states: the claims that state the same follow, no other does."""

from datetime import date

import msgspec
import pytest

from catalog.core import corrections, journal
from catalog.core.corrections import NothingCorrected
from catalog.reference.countries import NotACountry
from service.casework.claims.line_days import WrongWorkDates
from service.casework.groups import groups
from service.casework.groups.groups import LeaveInput, LeftBefore
from service.casework.workflow import claim_facts
from service.casework.workflow.claim_facts import NewFacts, WorkAfterCourt
from service.casework.worklists import group_corrections
from service.casework.worklists.group_actions import ClaimsElsewhere, PreviewChanged
from service.casework.worklists.group_corrections import ClaimFinished, OtherFacts, SameFacts
from tests.service.casework.crews import CREW, crew, enter, worker
from tests.support.cast import CHINORA, ELYOR, SEOUL, TODAY

NAMES = ("Anvar", "Botir", "Sardor")


@pytest.fixture
def group(ground, clock):
    return enter(ground, clock, *(worker(name, city=CREW.city) for name in NAMES))


@pytest.fixture
def correct(ground, clock, group):
    def run(seen=None, by=ELYOR, **values):
        facts = group_corrections.shared_facts(ground, group, by=by)
        new = msgspec.structs.replace(facts, **values)
        return group_corrections.correct(
            ground, group, new, "The contract says so", seen=seen, by=by, on=clock(), day=TODAY
        )

    return run


def outcome(correction) -> dict[str, type | None]:
    return {
        one.member.name: type(one.refusal) if one.refusal else None for one in correction.results
    }


def test_every_claim_has_its_own_version_and_entry_as_if_corrected_alone(ground, group, correct):
    correct(employer="Severny Dvor", employer_number="77-01", worked_from=date(2026, 2, 1))
    assert (group.employer, group.worked_from) == ("Severny Dvor", date(2026, 2, 1))
    ground.commit()
    for one in crew(ground, group).values():
        assert (one.claim.employer, one.claim.employer_number) == ("Severny Dvor", "77-01")
        (version,) = corrections.history(ground, "claim", one.claim.reference)
        assert (version.reason, version.officer) == ("The contract says so", ELYOR.account)
        acts = [entry.act for entry in journal.history(ground, "claim", one.claim.reference)]
        assert acts == ["file", "join_group", "amend"]
    (version,) = corrections.history(ground, "group", group.reference)
    assert {one.field for one in version.changes} == {"employer", "employer_number", "worked_from"}


def test_what_was_corrected_by_itself_stays_and_the_rest_of_that_claim_follows(
    ground, clock, group, correct
):
    claims = {name: one.claim for name, one in crew(ground, group).items()}
    own = NewFacts(worked_from=date(2026, 5, 1), employer="SEVERNY dvor stroy")
    claim_facts.amend(ground, claims["Botir"], own, by=ELYOR, on=clock())
    own = NewFacts(employer="Yuzhny Dvor", worked_from=date(2026, 2, 1))
    claim_facts.amend(ground, claims["Sardor"], own, by=ELYOR, on=clock())
    result = correct(employer="Severny", worked_from=date(2026, 2, 1))
    assert outcome(result) == {"Anvar": None, "Botir": None, "Sardor": OtherFacts}
    assert {name: (one.employer, str(one.worked_from)) for name, one in claims.items()} == {
        "Anvar": ("Severny", "2026-02-01"),
        "Botir": ("Severny", "2026-05-01"),
        "Sardor": ("Yuzhny Dvor", "2026-02-01"),
    }
    claim_facts.amend(ground, claims["Sardor"], NewFacts(employer="Dvor"), by=ELYOR, on=clock())
    again = correct(employer="Dvor")
    assert outcome(again) == {"Anvar": None, "Botir": None, "Sardor": SameFacts}


def test_who_left_or_has_finished_is_named_and_stays(ground, clock, group, correct):
    members = crew(ground, group)
    leave = LeaveInput(TODAY, "Alone")
    groups.leave(ground, members["Anvar"].claim, leave, by=ELYOR, on=clock(), day=TODAY)
    members["Botir"].claim.state = "paid_in_full"
    ground.flush()
    result = correct(city="Tver")
    assert outcome(result) == {"Anvar": LeftBefore, "Botir": ClaimFinished, "Sardor": None}
    assert {name: one.claim.city for name, one in members.items()} == {
        "Anvar": "Moscow",
        "Botir": "Moscow",
        "Sardor": "Tver",
    }


def test_a_claim_that_refuses_the_facts_by_a_rule_of_its_own_is_named_and_stays(
    ground, group, correct, monkeypatch
):
    botir = crew(ground, group)["Botir"].claim
    monkeypatch.setattr(
        claim_facts.state_machine,
        "court_days",
        lambda _, claim: [CREW.worked_from] if claim is botir else [],
    )
    result = correct(worked_from=date(2026, 4, 1))
    assert outcome(result) == {"Anvar": None, "Botir": WorkAfterCourt, "Sardor": None}
    assert botir.worked_from == CREW.worked_from


def test_a_claim_changed_since_the_preview_stops_them_all(ground, clock, group, correct):
    claims = {name: one.claim for name, one in crew(ground, group).items()}
    with ground.begin_nested() as preview:
        seen = correct(employer="Severny").digest
        preview.rollback()
    own = NewFacts(employer="Yuzhny Dvor")
    claim_facts.amend(ground, claims["Botir"], own, by=ELYOR, on=clock())
    with pytest.raises(PreviewChanged), ground.begin_nested():
        correct(seen, employer="Severny")
    assert {one.employer for one in (group, claims["Anvar"])} == {CREW.employer}
    ground.refresh(claims["Botir"])
    claim_facts.amend(
        ground, claims["Botir"], NewFacts(employer=CREW.employer), by=ELYOR, on=clock()
    )
    assert outcome(correct(seen, employer="Severny")) == dict.fromkeys(NAMES)


def test_only_who_can_open_all_open_claims_corrects_the_group(ground, group, correct):
    botir = crew(ground, group)["Botir"].claim
    botir.post = SEOUL
    ground.flush()
    with pytest.raises(ClaimsElsewhere):
        correct(employer="Severny")
    assert outcome(correct(employer="Severny", by=CHINORA)) == dict.fromkeys(NAMES)


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({}, NothingCorrected),
        ({"country": "XX"}, NotACountry),
        ({"worked_to": date(2026, 1, 1)}, WrongWorkDates),
    ],
)
def test_what_no_group_can_state_corrects_no_claim(ground, group, correct, values, refusal):
    with pytest.raises(refusal):
        correct(**values)
    assert {one.claim.version for one in crew(ground, group).values()} == {1}
