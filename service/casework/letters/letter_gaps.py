"""What the receiver of a letter or the law needs and the records do not have: named, never made up."""

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from service.casework.letters import letter_law
from service.casework.letters.letter_facts import Matter
from service.casework.letters.letter_request import (
    NAMES_PASSPORT,
    PAPERS_OF_WORKER,
    SENT_ABROAD,
    Kind,
    LetterRequest,
)


class Gap(LabelledEnum):
    OFFICE_ADDRESS = "office_address", N_("The postal address of our office")
    OFFICE_TELEPHONE = "office_telephone", N_("The telephone number of our office")
    OFFICE_EMAIL = "office_email", N_("The e-mail address of our office")
    EMPLOYER_ADDRESS = "employer_address", N_("The address of the employer")
    EMPLOYER_NUMBER = "employer_number", N_("The tax or register number of the employer")
    AUTHORITY_ADDRESS = "authority_address", N_("The address of the authority: write it in")
    BIRTH_YEAR = "birth_year", N_("The year of birth of the worker")
    INSURER_ADDRESS = "insurer_address", N_("The address of the insurer: write it in")
    POLICY_NUMBER = "policy_number", N_("The number of the insurance policy")
    EVENT_DAY = "event_day", N_("The day on which it happened")
    ENCLOSED = "enclosed", N_("Documents to enclose: add them to the incident or the claim")
    PASSPORT = "passport", N_("The passport number of the worker")
    LAW = "law", N_("An article of the law of this country, from an official text or confirmed")


# Where the office completes its own head; what is missing elsewhere is missing of the case.
OF_OFFICE = (Gap.OFFICE_ADDRESS, Gap.OFFICE_TELEPHONE, Gap.OFFICE_EMAIL)


def find(matter: Matter, wish: LetterRequest) -> list[Gap]:
    """Return what this letter needs and lacks, in the order of the letter.

    A paper that the worker signs leaves room to write the passport in by hand."""
    contact, firm, workers = matter.contact, matter.employer, matter.all_workers
    abroad = wish.kind in SENT_ABROAD
    claimed = [line.component for line in matter.lines]
    lacking = {
        Gap.OFFICE_ADDRESS: not contact.address,
        Gap.OFFICE_TELEPHONE: not contact.telephone,
        Gap.OFFICE_EMAIL: not contact.email,
        Gap.AUTHORITY_ADDRESS: wish.kind is Kind.COMPLAINT and wish.to is None,
        Gap.EMPLOYER_ADDRESS: abroad and not firm.address,
        Gap.EMPLOYER_NUMBER: abroad and not firm.number,
        Gap.BIRTH_YEAR: any(one.birth_year is None for one in workers),
        Gap.PASSPORT: wish.kind in NAMES_PASSPORT
        and wish.kind not in PAPERS_OF_WORKER
        and not all(one.passport for one in workers),
        Gap.LAW: abroad and not letter_law.covering(matter.law, claimed),
    }
    if wish.kind is Kind.INSURER:
        lacking |= _lacking_for_insurer(matter, wish)
    return [gap for gap in Gap if lacking.get(gap)]


def _lacking_for_insurer(matter: Matter, wish: LetterRequest) -> dict[Gap, bool]:
    policy = wish.policy_of(matter.policies)
    return {
        Gap.INSURER_ADDRESS: wish.to is None,
        Gap.POLICY_NUMBER: not (policy and policy.number),
        Gap.EVENT_DAY: not (policy and policy.happened_on),
        Gap.ENCLOSED: not (wish.enclosed or (policy and policy.documents)),
    }
