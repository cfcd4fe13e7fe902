"""The facts of a claim for a letter: worker, employer, sums, payments and sender."""

import re
from datetime import date

import msgspec
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import vault
from catalog.core.actor import Actor
from catalog.employers import employers
from catalog.reference.posts import Post
from i18n import Language
from i18n.tongues import LetterLanguage, site_language
from matching.identity import deaths
from matching.identity.persons import Citizen
from matching.lexicon import city_names
from service.casework import wage_diary
from service.casework.claims import line_days, wage_claims
from service.casework.claims.wage_claims import Claim, Line
from service.casework.groups import payment_split
from service.casework.groups.groups import Group
from service.casework.letters import letter_law, letter_texts
from service.casework.letters.letter_law import AnswerPeriod, LawBasis
from service.casework.letters.letter_policies import Policy
from service.casework.money import heir_shares, instalments, money_entries, payments
from service.casework.money.instalments import Part
from service.casework.money.money_entries import Balance, Hand, Purpose
from service.casework.scope import incident_tables
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
    """The worker as letters name them; a passport that was not recorded is empty.

    Of one who has died, `heirs` are the names of the proved heirs."""

    name: str
    birth_year: int | None = None
    passport: str = ""
    died_on: date | None = None
    heirs: list[str] = []


class GroupWorker(msgspec.Struct, frozen=True):
    """One worker of a group, with the days of their work and their sums."""

    worker: Worker
    worked_from: date | None
    worked_to: date | None
    balances: list[Balance]


class Firm(msgspec.Struct, frozen=True):
    """The employer, with its address and its number in a register or for taxes, if known."""

    name: str
    address: str = ""
    number: str = ""


class WorkerPayment(msgspec.Struct, frozen=True):
    """Money that the worker received, directly or through the Agency; or `heir`, by their name."""

    on: date
    amount: int
    currency: str
    direct: bool
    heir: str = ""


class Matter(msgspec.Struct, frozen=True):
    """The facts of a claim or a group; `policies` and `insurer_answer` only for an insurer."""

    claim: str
    state: str
    worker: Worker
    employer: Firm
    place: Place
    worked_from: date | None
    worked_to: date | None
    lines: list[Line]
    balances: list[Balance]
    handed: list[WorkerPayment]
    office: Office | None
    contact: Contact
    officer: str
    law: list[LawBasis]
    group: list[GroupWorker] = []
    diary: ClaimDiary | None = None
    policies: list[Policy] = []
    insurer_answer: AnswerPeriod | None = None
    instalments: list[Part] = []

    @property
    def benefits(self) -> list[Line]:
        """The sums claimed that an insurer pays."""
        return [line for line in self.lines if line.component in line_days.BENEFITS]

    @property
    def all_workers(self) -> list[Worker]:
        """The worker of the claim, or all of a group."""
        return [one.worker for one in self.group] or [self.worker]

    @property
    def is_for_heirs(self) -> bool:
        """Whether a worker has died, so that the heirs claim."""
        return any(one.died_on for one in self.all_workers)

    @property
    def lacks_heirs(self) -> bool:
        """Whether a worker has died of whom no heir is proved."""
        return any(one.died_on and not one.heirs for one in self.all_workers)

    @property
    def benefits_alone(self) -> bool:
        """Whether only benefits are claimed, which an insurer pays and no employer owes as wages."""
        claimed = {line.component for line in self.lines}
        return bool(claimed) and line_days.BENEFITS.issuperset(claimed)

    @property
    def purposes(self) -> set[Purpose]:
        """What the sums claimed are for; wages are pay for work, leave and dismissal."""
        return {money_entries.purpose_of(line.component) for line in self.lines}


def read(
    session: Session, claim: Claim, *, by: Actor, day: date, home: HeadOffice | None = None
) -> Matter:
    """Return the facts for a letter of this officer.

    An attaché writes for their post, other officers for head office (`home`)."""
    known, law = city_names.read(session), letter_law.read(session, claim.country, day)
    office, contact = _sender(session, claim, known, by, home)
    worker = _workers(session, [claim]).get(claim.citizen, Worker(""))
    sums = money_entries.balances(session, claim.reference)
    return Matter(
        claim=claim.reference,
        state=claim.state,
        worker=worker,
        employer=_firm(session, claim.employer, [claim]),
        place=_place(known, claim.country, claim.city),
        worked_from=claim.worked_from,
        worked_to=claim.worked_to,
        lines=wage_claims.lines(session, claim.reference),
        balances=sums,
        handed=_heir_payments(session, claim.reference)
        if worker.died_on
        else _worker_payments(session, claim.reference),
        office=office,
        contact=contact,
        officer=by.name,
        law=law,
        diary=wage_diary.for_claim(session, claim),
        instalments=instalments.for_claim(session, claim.reference, sums, day),
    )


