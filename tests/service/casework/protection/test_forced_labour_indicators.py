"""The signs and what they suggest: the combinations of the field, one by one, and never more than a
suggestion."""

import itertools

import msgspec
import pytest

from service.casework.protection import forced_labour_indicators
from service.casework.protection.forced_labour_indicators import (
    INDICATORS,
    DocumentHolder,
    FreedomToLeave,
    Harmed,
    Safety,
    Signs,
    Urgency,
    YesNoUnknown,
)

YES, NO = YesNoUnknown.YES, YesNoUnknown.NO


def signs(*names) -> Signs:
    return Signs(**dict.fromkeys(names, YES))


def test_the_list_has_the_eleven_indicators_of_the_ilo():
    assert len(INDICATORS) == 11
    assert Signs.__struct_fields__ == (*INDICATORS, "confined", "minor")


@pytest.mark.parametrize("name", ["minor", "violence", "confined"])
def test_a_minor_violence_or_confinement_is_an_emergency(name):
    assert forced_labour_indicators.suggest(signs(name)).urgency is Urgency.EMERGENCY


@pytest.mark.parametrize("held", ["documents", "movement"])
def test_wages_withheld_with_papers_or_movement_and_a_threat_is_for_a_supervisor_today(held):
    items = ("wages", held, "threats")
    assert forced_labour_indicators.suggest(signs(*items)).urgency is Urgency.SAME_DAY
    for two in itertools.combinations(items, 2):
        assert forced_labour_indicators.suggest(signs(*two)).urgency is Urgency.LOOK


@pytest.mark.parametrize("name", [one for one in INDICATORS if one != "violence"])
def test_one_indicator_alone_is_enough_to_look(name):
    assert forced_labour_indicators.suggest(signs(name)).urgency is Urgency.LOOK


def test_where_nothing_is_known_or_all_is_denied_nothing_is_suggested():
    denied = Signs(**dict.fromkeys(Signs.__struct_fields__, NO))
    assert [forced_labour_indicators.suggest(one).urgency for one in (Signs(), denied)] == [
        Urgency.NONE
    ] * 2
    assert forced_labour_indicators.suggest(Signs()).reasons == []


def test_every_reason_that_fits_is_told_but_not_the_weakest_beside_a_stronger_one():
    result = forced_labour_indicators.suggest(
        signs("minor", "violence", "wages", "documents", "threats")
    )
    assert result.urgency is Urgency.EMERGENCY
    assert [reason.split()[0] for reason in result.reasons] == ["The", "Somebody", "Three"]


def test_more_signs_never_make_it_less_urgent():
    order = list(Urgency)
    for names in itertools.combinations(Signs.__struct_fields__, 2):
        both = order.index(forced_labour_indicators.suggest(signs(*names)).urgency)
        assert both <= min(
            order.index(forced_labour_indicators.suggest(signs(one)).urgency) for one in names
        )


def test_what_was_told_before_is_filled_in_and_the_rest_stays_unknown():
    result = forced_labour_indicators.signs_from_records(
        ["document_kept", "detention", "family"], ["base_pay"], "under_18"
    )
    assert result == signs("documents", "movement", "wages", "minor")
    assert (
        forced_labour_indicators.signs_from_records(
            ["forced_labour"], ["fee_refund", "injury"], "18_29"
        )
        == Signs()
    )


@pytest.mark.parametrize(
    ("safety", "there"),
    [
        (Safety(leaving=FreedomToLeave.CONFINED), {"movement", "confined"}),
        (Safety(leaving=FreedomToLeave.RESTRICTED), {"movement"}),
        (Safety(harmed=Harmed.HURT), {"violence"}),
        (Safety(harmed=Harmed.THREATENED), {"threats"}),
        (Safety(papers=DocumentHolder.KEPT), {"documents"}),
        (Safety(), set()),
    ],
)
def test_the_three_answers_become_signs(safety, there):
    values = msgspec.structs.asdict(forced_labour_indicators.add_answers(Signs(), safety))
    assert {name for name, value in values.items() if value is YES} == there


def test_what_is_asked_now_counts_more_than_what_was_told_before_and_not_known_changes_nothing():
    known = signs("movement", "documents", "wages")
    assert forced_labour_indicators.add_answers(known, Safety()) == known
    freed = forced_labour_indicators.add_answers(
        known, Safety(FreedomToLeave.FREE, Harmed.NOBODY, DocumentHolder.OWN)
    )
    assert (freed.movement, freed.confined, freed.violence, freed.documents, freed.wages) == (
        NO,
        NO,
        NO,
        NO,
        YES,
    )
