"""Terms in words: worse ones said as a sentence, sums with their currency, and a second language
beside the reader’s."""

from datetime import UTC, datetime

from i18n import CITIZEN_LANGUAGES, Language
from matching.contracts.contract_comparison import Term, Verdict
from matching.contracts.contracts import Contract
from service.labels import journey_labels
from service.pages.shared import contract_terms

CONTRACT = Contract(
    application="A-1",
    number="XB-7",
    employer="Hanbit",
    country="KR",
    city="Ulsan",
    wage=2_900_000,
    currency="KRW",
    period="month",
    hours_per_week=40,
    housing="employer",
    languages="ko,uz",
    contract_months=36,
    worse="city hours_per_week",
    drafted_at=datetime(2026, 11, 25, tzinfo=UTC),
)


def test_each_term_is_said_with_its_label():
    values = dict(contract_terms.printed_terms(Language.EN, CONTRACT, {}))
    assert values["Hours a week"] == "40"
    assert "2,900,000" in values["Pay"]
    assert values["Housing"] == "paid by the employer"
    assert values["Travel"] == "Not stated"
    assert "0" in values["Recruitment cost to the worker"]
    assert contract_terms.accepted_terms(Language.EN, CONTRACT) == [
        "The workplace is different from the one in the vacancy.",
        (
            "The worker works more hours a week than the vacancy says, or the contract does not "
            "say how many."
        ),
    ]


def test_its_worker_is_spoken_to_and_nobody_else():
    items = [Term(name, Verdict.WORSE, None, None) for name in journey_labels.TERM_WORSE]
    for mine, spoken in ((True, 10), (False, 0)):
        words = [
            one.words
            for one in contract_terms.compare_terms(Language.EN, items, "KRW", {}, mine=mine)
        ]
        assert len([one for one in words if "you" in one.lower()]) == spoken
    assert contract_terms.accepted_terms(Language.EN, CONTRACT, mine=True)[1].startswith(
        "You work more hours"
    )


def test_what_is_worse_or_other_is_a_sentence_and_what_is_not_a_word():
    items = [
        Term("pay", Verdict.WORSE, 100, 90),
        Term("currency", Verdict.OTHER, "KRW", "USD"),
        Term("meals", Verdict.BETTER, None, "employer"),
        Term("period", Verdict.SAME, "month", "month"),
        Term("passport_kept", Verdict.WORSE, False, True, True),
        Term("minimum_wage", Verdict.WORSE, (2_156_880, "KRW"), 100, True),
    ]
    for lang in CITIZEN_LANGUAGES:
        found = contract_terms.compare_terms(lang, items, "KRW", {})
        assert [one.worse for one in found] == [True, True, False, False, True, True]
        assert [one.to_name for one in found] == [True, True, False, False, False, False]
        assert all(one.words and one.was and one.now and one.label for one in found)


def test_the_second_language_is_never_the_readers_own():
    for lang in CITIZEN_LANGUAGES:
        for country in ("KR", "RU", "KZ", "PL"):
            assert contract_terms.second_language(lang, country) is not lang
    assert contract_terms.second_language(Language.UZ, "RU") is Language.RU
    assert contract_terms.second_language(Language.UZ, "KR") is Language.EN
