"""The sidebar of a claim at the desk: instalments, obstacles, representatives, group."""

from datetime import date, timedelta

import msgspec
from sqlmodel import Session

from i18n import tongues
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.claims.wage_claims import Claim
from service.casework.employers import employer_records, opinions
from service.casework.groups import groups
from service.casework.groups.groups import Membership
from service.casework.incidents import death_confirmation
from service.casework.letters import letter_request
from service.casework.letters.letter_request import Kind
from service.casework.money import failed_payouts, heir_shares, instalments, money_entries, payees
from service.casework.money.heir_shares import HeirSum
from service.casework.money.instalments import Part
from service.casework.money.money_entries import (
    Balance,
    Deduction,
    PayOut,
    Undelivered,
)
from service.casework.money.payees import Destination
from service.casework.scope import incident_tables
from service.casework.workflow import post_acceptance, representatives
from service.casework.workflow.ledger import ClaimEntries
from service.casework.workflow.representatives import RepresentativeDetails
from service.pages.desk.shared.journal_acts import ACT
from service.web import context
from service.web.context import Req

# How long the secret of a representative is shown to the officer who appointed them.
SECRET_SHOWN_FOR = timedelta(hours=1)


class ClaimSidebar(msgspec.Struct, frozen=True):
    """What stands beside a claim: the money still to come, who acts for the worker, the group.

    `firm` is the number of the employer's record, `waits` is money handed out that came back, `outs`
    the pay-outs, `letter` the letter that is usually written; numbers of telephones and accounts are
    masked. `heir_sums` is what each proved heir has received and is due, `paid_heir` the one who is
    paid next, as far as that is known.
    """

    acts: dict[str, str]
    firm: str
    parts: list[Part]
    waits_here: bool
    deductions: list[Deduction]
    waits: list[Undelivered]
    wait_amounts: dict[int | None, int]
    outs: list[PayOut]
    speakers: list[RepresentativeDetails]
    speaker_ends: dict[str, str]
    secrets: dict[str, str]
    destination: Destination | None
    destination_end: str
    heir_names: dict[str, str]
    heir_sums: list[HeirSum]
    paid_heir: str | None
    incident: str
    membership: Membership | None
    letter_languages: list[tuple[str, str]]
    letter: dict[str, str]


def sidebar(
    request: Req,
    session: Session,
    claim: Claim,
    money: ClaimEntries,
    balances: list[Balance],
    died_on: date | None,
) -> ClaimSidebar:
    today, number = context.app_state(request).today, claim.reference
    speakers = representatives.list_for_claim(session, claim, today)
    to = payees.destination(session, claim)
    heirs = incident_tables.proved_heirs(session, claim.citizen) if died_on else []
    heir = heir_shares.next_receiver(session, claim, heirs)
    names = incident_tables.heir_names(session, [one.reference for one in heirs])
    return ClaimSidebar(
        acts=ACT,
        firm=employer_records.number_of(opinions.employer_key(claim.employer, claim.country)),
        parts=instalments.for_claim(session, number, balances, today),
        waits_here=post_acceptance.may_accept(claim, context.actor(request)),
        deductions=money_entries.current(money.deductions),
        waits=money_entries.current(money.undelivered),
        wait_amounts=failed_payouts.amounts(money.undelivered),
        outs=money_entries.current(money.pay_outs),
        speakers=speakers,
        speaker_ends={one.reference: persons.mask_number(one.phone) for one in speakers},
        secrets=_secrets(request, session, speakers),
        destination=to,
        destination_end=persons.mask_number(to.number) if to else "",
        heir_names=names,
        heir_sums=heir_shares.list_sums(session, claim, heirs),
        paid_heir=heir.reference if heir else None,
        incident=_confirming_incident(session, claim) if died_on else "",
        membership=groups.by_claims(session, [number]).get(number),
        letter_languages=letter_languages(claim.country),
        letter=usual_letter(claim.country, claim),
    )


def _confirming_incident(session: Session, claim: Claim) -> str:
    """Return the reference of the incident that confirms the death of the worker."""
    person = session.get_one(Citizen, claim.citizen)
    found = death_confirmation.confirming_incident(session, person)
    return found.reference if found else ""


def letter_languages(country: str) -> list[tuple[str, str]]:
    """Return the languages in which a demand to a country can be written, with their names."""
    languages = letter_request.available_languages(Kind.DEMAND, country)
    return [(one.value, tongues.NAMES[one]) for one in languages]


def usual_letter(country: str, claim: Claim | None = None) -> dict[str, str]:
    """Return the values of the form of a letter before anything is chosen.

    A claim without days of work is for a benefit alone, which is asked of the insurer."""
    kind = Kind.INSURER if claim and claim.worked_from is None else Kind.DEMAND
    return {
        "kind": kind.value,
        "language": letter_request.usual_language(country).value,
    }


def _secrets(
    request: Req, session: Session, speakers: list[RepresentativeDetails]
) -> dict[str, str]:
    """Return the secrets of representatives that this officer appointed within the hour.

    The officer passes them on.
    """
    by, now = context.actor(request), context.app_state(request).clock()
    rows = [
        session.get_one(representatives.Representative, one.reference)
        for one in speakers
        if one.speaks
    ]
    fresh = [row for row in rows if row.named_by == by.account and now - row.at < SECRET_SHOWN_FOR]
    return {row.reference: representatives.secret_of(row.reference) for row in fresh}
