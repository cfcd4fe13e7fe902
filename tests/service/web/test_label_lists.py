"""The lists of labels: one label for every value that can stand in a record."""

import re

import pytest

from catalog.core import approvals, fields
from catalog.core.actor import Role
from catalog.licensing import legal_rules
from catalog.vacancies import vetting
from i18n import CITIZEN_LANGUAGES, Language, catalogues
from matching.applications import state_machine
from matching.contracts import contracts
from matching.contracts.contract_comparison import ContractTerms
from matching.scoring import eligibility
from seed import reference
from service.casework import evidence
from service.casework.advice.topics import Outcome
from service.casework.claims.wage_claims import ClaimState
from service.casework.deadlines import time_limits
from service.casework.protection import forced_labour_indicators, referrals
from service.casework.workflow import claim_closing
from service.casework.worklists import claim_trend, service_level_rules
from service.infra.access import Permission
from service.privacy import retention
from service.web import rendering
from service.web.label_lists import ENUMS, LISTS

# The terms of a bargain, its pay brought to a month, and the law that it must not fall below.
TERMS = {*ContractTerms.__struct_fields__} - {"wage"} | {"pay", "minimum_wage"}
# Lists that are not the labels of one enum, and their values.
VALUES = {
    "breach": service_level_rules.Clock,
    "permission": set(Permission) - {Permission.PUBLIC},
    "trend": set(claim_trend.TrendRow.__struct_fields__) - {"period"},
    "application_step": state_machine.STEPS,
    "approval": approvals.ApprovalState,
    "chosen": referrals.Status,
    "claim_told": ClaimState,
    "closing_told": claim_closing.ClosingReason,
    "consent": [*referrals.Consent, referrals.WITHDRAWN],
    "contract_mine": contracts.State,
    "file_reason": [*evidence.Reason, "pages_only"],
    "gate_opens": eligibility.Gate,
    "gate_paper": eligibility.Gate,
    "handover": ("waiting", "countersigned", "declined"),
    "legal_rule": [row["kind"] for row in reference.rows("law.tsv")],
    "limit_title": ("stored", "new"),
    "limit_unit": time_limits.Unit,
    "means": ClaimState,
    "region": fields.REGIONS,
    "retention": retention.RECORD_KINDS,
    "rule_unit": legal_rules.Unit,
    "sign": forced_labour_indicators.Signs.__struct_fields__,
    "step": vetting.STEPS,
    "term": TERMS,
    "term_same": ("same", "better"),
    "term_worse": TERMS,
    "term_worse_mine": TERMS,
}
WITHOUT_LABEL = {Role.VISITOR, Role.SYSTEM, evidence.Reason.NONE}


@pytest.mark.parametrize("name", VALUES)
def test_every_value_has_its_label_and_no_label_is_left_over(name):
    assert set(LISTS[name]) == {str(value) for value in VALUES[name]} - {""}


def test_every_member_of_an_enum_has_its_label():
    members = {one for enum in (*ENUMS.values(), evidence.Reason) for one in enum}
    assert {one for one in members if not one.label} == WITHOUT_LABEL


def test_no_list_has_two_meanings():
    assert not ENUMS.keys() & VALUES.keys()


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_a_value_that_no_list_knows_is_shown_as_it_came(lang):
    assert rendering.label(lang, "topic", "unheard_of") == "unheard_of"


def test_a_label_in_english_is_as_it_is_written():
    assert rendering.label(Language.EN, "outcome", Outcome.SATISFIED) == "Granted"


def test_no_sentence_sends_anybody_to_a_telephone_that_is_not_ours():
    """The numbers at the foot of a page know no claim and no question; of none a source says that
    it answers at night."""
    wrong = re.compile("numbers below(?! %[(])|call us|day and night|must help", re.IGNORECASE)
    assert [sentence for sentence in catalogues.extract() if wrong.search(sentence)] == []
    seeds = ("advice_texts", "facts", "hotlines")
    assert [
        row["en"]
        for name in seeds
        for row in reference.rows(f"{name}.tsv")
        if wrong.search(row["en"])
    ] == []
