"""Labels of the journal for what was touched: fields of records, and codes and counts in words."""

import re
from datetime import datetime

from i18n import N_, NP_, Language, formats, gettext, ngettext
from service.approvals.request_handler import FactLabel
from service.pages.desk.shared import record_fields
from service.web import rendering
from service.web.label_lists import LISTS

# Facts with a source, whose fields have the labels of their requests for approval.
OFFICIAL = ("country", "fact", "hotline", "law", "post", "retention", "service_clock", "time_limit")
# Labels of requests that are worded for one kind of record alone.
_WORDED = (FactLabel.COMPONENT, FactLabel.KIND, FactLabel.NUMBER, FactLabel.UNIT)
_OFFICIAL_FIELD = {one.value: one.label for one in FactLabel if one not in _WORDED}
# By field; "noun.field" is that of one kind of record alone.
FIELD = {
    "account": N_("Account reference or email address"),
    "account.keys": N_("API keys"),
    "account.password": N_("Password"),
    "account.post": N_("Mission abroad"),
    "account.recovery_codes": N_("Recovery codes"),
    "account.role": N_("Role"),
    "account.second": N_("Authenticator app code"),
    "account.sign_ins": N_("Signed in"),
    "act": N_("Action taken"),
    "acts": N_("Actions on the claim"),
    "address": N_("Address"),
    "age_max": N_("Maximum age under the country’s law"),
    "age_min": N_("Minimum age under the country’s law"),
    "agency": N_("Agency"),
    "agreed": N_("Amount agreed or awarded"),
    "alert.act": N_("Decision"),
    "application": N_("Application for work"),
    "arrived_on": N_("Date of arrival"),
    "available_from": N_("When can you start work?"),
    "black_list": N_("Blacklist"),
    "body": N_("Organisation"),
    "born_on": N_("Date of birth"),
    "branches": N_("Branches"),
    "checked": N_("Documents seen"),
    "choices": N_("Vacancies in order of preference"),
    "city": N_("Town"),
    "claim": N_("Wage claim"),
    "claims_as_heir": N_("They claim as an heir"),
    "clock": N_("Service level"),
    "code": N_("Code"),
    "component": N_("What it is for"),
    "closes_on": N_("Open until"),
    "confirmed": N_("Who confirmed it"),
    "consent": N_("Consent"),
    "contract_months": N_("Contract length in months"),
    "corrects": N_("Note that it replaces"),
    "cost": N_("Cost"),
    "countries": N_("Countries"),
    "country": N_("Country"),
    "currency": N_("Currency"),
    "decision": N_("Decision"),
    "deductions": N_("Fees and taxes deducted"),
    "deeds": N_("Leave out who only opened a record"),
    "departed_on": N_("Date of departure"),
    "deposits": N_("Deposit"),
    "days": N_("Days"),
    "description": N_("What the work involves"),
    "director": N_("Director"),
    "disabled_at": N_("Disabled"),
    "documented": N_("Amount proved by documents"),
    "done": N_("Before departure"),
    "driving": N_("Driving licence categories"),
    "due": N_("Due by"),
    "education": N_("Education"),
    "employer": N_("Employer"),
    "en": N_("In English"),
    "experience_years": N_("Years of experience"),
    "figures": N_("Figures"),
    "fines": N_("Fines"),
    "follow_up_on": N_("Call back on"),
    "from": N_("From"),
    "given": N_("Places allocated"),
    "group": N_("Group claim"),
    "held_until": N_("Offer open until"),
    "hour": N_("When can we call you?"),
    "hours_per_week": N_("Hours a week"),
    "housing": N_("Housing"),
    "idle": N_("Inactive vacancy"),
    "inspections": N_("Inspections"),
    "instalments": N_("Instalments"),
    "insurance": N_("Insurance"),
    "interview_at": N_("Interview (Tashkent time)"),
    "isco08": N_("Occupation"),
    "kaa": N_("In Karakalpak"),
    "key": N_("Name as the search compares it"),
    "body_figure.key": N_("Figure"),
    "kind": N_("Type"),
    "post.kind": N_("Kind of mission"),
    "kinship": N_("Kinship to the worker"),
    "language": N_("Language"),
    "language_required": N_("Languages needed for the work"),
    "leaves_at": N_("Time of departure"),
    "left_at": N_("Left a round"),
    "licence.number": N_("Licence number"),
    "licence_required": N_("Document needed for the trade"),
    "linked_to": N_("Records linked to this person"),
    "looking": N_("Can an officer put you forward for jobs you did not find yourself?"),
    "lost": N_("Place could not be allocated"),
    "mark": N_("How far it is confirmed"),
    "meals": N_("Meals"),
    "name": N_("Name"),
    "name_local": N_("Name in its own language"),
    "next_action": N_("Next action"),
    "note": N_("Note"),
    "number": N_("Number"),
    "notes": N_("Notes"),
    "notice": N_("Notice"),
    "noun": N_("Type of record"),
    "opens_on": N_("Open from"),
    "orders": N_("Orders"),
    "owner": N_("Handled by"),
    "owners": N_("Owners"),
    "papers": N_("Documents"),
    "part": N_("Part of the figure"),
    "passport": N_("Passport"),
    "pay_month": N_("Monthly pay"),
    "payee": N_("Payee"),
    "payments": N_("Payments and pay-outs"),
    "period": N_("Pay period"),
    "phone": N_("Telephone"),
    "pinfl": N_("PINFL"),
    "place": N_("Place"),
    "body_figure.place": N_("Order in the list"),
    "placement": N_("Placement"),
    "points": N_("Points"),
    "policy": N_("Insurance policy"),
    "post": N_("Mission abroad"),
    "proof": N_("Document that proves it"),
    "proof_document": N_("Uploaded document"),
    "proof_number": N_("Number of the document"),
    "quota": N_("Quota places"),
    "reason": N_("Reason"),
    "reference": N_("Record reference"),
    "relative": N_("Relative"),
    "representative": N_("Worker’s representative"),
    "route": N_("Flight or route"),
    "ru": N_("In Russian"),
    "same_as": N_("Found to be the same person"),
    "sealed": N_("Signed and sealed text"),
    "seats": N_("Places"),
    "seats_taken": N_("Places taken"),
    "seed": N_("Seed for the draw"),
    "seen_at": N_("Results seen"),
    "share": N_("Share of the inheritance"),
    "should_be": N_("Corrected figure"),
    "signed_on": N_("Signed on"),
    "scope": N_("Country"),
    "source": N_("Source"),
    "staff_2019": N_("Staff in 2019"),
    "state": N_("Status"),
    "supervisor": N_("A supervisor must review it"),
    "tax_no": N_("Tax number (STIR)"),
    "tell": N_("Messages about new vacancies"),
    "title": N_("Job title"),
    "to": N_("To (inclusive)"),
    "told": N_("Figures as they are published"),
    "told_of": N_("Do you want us to write to you when a better job comes up?"),
    "tongues": N_("Languages"),
    "trades": N_("Trades"),
    "travel": N_("Travel"),
    "undelivered": N_("Undelivered money"),
    "unit": N_("Unit"),
    "uz": N_("In Uzbek"),
    "uz_cyrl": N_("In Uzbek, Cyrillic letters"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
    "verdict": N_("Opinion on the employer"),
    "verified_at": N_("Employer contacted again"),
    "visa": N_("Visa"),
    "visa_applied_on": N_("Visa applied for"),
    "visa_refused_on": N_("Visa refused"),
    "visa_until": N_("Visa valid until"),
    "wage": N_("Lowest monthly pay you would accept"),
    "wage_max": N_("Maximum pay"),
    "wage_min": N_("Minimum pay"),
    "warning": N_("Warning about this employer"),
    "website": N_("Website"),
    "whole": N_("The whole vacancy"),
    "why": N_("Reason"),
    "word": N_("Kind of record"),
    "worker_fee": N_("Recruitment cost to the worker"),
}
# Lists of labels whose values stand in the place of fields, by act; "noun.act" is that of one kind
# of record alone.
CODES = {
    "agree": "term",
    "answer_remarks": "point",
    "apply_licence": "asked_for",
    "check": "point",
    "confirm_fact": "fact",
    "time_limit.confirm_fact": "limit_subject",
    "confirmed_proposal": "proposal",
    "correct_fact": "fact",
    "decide_petition": "petition",
    "end_measure": "measure",
    "make_link": "shared_fact",
    "propose": "proposal",
    "sent_back_proposal": "proposal",
    "start_measure": "measure",
    "state_fact": "fact",
    "take_step": "incident_step",
    "claim.warn": "part",
    "withdraw_step": "incident_step",
    "withdrawn_proposal": "proposal",
}
# What was counted, as in "rows:78".
COUNTED = {
    "figures": NP_("%(num)s figure", "%(num)s figures"),
    "keys": NP_("%(num)s key", "%(num)s keys"),
    "more": NP_("%(num)s more refusal", "%(num)s more refusals"),
    "rows": NP_("%(num)s record", "%(num)s records"),
}
_ACCEPTED_GAP = "without_"
_VERSION = re.compile(r"v([0-9]{1,9})")


def texts(lang: Language, noun: str, act: str, names: str) -> list[str]:
    """Return what an entry touched in the reader's language; an unknown name stays as it is."""
    found = (text(lang, noun, act, name) for name in names.split(",") if name)
    return list(dict.fromkeys(found))


def text(lang: Language, noun: str, act: str, name: str) -> str:
    codes = LISTS[CODES.get(f"{noun}.{act}") or CODES.get(act, "yes_no")]
    if name in codes:
        return gettext(lang, codes[name])
    if sentence := label(noun, name):
        _, number = record_fields.find({}, name)
        return f"{number}. {gettext(lang, sentence)}" if number else gettext(lang, sentence)
    return _value(lang, name) or name


def label(noun: str, name: str) -> str | None:
    """Return the label of a field of such a record; that of its form if it can be corrected."""
    known, _ = record_fields.find(record_fields.BY_NOUN.get(noun, {}), name)
    if known is not None:
        return known[0]
    official = _OFFICIAL_FIELD if noun in OFFICIAL else {}
    return FIELD.get(f"{noun}.{name}") or official.get(name) or FIELD.get(name)


def _value(lang: Language, name: str) -> str | None:
    """Return a count, moment, hash, version or gap in words."""
    kind, _, value = name.partition(":")
    if kind in COUNTED and value.isdecimal():
        return ngettext(lang, *COUNTED[kind], int(value), num=formats.number(lang, int(value)))
    if kind == "since" and value:
        return _moment(lang, value)
    if kind == "sha256":
        return f"SHA-256: {value}"
    if version := _VERSION.fullmatch(name):
        return gettext(lang, "Version %(number)s", number=version[1])
    gap = name.removeprefix(_ACCEPTED_GAP)
    if gap != name and gap in LISTS["gap"]:
        gaps = rendering.label(lang, "gap", gap)
        return gettext(lang, "Passed without: %(gaps)s", gaps=gaps)
    return None


def _moment(lang: Language, value: str) -> str | None:
    try:
        moment = formats.datetime_(lang, datetime.fromisoformat(value))
    except ValueError:
        return None
    return gettext(lang, "since %(moment)s", moment=moment)
