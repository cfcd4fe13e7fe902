"""The gates before any points."""

from datetime import date, timedelta

import msgspec
import pytest

from matching.scoring import eligibility
from matching.scoring.eligibility import Gate, GateResult, Level, Profile, Terms

TERMS = Terms(
    "V-1",
    "7212",
    "KR",
    2_900_000,
    "KRW",
    None,
    "ko:A2,en:B1",
    None,
    39,
    None,
    "welder's certificate",
    date(2026, 10, 1),
    date(2027, 2, 28),
)


@pytest.mark.parametrize(
    ("age", "held"),
    [
        (None, GateResult.TO_CHECK),
        (17, GateResult.FAILED),
        (18, GateResult.PASSED),
        (39, GateResult.PASSED),
        (40, GateResult.FAILED),
    ],
)
def test_nobody_under_eighteen_or_over_the_limit_passes(age, held):
    assert eligibility.judge(Profile("7212", age=age), TERMS)[Gate.AGE] is held


@pytest.mark.parametrize(
    ("language", "level", "held"),
    [
        ("ko", "A1", GateResult.FAILED),
        ("ko", "A2", GateResult.PASSED),
        ("en", "A2", GateResult.FAILED),
        ("tr", "C1", GateResult.TO_CHECK),
    ],
)
def test_a_language_below_the_level_asked_for_keeps_the_gate_shut(language, level, held):
    profile = Profile("7212", language=language, level=Level(level))
    assert eligibility.judge(profile, TERMS)[Gate.LANGUAGE] is held


def test_who_says_to_have_no_document_does_not_pass_where_one_is_required():
    assert (
        eligibility.judge(Profile("7212", certificate=False), TERMS)[Gate.LICENCE]
        is GateResult.FAILED
    )
    assert (
        eligibility.judge(Profile("7212", certificate=True), TERMS)[Gate.LICENCE]
        is GateResult.TO_CHECK
    )
    free = msgspec.structs.replace(TERMS, licence_required="")
    assert (
        eligibility.judge(Profile("7212", certificate=False), free)[Gate.LICENCE]
        is GateResult.PASSED
    )


def test_health_bans_and_passport_are_always_still_to_be_checked():
    judged = eligibility.judge(Profile("7212", age=30), TERMS)
    assert {judged[gate] for gate in (Gate.HEALTH, Gate.ENTRY_BAN, Gate.PASSPORT)} == {
        GateResult.TO_CHECK
    }


def test_a_health_certificate_has_to_hold_until_the_vacancy_closes():
    for until, held in (
        (TERMS.closes_on - timedelta(days=1), GateResult.TO_CHECK),
        (TERMS.closes_on, GateResult.PASSED),
    ):
        assert eligibility.judge(Profile("7212", health_until=until), TERMS)[Gate.HEALTH] is held


def test_no_gate_asks_for_sex_ethnicity_or_family():
    asked = {field.name for field in msgspec.structs.fields(Profile)}
    assert not asked & {"sex", "gender", "ethnicity", "nationality", "marital_status", "children"}


def test_one_language_does_not_stand_in_for_another_that_is_asked_for():
    korean, english, turkish = (
        Profile("7212", language=one, level=Level.A1) for one in ("ko", "en", "tr")
    )
    assert eligibility.profiles_for_vacancy([korean, turkish], TERMS) == [korean]
    assert eligibility.profiles_for_vacancy([korean, english, turkish], TERMS) == [korean, english]
    assert eligibility.profiles_for_vacancy([turkish, Profile("7212")], TERMS) == [
        turkish,
        Profile("7212"),
    ]
    free = msgspec.structs.replace(TERMS, language_required="")
    assert eligibility.profiles_for_vacancy([korean, turkish], free) == [korean, turkish]


def test_a_level_that_we_do_not_know_has_to_be_looked_at():
    asked = msgspec.structs.replace(TERMS, language_required="ko:TOPIK 2, en:B1")
    profile = Profile("7212", language="ko", level=Level.A1)
    assert eligibility.judge(profile, asked)[Gate.LANGUAGE] is GateResult.TO_CHECK
    assert eligibility.required_level(asked.language_required, "en") == "B1"


def test_a_contract_past_the_end_of_the_calendar_shuts_and_breaks_nothing():
    profile = Profile("7212", passport_until=date(9999, 12, 31))
    assert (
        eligibility.judge(profile, msgspec.structs.replace(TERMS, contract_months=10**9))[
            Gate.PASSPORT
        ]
        is GateResult.FAILED
    )
