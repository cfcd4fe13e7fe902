"""Invented letters: a demand made twice, letters in Korean and Turkish, a receipt."""

from collections.abc import Iterator
from datetime import datetime, time

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from i18n.tongues import LetterLanguage
from seed.demonstration.citizen_file import NUMBER
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, after, working_days_ago
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.letters import Letter, printing
from service.casework.letters.letter_request import Kind, LetterRequest
from service.casework.money.money_entries import Hand, Payment

# The address of the demonstration, unless another is given.
SITE = "http://127.0.0.1:8000"
_TALKS = "employer_contacted negotiation settlement_offered partly_paid labour_inspectorate".split()


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    events = (
        working_days_ago("made", 3, time(14)),
        after("declared void", minutes=20),
        after("made again", minutes=10),
    )
    yield Scenario(events, _demand(session, cast))
    yield Scenario((working_days_ago("made", 1, time(14)),), _make_foreign_letters(session, cast))
    yield Scenario((working_days_ago("made", 1, time(15)),), _receipt(session, cast))


def _demand(session: Session, cast: ActorsByName) -> Actions:
    """Make the demand of Alisher's claim with a mistake, declare it void and make it again."""
    moment = yield "made"
    elyor = cast["elyor"]
    unpaid = "Работник не получил плату за последние два месяца."
    demand = LetterRequest(Kind.DEMAND, LetterLanguage.RU, first=unpaid)
    wrong = _make(session, NUMBER, demand, elyor, moment)
    moment = yield "declared void"
    letters.void(session, wrong.number, "Uch oy oʻrniga ikki oy yozilgan.", by=elyor, on=moment)
    moment = yield "made again"
    right = LetterRequest(Kind.DEMAND, LetterLanguage.RU, first=unpaid.replace("два", "три"))
    _make(session, NUMBER, right, elyor, moment)


def _make_foreign_letters(session: Session, cast: ActorsByName) -> Actions:
    """Make letters in the language of the country: Korean to an employer, Turkish to an
    inspectorate."""
    moment = yield "made"
    for country, officer, kind, language in (
        ("KR", "davron", Kind.DEMAND, LetterLanguage.KO),
        ("TR", "otabek", Kind.COMPLAINT, LetterLanguage.TR),
    ):
        here = select(Claim).where(col(Claim.country) == country, col(Claim.state).in_(_TALKS))
        claim = session.execute(here.order_by(col(Claim.reference))).scalars().first()
        if claim is not None:
            _make(session, claim.reference, LetterRequest(kind, language), cast[officer], moment)


def _receipt(session: Session, cast: ActorsByName) -> Actions:
    """Make a receipt for the last payment made directly to a worker."""
    moment = yield "made"
    paid = select(col(Payment.claim)).where(col(Payment.hand) == Hand.WORKER.value)
    number = session.execute(paid.order_by(col(Payment.id).desc()).limit(1)).scalar()
    if number:
        receipt = LetterRequest(Kind.RECEIPT, LetterLanguage.UZ)
        _make(session, number, receipt, cast["chinora"], moment)


def _make(session: Session, number: str, wish: LetterRequest, by: Actor, on: datetime) -> Letter:
    claim = wage_claims.get(session, number, by=by)
    day, key = tashkent_day(on), f"{number} {on.isoformat()}"
    drafted = letters.draft(session, claim, wish, key, by=by, day=day, site=SITE)
    return letters.make(session, claim, drafted, printing.pdf(drafted.sheet), by=by, on=on)
