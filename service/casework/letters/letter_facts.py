"""The facts of a claim for a letter: worker, employer, sums, payments and sender."""

import re
from datetime import date

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.employers import employers
from catalog.reference.posts import Post
from i18n import Language
from i18n.tongues import LetterLanguage, site_language
from matching.identity import persons
from matching.identity.persons import Citizen
from matching.lexicon import city_names
from service.casework import wage_diary
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, Line
from service.casework.groups import payment_split
from service.casework.groups.groups import Group
from service.casework.letters import letter_law, letter_texts
from service.casework.letters.letter_law import LawBasis
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Balance, Hand, PayOut, Undelivered
from service.casework.wage_diary import ClaimDiary
from service.infra.settings import HeadOffice

_EMAIL = re.compile(r"[^\s@<>:;,]+@[^\s@<>:;,]+\.[a-z]+")


class Place(msgspec.Struct, frozen=True):
    """A town of a country, with its names in our languages."""

    country: str
    town: str
    names: dict[Language, str]

    def name_in(self, language: LetterLanguage) -> str:
        """Return the name of the town in this language.

        In a language of letters only, it is the name in its sentences, or as it was entered."""
        lang = site_language(language)
        if lang is None:
            return letter_texts.sentences(language).get(
                f"city.{self.names.get(Language.EN, self.town)}", self.town
            )
        return self.names.get(lang, self.town)


class Office(msgspec.Struct, frozen=True):
    """The post abroad that sends the letter."""

    code: str
    kind: str
    place: Place


class Contact(msgspec.Struct, frozen=True):
    """How the office that sends the letter is reached; what is not known is empty."""

    address: str = ""
    telephone: str = ""
    email: str = ""


class Worker(msgspec.Struct, frozen=True):
    """The worker as letters name them; a passport that was not recorded is empty."""

    name: str
    birth_year: int | None = None
    passport: str = ""


class GroupWorker(msgspec.Struct, frozen=True):
    """One worker of a group, with the days of their work and their sums."""

    worker: Worker
    worked_from: date
    worked_to: date
    balances: list[Balance]


class Firm(msgspec.Struct, frozen=True):
    """The employer, with its address and its number in a register or for taxes, if known."""

    name: str
    address: str = ""
    number: str = ""


class WorkerPayment(msgspec.Struct, frozen=True):
    """Money that the worker received, directly or through the Agency."""

    on: date
    amount: int
    currency: str
    direct: bool


class Matter(msgspec.Struct, frozen=True):
    claim: str
    state: str
    worker: Worker
    employer: Firm
    place: Place
    worked_from: date
    worked_to: date
    lines: list[Line]
    balances: list[Balance]
    handed: list[WorkerPayment]
    office: Office | None
    contact: Contact
    officer: str
    law: list[LawBasis]
    group: list[GroupWorker] = []
    diary: ClaimDiary | None = None

    @property
    def all_workers(self) -> list[Worker]:
        """The worker of the claim, or all of a group."""
        return [one.worker for one in self.group] or [self.worker]


def read(
    session: Session, claim: Claim, *, by: Actor, day: date, home: HeadOffice | None = None
) -> Matter:
    """Return the facts for a letter of this officer.

    An attaché writes for their post, other officers for head office (`home`)."""
    known, law = city_names.read(session), letter_law.read(session, claim.country, day)
    return _read(session, claim, known, law, by, home)


def _read(
    session: Session,
    claim: Claim,
    known: city_names.CityNames,
    law: list[LawBasis],
    by: Actor,
    home: HeadOffice | None,
) -> Matter:
    post = session.get(Post, claim.post) if claim.post and claim.post in by.posts else None
    return Matter(
        claim=claim.reference,
        state=claim.state,
        worker=_worker(session, claim),
        employer=_firm(session, claim),
        place=_place(known, claim.country, claim.city),
        worked_from=claim.worked_from,
        worked_to=claim.worked_to,
        lines=wage_claims.lines(session, claim.reference),
        balances=money_entries.balances(session, claim.reference),
        handed=_worker_payments(session, claim.reference),
        office=Office(post.code, post.kind, _place(known, post.country, post.city))
        if post
        else None,
        contact=_contact_of_post(post) if post else _contact_of_head_office(home),
        officer=by.name,
        law=law,
        diary=wage_diary.for_claim(session, claim),
    )


def read_group(
    session: Session,
    group: Group,
    claims: list[Claim],
    *,
    by: Actor,
    day: date,
    home: HeadOffice | None = None,
) -> Matter:
    """Return the facts for a letter of a group; what one claim knows of the employer holds for all."""
    known, law = city_names.read(session), letter_law.read(session, group.country, day)
    matters = [_read(session, claim, known, law, by, home) for claim in claims]
    workers = [
        GroupWorker(one.worker, one.worked_from, one.worked_to, one.balances) for one in matters
    ]
    firm = Firm(
        group.employer,
        next((one.employer.address for one in matters if one.employer.address), ""),
        next((one.employer.number for one in matters if one.employer.number), ""),
    )
    return msgspec.structs.replace(
        matters[0],
        claim=group.reference,
        worker=Worker(""),
        employer=firm,
        place=_place(known, group.country, group.city),
        worked_from=min(one.worked_from for one in matters),
        worked_to=max(one.worked_to for one in matters),
        lines=[line for one in matters for line in one.lines],
        balances=payment_split.total_balances(one.balances for one in matters),
        handed=[],
        group=workers,
        diary=None,
    )


def _contact_of_head_office(home: HeadOffice | None) -> Contact:
    return Contact(home.address, home.telephone, home.email) if home else Contact()


def _contact_of_post(post: Post) -> Contact:
    """Return how a post is reached; its e-mail address stands among its messengers."""
    return Contact(
        post.address,
        next(iter(post.telephones.splitlines()), ""),
        next(
            (found[0] for one in post.messengers.splitlines() if (found := _EMAIL.search(one))), ""
        ),
    )


def _worker(session: Session, claim: Claim) -> Worker:
    person = session.get(Citizen, claim.citizen)
    if person is None:
        return Worker("")
    return Worker(person.name, person.birth_year, persons.unseal_value(session, person, "passport"))


def _firm(session: Session, claim: Claim) -> Firm:
    """Return the employer as the claim has it; a number that it lacks is that of the register."""
    number = claim.employer_number
    if not number:
        known = employers.find_by_name(session, claim.employer, claim.country)
        numbers = {one.register_no for one in known if one.register_no}
        number = numbers.pop() if len(numbers) == 1 else ""
    return Firm(claim.employer, claim.employer_address, number)


def _place(known: city_names.CityNames, country: str, town: str) -> Place:
    return Place(
        country, town, {lang: city_names.city_name(known, lang, country, town) for lang in Language}
    )


def _worker_payments(session: Session, claim: str) -> list[WorkerPayment]:
    back = {one.pay_out for one in money_entries.list_current(session, Undelivered, claim)}
    out = [one for one in money_entries.list_current(session, PayOut, claim) if one.id not in back]
    found = [
        *(
            WorkerPayment(one.on, one.amount, one.currency, True)
            for one in payments.payments(session, claim)
            if one.hand == Hand.WORKER
        ),
        *(WorkerPayment(one.on, one.amount, one.currency, False) for one in out),
    ]
    return sorted(found, key=lambda one: one.on)
