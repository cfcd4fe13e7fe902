"""Components of a wage claim: what can be owed to a worker."""

from enum import StrEnum


class Component(StrEnum):
    BASE_PAY = "base_pay"
    OVERTIME = "overtime"
    NIGHT_HOLIDAY = "night_holiday"
    LEAVE = "leave"
    SEVERANCE = "severance"
    DEDUCTION = "deduction"
    DEPOSIT = "deposit"
    FEE_REFUND = "fee_refund"
    TRAVEL_HOME = "travel_home"
    INJURY = "injury"
    INTEREST = "interest"
    TAX_SOCIAL = "tax_social"
    INSURANCE = "insurance"
