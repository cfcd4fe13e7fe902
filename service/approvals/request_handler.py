"""What each kind of request about a record needs, and the card that the second person reads."""

from collections.abc import Callable
from types import MappingProxyType

import msgspec
from sqlmodel import Session

from catalog.core.approvals import Approval, ApprovalDetails, Subject
from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class FactLabel(LabelledEnum):
    """The names of facts on a card."""

    ADDRESS = "address", N_("Address")
    AGENCY = "agency", N_("Agency")
    AMOUNT = "amount", N_("Amount")
    BALANCE = "balance", N_("Balance")
    BANK = "bank", N_("Bank")
    CITY = "city", N_("City")
    CLAIM = "claim", N_("Wage claim")
    CLOSED_ON = "closed_on", N_("Last day open")
    COMPONENT = "component", N_("What the time limit is for")
    COUNTED_FROM = "counted_from", N_("Start of the time limit")
    COUNTRY = "country", N_("Country")
    DAYS = "days", N_("Days")
    EMAIL = "email", N_("Email address")
    EMPLOYER = "employer", N_("Employer")
    EN = "en", N_("In English")
    ENTRIES = "entries", N_("Entries to reverse")
    FILE = "file", N_("Name of the file")
    HOURS = "hours", N_("Opening hours")
    KAA = "kaa", N_("In Karakalpak")
    KIND = "kind", N_("Kind of mission")
    LENGTH = "length", N_("Length")
    MEASURE = "measure", N_("Measure")
    MESSENGERS = "messengers", N_("Messengers")
    MOVEMENT = "movement", N_("What happened")
    NAME = "name", N_("Official name")
    NOTE = "note", N_("Note")
    NUMBER = "number", N_("Payment or decision number")
    ON_PAGE = "on_page", N_("Also on the page of the country")
    OPENED_ON = "opened_on", N_("First day open")
    PLACED = "placed", N_("Worker placed by this agency, according to the register")
    PLACES = "places", N_("Places")
    PRIORITY = "priority", N_("Priority for receiving claims (lowest number first)")
    PUBLISHED = "published", N_("Published vacancies, which stay as they are")
    READ = "read", N_("Read by missions, agencies and vetting officers")
    RECEIVED = "received", N_("Received for the group")
    RECORD = "record", N_("Kind of record")
    REFERENCE = "reference", N_("Reference number")
    REVERSED = "reversed", N_("Amount to reverse")
    ROLE = "role", N_("Role")
    RU = "ru", N_("In Russian")
    SERVES = "serves", N_("Cities whose claims it gets")
    SOURCE = "source", N_("Source")
    STAFF_CONTACT = "staff_contact", N_("Contact for colleagues")
    STATE = "state", N_("Status")
    TELEPHONE = "telephone", N_("Telephone number")
    TELEPHONES = "telephones", N_("Telephone numbers")
    TIMEZONE = "timezone", N_("Time zone")
    UNTIL = "until", N_("Last day")
    UNIT = "unit", N_("Unit of time")
    UZ = "uz", N_("In Uzbek")
    VALID_FROM = "valid_from", N_("First day in force")
    VALID_TO = "valid_to", N_("Last day in force")
    VALUE = "value", N_("Value")


# The label lists of facts whose texts are codes; the texts of a "day" are days.
VALUE_LABELS = MappingProxyType(
    {
        **dict.fromkeys(("closed_on", "opened_on", "until", "valid_from", "valid_to"), "day"),
        "component": "limit_subject",
        "counted_from": "counted_from",
        "country": "country",
        "kind": "post",
        "role": "role",
        "unit": "limit_unit",
    }
)


class Fact(msgspec.Struct, frozen=True):
    """A fact on a card: a text, a value of the label list `labels`, or an amount in minor units.

    The text is a day where `labels` is "day".
    `before` and `earlier` are the value and the amount that would change; `unit` is what the text
    counts, a value of the label list `unit_labels`.
    """

    label: FactLabel
    text: str = ""
    labels: str = ""
    before: str = ""
    amount: int | None = None
    currency: str = ""
    earlier: int | None = None
    unit: str = ""
    unit_labels: str = "rule_unit"


class TitlePart(msgspec.Struct, frozen=True):
    """A part of a title: a text, a value of the label list `labels`, or a country or city.

    `labels` is then "country", or "city" with the country before a slash in the text."""

    text: str
    labels: str = ""


class Card(msgspec.Struct, frozen=True):
    """What the second person reads of a record; `link` is the address of its page, if they have
    one."""

    title: tuple[TitlePart, ...]
    link: str
    facts: list[Fact]


class RequestHandler(msgspec.Struct, frozen=True):
    """Which record a kind of request is about, and what approval does.

    `carry_out` is called with the session, the request, `by` and `on`."""

    noun: str
    carry_out: Callable[..., object]
    card: Callable[[Session, ApprovalDetails], Card]

    def subject(self, row: Approval) -> Subject:
        return Subject(self.noun, row.subject, row.owner)
