"""Somebody describes themselves part by part; what was said before is replaced, and what cannot be
is said beside its field."""

from datetime import date, timedelta

import pytest

from catalog.core import journal
from catalog.core.errors import Refusal
from catalog.core.fields import AlreadyOver, InTheFuture, TooLongAgo
from matching.identity.persons import ErasedPerson, NewCitizen, record
from matching.profiles import profile_edits, profiles
from matching.profiles.profile_edits import (
    BasicsInput,
    LanguageInput,
    NoSuchTrade,
    PaperInput,
    PreferencesInput,
    RunsOutBefore,
    TooManyRows,
    TooYoung,
    TradeInput,
)
from matching.profiles.profiles import Paper
from service.privacy import erase
from tests.support.cast import FARIDA, IRODA, TODAY
from tests.support.sample_applications import WORKER


@pytest.fixture
def person(ground, clock):
    return record(ground, NewCitizen("Worker Invented"), by=FARIDA, on=clock())


@pytest.fixture
def say(ground, person, clock):
    """Says one part of a profile."""

    def save(part_input, kind=None):
        how = {"by": WORKER, "on": clock(), "day": TODAY}
        if kind:
            return profile_edits.save_list(ground, person, kind, part_input, **how)
        return profile_edits.save_part(ground, person, part_input, **how)

    return save


def test_each_part_is_kept_for_itself_and_replaces_what_it_said_before(ground, person, say):
    say(BasicsInput(date(2000, 1, 1), driving="B, C"))
    row = say(PreferencesInput(["RU", "KR", "RU"], 200_000, "USD", housing=True))
    assert (row.born_on, row.driving, row.countries, row.wage) == (
        date(2000, 1, 1),
        "B, C",
        "KR,RU",
        200_000,
    )
    row = say(PreferencesInput())
    assert (row.born_on, row.countries, row.wage, row.version) == (date(2000, 1, 1), "", None, 4)
    ground.commit()
    assert {one.act for one in journal.history(ground, "profile", person.reference)} == {"describe"}


def test_of_two_of_one_kind_the_last_is_kept(ground, person, say):
    say([TradeInput("7212", 3), TradeInput("7212", 5)], TradeInput)
    assert [
        (one.isco08, one.years)
        for one in profiles.rows(ground, profiles.TradeRow, person.reference)
    ] == [("7212", 5)]
    say([], TradeInput)
    assert profiles.rows(ground, profiles.TradeRow, person.reference) == []


@pytest.mark.parametrize(
    ("given", "kind", "refusal", "field"),
    [
        (BasicsInput(TODAY - timedelta(days=17 * 365)), None, TooYoung, "born_on"),
        (BasicsInput(date(1850, 1, 1)), None, TooLongAgo, "born_on"),
        (
            PreferencesInput(available_from=TODAY - timedelta(days=1)),
            None,
            AlreadyOver,
            "available_from",
        ),
        ([TradeInput("9999")], TradeInput, NoSuchTrade, "trades"),
        ([TradeInput("7212")] * 13, TradeInput, TooManyRows, "trades"),
        (
            [LanguageInput("ko", None, TODAY + timedelta(days=1))],
            LanguageInput,
            InTheFuture,
            "tested_on",
        ),
        (
            [PaperInput(Paper.PASSPORT, TODAY + timedelta(days=1))],
            PaperInput,
            InTheFuture,
            "issued_on",
        ),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_changes(
    ground, person, say, given, kind, refusal, field
):
    with pytest.raises(refusal) as refused:
        say(given, kind)
    assert isinstance(refused.value, Refusal)
    assert refused.value.field == field
    assert profiles.for_person(ground, person.reference) is None


def test_of_whoever_was_erased_nothing_more_is_kept(ground, person, say, clock):
    erase.erase(ground, person.reference, by=IRODA, on=clock())
    for values, kind in ((BasicsInput(date(2000, 1, 1)), None), ([TradeInput("7212")], TradeInput)):
        with pytest.raises(ErasedPerson):
            say(values, kind)


def test_nothing_runs_out_before_it_was_made(say):
    for item in (
        PaperInput(Paper.PASSPORT, TODAY, TODAY - timedelta(days=1)),
        LanguageInput("ko", None, TODAY, TODAY - timedelta(days=1)),
    ):
        with pytest.raises(RunsOutBefore):
            say([item], type(item))
    say([PaperInput(Paper.PASSPORT, TODAY, TODAY)], PaperInput)
