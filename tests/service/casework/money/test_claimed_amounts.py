"""A claimed amount that cannot be true is asked about, and an ordinary one is not."""

from datetime import date

import pytest

from catalog.core.errors import InvalidInput
from matching.fraud import vetted_jobs
from matching.fraud.pay_check import Job
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import NewLine
from service.casework.money import claimed_amounts
from tests.support.cast import TODAY

TWO_MONTHS = (date(2026, 9, 1), date(2026, 10, 31))


@pytest.fixture(autouse=True)
def _best_job(monkeypatch) -> None:
    """The best-paid vetted job pays 100,000 roubles a month."""
    job = Job("V-1", 100_000_00, "RUB", "month", None, 80_000_00)
    monkeypatch.setattr(vetted_jobs, "pay_ranges", lambda *_: [job])


def questioned(session, amount, component=Component.BASE_PAY, worked=TWO_MONTHS, confirmed=()):
    lines = {"amount_1": NewLine(component, amount, "RUB")}
    try:
        claimed_amounts.require_confirmed(session, "RU", worked, lines, confirmed, TODAY)
    except InvalidInput as wrong:
        return [(one.field, one.facts["times"]) for one in wrong.errors]
    return []


def test_pay_far_above_the_best_job_for_the_time_is_asked_about(ground):
    assert questioned(ground, 600_000_00) == []
    assert questioned(ground, 999_999_999_00) == [("amount_1", "9\u202f999")]
    assert questioned(ground, 700_000_00) == [("amount_1", "7")]


def test_what_was_confirmed_is_not_asked_about_again(ground):
    assert questioned(ground, 999_999_999_00, confirmed=["amount_1"]) == []


def test_a_benefit_or_a_few_days_are_not_measured_by_days_of_work(ground):
    day = (TODAY, TODAY)
    assert questioned(ground, 300_000_00, worked=day) == []
    benefit = {"component": Component.INSURANCE, "worked": (None, None)}
    assert questioned(ground, 10_000_000_00, **benefit) == []
    assert questioned(ground, 999_999_999_00, **benefit) != []


def test_without_a_vetted_job_an_absurd_amount_is_asked_about_too(ground, monkeypatch):
    monkeypatch.setattr(vetted_jobs, "pay_ranges", lambda *_: [])
    assert questioned(ground, 400_000_00) == []
    assert questioned(ground, 999_999_999_00) != []
