"""Topics, channels, levels and outcomes of legal advice."""

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class Channel(LabelledEnum):
    IN_PERSON = "in_person", N_("In person")
    HOTLINE = "hotline", N_("Hotline")
    TELEGRAM = "telegram", N_("Telegram")
    WEBSITE = "website", N_("Website")
    OUTREACH = "outreach", N_("Outreach at an airport, station or border")
    LETTER = "letter", N_("Letter")
    EMAIL = "email", N_("Email")
    VIDEO = "video", N_("Video call")
    SOCIAL = "social", N_("Social network")
    REFERRAL = "referral", N_("Referred by another organisation")


class Topic(LabelledEnum):
    LEGAL_STAY = "legal_stay", N_("Legal stay, registration, work permit")
    CONTRACT = "contract", N_("Terms of the contract")
    UNPAID_WAGES = "unpaid_wages", N_("Unpaid or late wages")
    DEDUCTIONS = "deductions", N_("Overtime and deductions")
    DISMISSAL = "dismissal", N_("Dismissal")
    DOCUMENT_KEPT = "document_kept", N_("Documents kept by somebody else")
    INJURY = "injury", N_("Injury, illness, insurance")
    HOUSING = "housing", N_("Housing")
    ENTRY_BAN = "entry_ban", N_("Deportation or entry ban")
    DETENTION = "detention", N_("Detention")
    AGENCY_REFUND = "agency_refund", N_("Refund from an agency")
    AGENCY_CHECK = "agency_check", N_("Checking an agency or a job")
    KOREA_EPS = "korea_eps", N_("Korea: EPS test and roster")
    FAMILY = "family", N_("Family, children, pension, taxes")
    RETURN = "return", N_("Return home")
    FORCED_LABOUR = "forced_labour", N_("Forced labour or trafficking")
    DEATH = "death", N_("Death and repatriation")
    OTHER = "other", N_("Something else")


class Level(LabelledEnum):
    """How much was done, after the ladder of the Legal Services Corporation; a session counts as
    advice from ADVICE on."""

    INFORMATION = "information", N_("Information only")
    ADVICE = "advice", N_("Advice")
    LIMITED_ACTION = "limited_action", N_("A call or a letter")
    NEGOTIATED = "negotiated", N_("Negotiated settlement")
    ADMINISTRATIVE = "administrative", N_("Decision by an authority")
    COURT = "court", N_("Court")
    EXTENSIVE = "extensive", N_("Full support")


class Outcome(LabelledEnum):
    """The four outcomes of an appeal in the report of 2019, and the two that are not yet one."""

    OPEN = "open", N_("Open")
    EXPLAINED = "explained", N_("Explained")
    SATISFIED = "satisfied", N_("Granted")
    REJECTED = "rejected", N_("Rejected on legal grounds")
    NOT_CONSIDERED = "not_considered", N_("Not considered")
    FORWARDED = "forwarded", N_("Forwarded")


class DangerCase(LabelledEnum):
    """The commonest cases, in the words of the person; each is the last part of an address."""

    PASSPORT = "passport", N_("My passport was taken")
    HELD = "held", N_("I am locked in or threatened")
    UNPAID = "unpaid", N_("I was not paid and have nowhere to stay")
