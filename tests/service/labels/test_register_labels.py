"""The words of our lists: one for every value that can stand in a record."""

import re

import pytest

from catalog.core.actor import Role
from catalog.licensing import agencies, licences
from catalog.reference import countries
from catalog.vacancies import vacancies, vetting, vetting_points
from i18n import CITIZEN_LANGUAGES, Language, catalogues
from matching.fraud import offer_check
from matching.identity import persons
from matching.scoring import eligibility
from matching.search import name_proposals
from seed import reference
from service.casework.advice import topics
from service.casework.claims import components
from service.casework.claims.wage_claims import ClaimState
from service.casework.employers import opinions
from service.casework.groups import roster
from service.casework.money import money_entries, payees
from service.casework.protection import forced_labour_indicators, referral_actions, referrals
from service.casework.workflow import approvals, claim_closing, representatives
from service.labels import label_lists as case_words
from service.labels import register_labels
from service.reporting.external import figure_catalogue
from service.reporting.figures import figures
from service.web import rendering

LISTS = {
    "licence_state": licences.State,
    "found": offer_check.RecruiterVerdict,
    "offer": offer_check.Verdict,
    "payer": vacancies.Payer,
    "gate": eligibility.Gate,
    "held": eligibility.GateResult,
    "fact": countries.Kind,
    "mark": countries.Mark,
    "point": vetting_points.Point,
    "sort": name_proposals.NameKind,
    "verdict": vetting.Verdict,
    "step": vetting.STEPS,
    "channel": topics.Channel,
    "topic": topics.Topic,
    "level": topics.Level,
    "outcome": topics.Outcome,
    "claim": ClaimState,
    "closing": claim_closing.ClosingReason,
    "claim_told": ClaimState,
    "closing_told": claim_closing.ClosingReason,
    "component": components.Component,
    "payment_payer": money_entries.Payer,
    "method": money_entries.Method,
    "hand": money_entries.Hand,
    "known": forced_labour_indicators.YesNoUnknown,
    "leaving": forced_labour_indicators.FreedomToLeave,
    "harmed": forced_labour_indicators.Harmed,
    "papers": forced_labour_indicators.DocumentHolder,
    "sign": forced_labour_indicators.Signs.__struct_fields__,
    "urgency": forced_labour_indicators.Urgency,
    "consent": [*referrals.Consent, referrals.WITHDRAWN],
    "body": referral_actions.Body,
    "pillar": referral_actions.Pillar,
    "referral": referrals.Status,
    "chosen": referrals.Status,
    "why_not": referral_actions.NoHelpReason,
    "victim": referral_actions.Victim,
    "fee": money_entries.Fee,
    "hurdle": money_entries.NonDeliveryReason,
    "asked": approvals.ApprovalKind,
    "approval": ("waiting", "agreed", "declined", "lapsed"),
    "opinion": opinions.Opinion,
    "handover": ("waiting", "countersigned", "declined"),
    "column": roster.COLUMNS,
    "speaker": representatives.Kind,
    "way": payees.PayeeMethod,
    "reporter": figure_catalogue.Body,
    "counted": figure_catalogue.UNITS,
    "unit": figures.Unit,
    "sex": persons.Sex,
    "age_band": persons.AgeBand,
}


@pytest.mark.parametrize("name", LISTS)
def test_every_value_has_its_word_and_no_word_is_left_over(name):
    result = (register_labels.LISTS | case_words.LISTS)[name]
    assert sorted(result) == sorted(str(value) for value in LISTS[name])


def test_no_list_has_two_meanings():
    lists = [*register_labels.LISTS, *case_words.LISTS]
    assert len(lists) == len(set(lists))


def test_every_role_of_the_cast_has_its_word():
    acting = set(Role) - {Role.VISITOR, Role.SYSTEM}
    assert {role.value for role in acting} <= set(register_labels.LISTS["role"])


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_a_value_that_no_list_knows_is_shown_as_it_came(lang):
    assert rendering.label(lang, "topic", "unheard_of") == "unheard_of"


def test_a_word_is_said_in_english_as_it_is_written():
    assert rendering.label(Language.EN, "outcome", topics.Outcome.SATISFIED) == "Satisfied"
    assert sorted(agencies.Kind) == ["private", "state"]


def test_no_sentence_sends_anybody_to_a_telephone_that_is_not_ours():
    """The numbers at the foot of a page know no claim and no question; of none a source says that
    it answers at night."""
    wrong = re.compile("numbers below|call us|day and night|must help", re.IGNORECASE)
    assert [sentence for sentence in catalogues.extract() if wrong.search(sentence)] == []
    seeds = ("advice_texts", "facts", "hotlines")
    assert [
        row["en"]
        for name in seeds
        for row in reference.rows(f"{name}.tsv")
        if wrong.search(row["en"])
    ] == []
