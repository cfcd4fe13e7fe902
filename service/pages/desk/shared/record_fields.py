"""Labels of the facts of records: for forms of corrections, the history and the journal."""

from collections.abc import Mapping

from i18n import N_
from matching.journey import return_migration

# A label and the kind of the value, by the name of a fact; "branches.address" is of all branches.
Labels = Mapping[str, tuple[str, str]]

ACCOUNT = {"name": (N_("Name"), "text"), "email": (N_("Email address"), "text")}
SESSION = {
    "day": (N_("Day"), "date"),
    "topic": (N_("Topic"), "topic"),
    "country": (N_("Country"), "country"),
    "channel": (N_("Channel"), "channel"),
    "level": (N_("Action taken"), "level"),
    "outcome": (N_("Outcome"), "outcome"),
    "minutes": (N_("Length in minutes"), "number"),
    "post": (N_("Mission abroad"), "option"),
    "follow_up_on": (N_("Call back on"), "date"),
    "note": (N_("Note"), "area"),
    "region": (N_("Region of origin"), "region"),
    "sex": (N_("Sex"), "sex"),
    "age_band": (N_("Age"), "age_band"),
    "voided_at": (N_("Declared void"), "date"),
}
# Programs also correct the occupation.
SESSION_HISTORY = SESSION | {
    "occupation_major": (N_("Type of occupation (ISCO-08)"), "major"),
}
COUNTED = {
    "held_on": (N_("Day"), "date"),
    "topic": (N_("Topic"), "topic"),
    "means": (N_("Type of event"), "means_of"),
    "country": (N_("Country"), "country"),
    "channel": (N_("Channel"), "channel"),
    "answered": (N_("Was the call answered?"), "yes_no"),
    "minutes": (N_("Length in minutes"), "number"),
    "place": (N_("Place"), "text"),
    "present": (N_("Number of people who attended"), "number"),
    "reached": (N_("Approximate number of people reached"), "number"),
    "held_in": (N_("Region where it was held"), "region"),
    "post": (N_("Mission abroad"), "option"),
    "voided_at": (N_("Declared void"), "date"),
}
AGENCY = {
    "name_local": (N_("Name in its own language"), "text"),
    "tax_no": (N_("Tax number (STIR)"), "text"),
    "director": (N_("Director"), "text"),
    "owners": (N_("Owners"), "area"),
    "address": (N_("Address"), "text"),
    "phone": (N_("Telephone"), "text"),
    "website": (N_("Website"), "text"),
}
BRANCH = {
    "region": (N_("Region"), "text"),
    "address": (N_("Address"), "text"),
    "phone": (N_("Telephone"), "text"),
}
AGENCY_HISTORY = AGENCY | {
    "branches.region": (N_("Region of the branch"), "text"),
    "branches.address": (N_("Address of the branch"), "text"),
    "branches.phone": (N_("Telephone of the branch"), "text"),
}
PERSON = {
    "name": (N_("Name"), "text"),
    "language": (N_("Language"), "option"),
    "sex": (N_("Sex"), "sex"),
    "age_band": (N_("Age"), "age_band"),
    "region": (N_("Region of origin"), "region"),
}
# Numbers, of which the history stores only the last digits.
PERSON_HISTORY = PERSON | {
    "phone": (N_("Telephone number"), "text"),
    "passport": (N_("Passport"), "text"),
    "pinfl": (N_("PINFL"), "text"),
    "birth_year": (N_("Year of birth"), "text"),
}
CLAIM = {
    "employer": (N_("Employer"), "text"),
    "employer_number": (N_("Tax or register number of the employer"), "text"),
    "employer_address": (N_("Address of the employer"), "text"),
    "country": (N_("Country"), "country"),
    "city": (N_("Town"), "text"),
    "worked_from": (N_("Work began on"), "date"),
    "worked_to": (N_("Work ended on"), "date"),
    "occupation_major": (N_("Type of occupation (ISCO-08)"), "major"),
    "story": (N_("In the worker’s words"), "area"),
}
CLAIM_LINE = {
    "component": (N_("What is owed"), "component"),
    "amount": (N_("Amount claimed, in the main unit of the currency"), "sum"),
    "currency": (N_("Currency"), "option"),
    "first_day": (N_("First day that this amount is for"), "date"),
    "last_day": (N_("Last day that this amount is for"), "date"),
}
CLAIM_HISTORY = (
    CLAIM
    | CLAIM_LINE
    | {
        "citizen": (N_("Person"), "text"),
        "claimed": (N_("Amount claimed"), "sum"),
        "documented": (N_("Amount proved by documents"), "sum"),
        "agreed": (N_("Amount agreed or awarded"), "sum"),
    }
)
INCIDENT = {
    "country": (N_("Country"), "country"),
    "post": (N_("Mission in charge"), "option"),
    "employer": (N_("Employer"), "text"),
    "happened_on": (N_("Day it happened, if known"), "date"),
    "story": (N_("What happened"), "area"),
    "whereabouts": (N_("Where the person is now, with a contact"), "area"),
    "informant": (N_("Who told us"), "area"),
}
PLACEMENT = {
    "agency": (N_("Recruited through"), "option"),
    "contract": (N_("Contract number"), "text"),
    "employer": (N_("Employer"), "text"),
    "signed_on": (N_("Signed on"), "date"),
    "country": (N_("Country of work"), "country"),
    "city": (N_("Town or place of work"), "text"),
    "occupation_major": (N_("Type of occupation (ISCO-08)"), "major"),
    "vacancy": (N_("Vacancy reference number, if it was one of our vacancies"), "text"),
    "departed_on": (N_("Date of departure"), "date"),
    "arrived_on": (N_("Date of arrival"), "date"),
    "why": (N_("Reason for this"), "cancelled"),
    "sex": (N_("Sex"), "sex"),
    "age_band": (N_("Age"), "age_band"),
    "region": (N_("Region of origin"), "region"),
}
RETURN = {
    "came_on": (N_("Returned home on"), "date"),
    "because": (N_("Reason for this"), "home_because"),
    "unpaid": (N_("The employer still owes money"), "yes_no"),
    **{name: (label, "yes_no") for name, label in return_migration.INSURANCES.items()},
    "certificate": (N_("Certificate of skills learned abroad"), "yes_no"),
    "wants_work": (N_("Looking for work back home"), "yes_no"),
    "voided_at": (N_("Declared void"), "date"),
}
# The records whose corrections have a history, by their noun in the journal.
BY_NOUN: Mapping[str, Labels] = {
    "account": ACCOUNT,
    "advice": SESSION_HISTORY,
    "agency": AGENCY_HISTORY,
    "citizen": PERSON_HISTORY,
    "claim": CLAIM_HISTORY,
    "contact": COUNTED,
    "gathering": COUNTED,
    "group": CLAIM_HISTORY,
    "homecoming": RETURN,
    "incident": INCIDENT,
    "mass_event": COUNTED,
    "placement": PLACEMENT,
}


def find(labels: Labels, field: str) -> tuple[tuple[str, str] | None, int]:
    """Return label and kind of a field such as `name` or `branches.2.address`, and its number."""
    head, number, name = (["", "0", *field.split(".")])[-3:]
    found = labels.get(f"{head}.{name}") or labels.get(name)
    return found, int(number) if number.isdecimal() else 0
