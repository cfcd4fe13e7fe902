"""What is not stated is a gap, and a gap is accepted by name or not at all."""

import pytest

from catalog.vacancies import vetting_gaps
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting_gaps import Gap, GapsOpen


def test_no_fee_is_stated_and_no_pay_is_not():
    stated = dict.fromkeys(("housing", "meals", "travel", "insurance"), "none")
    row = Vacancy(wage_max=0, hours_per_week=40, contract_months=12, worker_fee=0, **stated)
    assert vetting_gaps.missing_terms(row) == [Gap.PAY]
    row = Vacancy(wage_max=1, hours_per_week=None, contract_months=12, **stated)
    assert vetting_gaps.missing_terms(row) == [Gap.HOURS, Gap.FEE]


def test_a_program_is_told_which_gaps_it_has_to_name():
    with pytest.raises(GapsOpen) as refused:
        vetting_gaps.require_accepted([Gap.CONTRACT, Gap.PAY], ["contract", "hours"])
    assert (refused.value.field, refused.value.allowed) == ("without", ["contract", "pay"])
    vetting_gaps.require_accepted([Gap.CONTRACT], ["pay", "contract"])
