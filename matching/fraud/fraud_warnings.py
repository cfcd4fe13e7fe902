"""What speaks against an offer before the job is compared: frauds, the black list, the register."""

import re

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.employers.employers import Employer
from catalog.licensing.agencies import AgencyStatus
from i18n.scripts import fold
from matching.fraud import recruiter_check
from matching.fraud.confirmed_frauds import Fraud, Frauds, is_person
from matching.fraud.known_register import KnownRegister
from matching.fraud.offer import OfferInput, Reason, RecruiterVerdict, Verdict
from matching.fraud.recruiter_check import NOT_HERE, Recruiter
from matching.identity import contact_keys
from matching.identity.contact_keys import as_words
from matching.identity.name_matching import Names, without_form

_IN_BRACKETS = re.compile(r"\(([^()]*)")
_BETWEEN_NAMES = re.compile(r"[()\[\]{}/|;,]|\s[-–—]\s")

OfferWarning = tuple[Verdict, list[Reason]]


def find(
    session: Session, register: KnownRegister, offer: OfferInput, recruiter: Recruiter
) -> OfferWarning | None:
    """The gravest warning, if there is one."""
    known, frauds = register.names, register.frauds
    if warned := _contact(known, frauds, offer) or _exact_name(known, frauds, offer, recruiter):
        return warned
    mine = recruiter.check.standing
    if (
        mine
        and offer.licence_no
        and offer.agency
        and not recruiter_check.is_same_name(mine, known, offer.agency)
    ):
        return _licence_of_another(known, frauds, offer, mine)
    if fraud := _similar_fraud(session, known, frauds, offer, recruiter):
        return Verdict.LIKELY_FRAUD, [
            _warning(fraud, "looks_like_fraud", "looks_like_black_listed")
        ]
    warned = _not_here(known, frauds, offer, recruiter)
    if warned and mine:
        return warned[0], [*warned[1], *recruiter_check.order_reasons(session, mine, register.day)]
    return warned or _telephone(session, register, offer)


def _licence_of_another(
    known: Names, frauds: Frauds, offer: OfferInput, mine: AgencyStatus
) -> OfferWarning:
    """A name beside the licence number of another firm; more gravely if it is like a fraud's."""
    reasons = [Reason("licence_of_another", {"name": mine.agency.name})]
    if firms := known.exact(offer.agency):
        reasons.append(Reason("name_on_register", {"name": offer.agency}))
        barred = list(filter(None, map(frauds.of_agency, sorted(firms))))
        if len(barred) < len(firms):
            return Verdict.AGENCY_NOT_VALID, reasons
        listed = _warning(barred[0], "fraud_confirmed", "on_black_list")
        return Verdict.LIKELY_FRAUD, [listed, *reasons]
    for name in _parts(offer.agency):
        if fraud := like_fraud(frauds, name, offer):
            like = _warning(fraud, "looks_like_fraud", "looks_like_black_listed")
            return Verdict.LIKELY_FRAUD, [like, *reasons]
    return Verdict.AGENCY_NOT_VALID, reasons


def _parts(text: str) -> list[str]:
    """A name as a whole, and each part between brackets and other signs that part names."""
    parts = list(dict.fromkeys((text, *map(str.strip, _BETWEEN_NAMES.split(text)))))
    return [as_words(part) if contact_keys.handle_keys(part) else part for part in parts if part]


def _account_names(text: str) -> list[str]:
    """A text with accounts as words, as a whole and each account by itself."""
    accounts = sorted(contact_keys.handle_keys(text))
    return list(dict.fromkeys(map(as_words, (text, *accounts))))


def _contact(known: Names, frauds: Frauds, offer: OfferInput) -> OfferWarning | None:
    """A telephone, account or Telegram name of a confirmed fraud, wherever it was typed.

    A telephone on the register is that firm's, whoever else gave it as theirs; a person is not
    named by a telephone.
    """
    for text in (offer.telephone, offer.contact, offer.agency, offer.employer):
        keys = contact_keys.contact_keys(text) | contact_keys.possible_handles(text)
        for key in sorted(keys):
            fraud = frauds.of_contact(key)
            if not fraud or known.with_telephone(key):
                continue
            if fraud.person:
                return Verdict.KNOWN_SCAM, [Reason("contact_confirmed", {"n": fraud.reports})]
            facts = {"name": fraud.name, "n": fraud.reports}
            scope = "handle" if key.startswith("@") else ""
            return Verdict.KNOWN_SCAM, [Reason("contact_of_fraud", facts, scope)]
    return None


def _exact_name(
    known: Names, frauds: Frauds, offer: OfferInput, recruiter: Recruiter
) -> OfferWarning | None:
    mine = recruiter.check.standing
    accounts = [*_account_names(offer.contact), *_account_names(offer.telephone)]
    for name in (
        part for text in (offer.agency, offer.employer, *accounts) for part in _parts(text)
    ):
        fraud = frauds.exact(name)
        if (
            fraud
            and not fraud.person
            and not (fraud.agency and mine and mine.agency.external_id in known.exact(name))
            and _same_country(fraud, offer)
            and _by_that_name(known, fraud, name)
        ):
            verdict = Verdict.LIKELY_FRAUD if fraud.barred_for else Verdict.KNOWN_SCAM
            return verdict, [_warning(fraud, "fraud_confirmed", "on_black_list")]
    return None


def _by_that_name(known: Names, fraud: Fraud, name: str) -> bool:
    """Whether a fraud has exactly this name, if a firm on the register has it.

    “Oltin Yoʻl” is then not “Oltin Yoʻl Bandlik”.
    """
    return not known.exact(name) or without_form(fraud.name) == without_form(name)


