"""The facts of a claim for a letter: worker, employer, sums, payments and sender."""

from datetime import date

import msgspec
from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.reference.posts import Post
from i18n import Language
from i18n.tongues import LetterLanguage, site_language
from matching.identity.persons import Citizen
from matching.lexicon import city_names
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim, Line
from service.casework.letters import letter_texts
from service.casework.money import money_entries, payments
from service.casework.money.money_entries import Balance, Hand, PayOut, Undelivered


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
    phone: str


class WorkerPayment(msgspec.Struct, frozen=True):
    """Money that the worker received, directly or through the Agency."""

    on: date
    amount: int
    currency: str
    direct: bool


class Matter(msgspec.Struct, frozen=True):
    claim: str
    state: str
    worker: str
    employer: str
    place: Place
    worked_from: date
    worked_to: date
    lines: list[Line]
    balances: list[Balance]
    handed: list[WorkerPayment]
    office: Office | None
    officer: str


def read(session: Session, claim: Claim, *, by: Actor) -> Matter:
    """Return the facts for a letter of this officer.

    An attaché writes for their post, other officers for head office."""
    known = city_names.read(session)
    person = session.get(Citizen, claim.citizen)
    post = session.get(Post, claim.post) if claim.post and claim.post in by.posts else None
    return Matter(
        claim=claim.reference,
        state=claim.state,
        worker=person.name if person else "",
        employer=claim.employer,
        place=_place(known, claim.country, claim.city),
        worked_from=claim.worked_from,
        worked_to=claim.worked_to,
        lines=wage_claims.lines(session, claim.reference),
        balances=money_entries.balances(session, claim.reference),
        handed=_worker_payments(session, claim.reference),
        officer=by.name,
        office=Office(
            post.code,
            post.kind,
            _place(known, post.country, post.city),
            next(iter(post.telephones.splitlines()), ""),
        )
        if post
        else None,
    )


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
