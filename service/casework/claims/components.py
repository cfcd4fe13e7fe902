"""Components of a wage claim: what can be owed to a worker, and what is asked about it."""

from enum import StrEnum

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.identity.known_persons import PersonQuestion


class Component(LabelledEnum):
    BASE_PAY = "base_pay", N_("Wages")
    OVERTIME = "overtime", N_("Overtime")
    NIGHT_HOLIDAY = "night_holiday", N_("Night and public holiday pay")
    LEAVE = "leave", N_("Annual leave pay")
    SEVERANCE = "severance", N_("Severance or end-of-service pay")
    DEDUCTION = "deduction", N_("Unlawful deductions")
    DEPOSIT = "deposit", N_("Deposit or money paid for documents")
    FEE_REFUND = "fee_refund", N_("Recruitment fee to be refunded")
    TRAVEL_HOME = "travel_home", N_("Travel home")
    INJURY = "injury", N_("Compensation for injury or death")
    INTEREST = "interest", N_("Interest on late payment")
    TAX_SOCIAL = "tax_social", N_("Unpaid taxes and social contributions")
    INSURANCE = "insurance", N_("Insurance benefit")


class ClaimQuestion(StrEnum):
    """A question about a claim, which whoever files it has to answer."""

    NEW_PERSON = PersonQuestion.NEW_PERSON.value
    MORE_THAN_PAY = "more_than_pay"