def _same_country(fraud: Fraud, offer: OfferInput) -> bool:
    """Whether a black-listed firm abroad is in the country of the offer.

    A firm of the same name elsewhere is another firm.
    """
    return not (fraud.country and offer.country and fraud.country != offer.country)


def _warning(fraud: Fraud, reported: str, listed: str) -> Reason:
    if fraud.barred_for:
        return Reason(listed, {"name": fraud.name, "reason": fraud.barred_for})
    return Reason(reported, {"name": fraud.name, "n": fraud.reports})


def _similar_fraud(
    session: Session, known: Names, frauds: Frauds, offer: OfferInput, recruiter: Recruiter
) -> Fraud | None:
    """The fraud that a name resembles, if there is one.

    Never for a name or number on the register, nor if the name is as close to a recruiter that may
    work; but always for a name in brackets behind that of an employer.
    """
    noted = (like_fraud(frauds, name, offer) for name in _IN_BRACKETS.findall(offer.employer))
    if fraud := next(filter(None, noted), None):
        return fraud
    if known.exact(offer.agency) or known.of_licence(offer.licence_no):
        return None
    if fraud := _like_agency(frauds, offer, recruiter):
        return fraud
    if not known.of_telephone(offer.contact) and (
        fraud := like_fraud(frauds, as_words(offer.contact), offer)
    ):
        return fraud
    if fraud := like_fraud(frauds, offer.employer, offer):
        on_record = (
            select(col(Employer.reference))
            .where(col(Employer.key) == fold(offer.employer)[:200])
            .limit(1)
        )
        return None if session.execute(on_record).first() else fraud
    return None


def like_fraud(frauds: Frauds, name: str, offer: OfferInput) -> Fraud | None:
    """The fraud of a firm that a name resembles; the name of a person resembles none."""
    if not name or is_person(name):
        return None
    like = frauds.like(name)
    return (
        like.fraud if like and not like.fraud.person and _same_country(like.fraud, offer) else None
    )


def is_as_near(frauds: Frauds, offer: OfferInput, recruiter: Recruiter) -> bool:
    """Whether a misspelt name is as near to a fraud as to the firm that it may mean."""
    like = frauds.like(offer.agency)
    return like is not None and not like.fraud.person and like.letters <= recruiter.letters


def _like_agency(frauds: Frauds, offer: OfferInput, recruiter: Recruiter) -> Fraud | None:
    name = as_words(offer.agency) if contact_keys.handle_keys(offer.agency) else offer.agency
    fraud = like_fraud(frauds, name, offer)
    like = frauds.like(name) if fraud else None
    if not fraud or not like:
        return None
    near = [
        frauds.nearness(offer.agency, other)
        for firm in recruiter.check.suggestions
        if recruiter_check.recruiter_verdict(firm) is not RecruiterVerdict.NOT_LICENSED
        for other in (firm.agency.name, firm.agency.name_local)
    ]
    return fraud if all(letters is None or letters > like.letters for letters in near) else None


def _not_here(
    known: Names, frauds: Frauds, offer: OfferInput, recruiter: Recruiter
) -> OfferWarning | None:
    """A recruiter that may not recruit here, or that is on the black list."""
    if recruiter.verdict not in NOT_HERE:
        return None
    mine = recruiter.check.standing
    barred = frauds.of_agency(mine.agency.external_id) if mine and mine.barred else None
    listed = [_warning(barred, "fraud_confirmed", "on_black_list")] if barred else []
    number = recruiter_check.unknown_number(known, offer)
    reasons = [*listed, *recruiter_check.reasons(recruiter), *number]
    return (Verdict.LIKELY_FRAUD if barred else Verdict.AGENCY_NOT_VALID), reasons


def _telephone(session: Session, register: KnownRegister, offer: OfferInput) -> OfferWarning | None:
    """The telephone of a firm that may not recruit here, whatever firm is named with it; first of
    one on the black list."""
    keys = contact_keys.number_keys(f"{offer.telephone} , {offer.contact}")
    found: list[OfferWarning] = []
    for owners in map(register.names.with_telephone, sorted(keys)):
        owner = recruiter_check.of_id(session, register, *owners) if len(owners) == 1 else None
        warned = _not_here(register.names, register.frauds, OfferInput(), owner) if owner else None
        if warned and owner and owner.standing:
            another = Reason("telephone_of_another", {"name": owner.standing.agency.name})
            found.append((warned[0], [another, *warned[1]]))
    return next((one for one in found if one[0] is Verdict.LIKELY_FRAUD), next(iter(found), None))


def person_notes(frauds: Frauds, offer: OfferInput) -> list[Reason]:
    """What is known of people of this name, who may be somebody else: never a verdict."""
    found: dict[str, Fraud] = {}
    for name in (offer.agency, offer.employer, as_words(offer.contact)):
        exact, like = frauds.exact(name), frauds.like(name) if name else None
        for fraud in (exact, like.fraud if like else None):
            if fraud and fraud.person:
                found.setdefault(fraud.name, fraud)
    return [_person_note(fraud) for fraud in found.values()]


def _person_note(fraud: Fraud) -> Reason:
    if fraud.directed and fraud.revoked_on:
        return Reason("person_directed", {"agency": fraud.directed, "day": fraud.revoked_on})
    if fraud.directed:
        facts: dict[str, object] = {"agency": fraud.directed, "day": fraud.since}
        return Reason("person_black_listed", facts)
    return Reason("person_reported", {"name": fraud.name, "n": fraud.reports})