def read_group(
    session: Session,
    group: Group,
    owed: list[tuple[Claim, list[Balance]]],
    *,
    by: Actor,
    day: date,
    home: HeadOffice | None = None,
) -> Matter:
    """Return the facts for a letter of a group, with as many queries for many workers as for one.

    `owed` are their claims with their balances, in the order of the letter. What one claim knows of
    the employer holds for all."""
    known, law = city_names.read(session), letter_law.read(session, group.country, day)
    claims = [claim for claim, _ in owed]
    office, contact = _sender(session, claims[0], known, by, home)
    people = _workers(session, claims)
    return Matter(
        claim=group.reference,
        state=claims[0].state,
        worker=Worker(""),
        employer=_firm(session, group.employer, claims),
        place=_place(known, group.country, group.city),
        worked_from=min((one.worked_from for one in claims if one.worked_from), default=None),
        worked_to=max((one.worked_to for one in claims if one.worked_to), default=None),
        lines=_lines(session, claims),
        balances=payment_split.total_balances(rows for _, rows in owed),
        handed=[],
        office=office,
        contact=contact,
        officer=by.name,
        law=law,
        group=[
            GroupWorker(people[claim.citizen], first, last, rows)
            for claim, rows in owed
            for first, last in (claim.period or (None, None),)
        ],
    )


def _lines(session: Session, claims: list[Claim]) -> list[Line]:
    """Return the lines of several claims in the order of the claims."""
    order = {claim.reference: place for place, claim in enumerate(claims)}
    rows = session.execute(select(Line).where(col(Line.claim).in_(order))).scalars()
    return sorted(rows, key=lambda line: (order[line.claim], line.number))


def _sender(
    session: Session,
    claim: Claim,
    known: city_names.CityNames,
    by: Actor,
    home: HeadOffice | None,
) -> tuple[Office | None, Contact]:
    """Return the post in whose name the officer writes, and how it or head office is reached."""
    post = session.get(Post, claim.post) if claim.post and claim.post in by.posts else None
    if post is None:
        return None, _contact_of_head_office(home)
    place = _place(known, post.country, post.city)
    return Office(post.code, post.kind, place), _contact_of_post(post)


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


def _workers(session: Session, claims: list[Claim]) -> dict[str, Worker]:
    """Return the workers of these claims by the references of their persons.

    Heirs take queries of their own for each worker who has died."""
    theirs = select(Citizen).where(col(Citizen.reference).in_({one.citizen for one in claims}))
    people = list(session.execute(theirs).scalars())
    sealed = [(one.reference, "citizens.passport", one.passport) for one in people]
    died = deaths.days_of_death(session, {one.reference for one in people})
    workers = {}
    for one, passport in zip(people, vault.unseal_all(session, sealed), strict=True):
        died_on = died.get(one.reference)
        heirs = _heirs(session, one.reference) if died_on else []
        workers[one.reference] = Worker(one.name, one.birth_year, passport, died_on, heirs)
    return workers


def _heirs(session: Session, citizen: str) -> list[str]:
    """Return the names of the proved heirs of a worker who has died."""
    rows = incident_tables.proved_heirs(session, citizen)
    return [incident_tables.relative_text(session, one, "name") for one in rows]


def _firm(session: Session, name: str, claims: list[Claim]) -> Firm:
    """Return the employer as the claims have it; a number that none has is that of the register."""
    number = next((one.employer_number for one in claims if one.employer_number), "")
    if not number:
        known = employers.find_by_name(session, name, claims[0].country)
        numbers = {one.register_no for one in known if one.register_no}
        number = numbers.pop() if len(numbers) == 1 else ""
    address = next((one.employer_address for one in claims if one.employer_address), "")
    return Firm(name, address, number)


def _place(known: city_names.CityNames, country: str, town: str) -> Place:
    return Place(
        country, town, {lang: city_names.city_name(known, lang, country, town) for lang in Language}
    )


def _worker_payments(session: Session, claim: str) -> list[WorkerPayment]:
    found = [
        *(
            WorkerPayment(one.on, one.amount, one.currency, True)
            for one in payments.payments(session, claim)
            if one.hand == Hand.WORKER
        ),
        *(
            WorkerPayment(one.on, one.amount, one.currency, False)
            for one in heir_shares.list_delivered(session, claim)
        ),
    ]
    return sorted(found, key=lambda one: one.on)


def _heir_payments(session: Session, claim: str) -> list[WorkerPayment]:
    """Return the money that heirs received through the Agency, with the names of the heirs."""
    paid = sorted(heir_shares.paid_to_heirs(session, claim), key=lambda one: one.on)
    names = incident_tables.heir_names(session, {one.heir for one in paid if one.heir})
    return [
        WorkerPayment(one.on, one.amount, one.currency, False, names[one.heir or ""])
        for one in paid
    ]
