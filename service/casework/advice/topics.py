"""Topics, channels, levels and outcomes of legal advice."""

from enum import StrEnum


class Channel(StrEnum):
    IN_PERSON = "in_person"
    HOTLINE = "hotline"
    TELEGRAM = "telegram"
    WEBSITE = "website"
    OUTREACH = "outreach"
    LETTER = "letter"
    EMAIL = "email"
    VIDEO = "video"
    SOCIAL = "social"
    REFERRAL = "referral"


class Topic(StrEnum):
    LEGAL_STAY = "legal_stay"
    CONTRACT = "contract"
    UNPAID_WAGES = "unpaid_wages"
    DEDUCTIONS = "deductions"
    DISMISSAL = "dismissal"
    DOCUMENT_KEPT = "document_kept"
    INJURY = "injury"
    HOUSING = "housing"
    ENTRY_BAN = "entry_ban"
    DETENTION = "detention"
    AGENCY_REFUND = "agency_refund"
    AGENCY_CHECK = "agency_check"
    KOREA_EPS = "korea_eps"
    FAMILY = "family"
    RETURN = "return"
    FORCED_LABOUR = "forced_labour"
    DEATH = "death"
    OTHER = "other"


class Level(StrEnum):
    """How much was done, after the ladder of the Legal Services Corporation; a session counts as
    advice from ADVICE on."""

    INFORMATION = "information"
    ADVICE = "advice"
    LIMITED_ACTION = "limited_action"
    NEGOTIATED = "negotiated"
    ADMINISTRATIVE = "administrative"
    COURT = "court"
    EXTENSIVE = "extensive"


class Outcome(StrEnum):
    """The four outcomes of an appeal in the report of 2019, and the two that are not yet one."""

    OPEN = "open"
    EXPLAINED = "explained"
    SATISFIED = "satisfied"
    REJECTED = "rejected"
    NOT_CONSIDERED = "not_considered"
    FORWARDED = "forwarded"
