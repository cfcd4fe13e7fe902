"""The invented protected cases: one opened by an adviser, two led by posts, one that helped, and one opened by break-glass."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.ground import journal
from catalog.ground.fields import tashkent_day
from catalog.ground.who import Who
from seed.demonstration import own
from seed.demonstration.lives import Days, Life
from seed.demonstration.people import Acting
from service.casework import advice, handover, referrals
from service.casework.handover import Body, Helped, NewAnswer, NewCaseFacts, NewConsent, NewSending, Pillar, Victim
from service.casework.indicators import Known, Signs
from service.casework.referrals import Consent, NewReferral, Referral, Status

_YES = Known.YES


def lives(session: Session, cast: Acting, days: Days) -> Iterator[Life]:
    yield _of_adviser(session, cast, days)
    yield _of_citizen(session, cast, days)
    yield _helped(session, cast, days)
    yield _urgent(session, cast, days)


def _before(days: Days, ago: int, hours: int = 0) -> datetime:
    """A moment told without dice, so that nobody else's life is another one for it."""
    return days.on - timedelta(days=ago, hours=-hours, minutes=7)


def _from(session: Session, by: Who, on: datetime) -> str:
    """The newest conversation of this officer with somebody who gave a name."""
    theirs = (col(advice.Session.officer) == by.account, col(advice.Session.citizen).is_not(None))
    newest = select(col(advice.Session.reference)).where(*theirs, col(advice.Session.at) < on)
    return str(session.execute(newest.order_by(col(advice.Session.at).desc()).limit(1)).scalar_one())


def _refer(session: Session, origin: str, signs: Signs, consent: Consent, note: str, by: Who, on: datetime) -> Referral:
    told = NewReferral(
        origin, signs, consent, reach="Kechqurun, faqat shu raqamga; “posilka” deb soʻrash (namuna).", note=note
    )
    return referrals.refer(session, told, by=by, on=on, day=tashkent_day(on))


def _send(session: Session, row: Referral, body: Body, pillar: Pillar, by: Who, on: datetime) -> None:
    told = NewSending(body, pillar, "Ism va telefon topshirildi, boshqa hech narsa (namuna).")
    handover.send(session, row, told, by=by, on=on, day=tashkent_day(on))


def _answer(session: Session, row: Referral, told: NewAnswer, by: Who, on: datetime) -> None:
    handover.answer(session, row, told, by=by, on=on, day=tashkent_day(on))


def _of_adviser(session: Session, cast: Acting, days: Days) -> Life:
    yield (moment := _before(days, 6))
    signs = Signs(wages=_YES, documents=_YES, threats=_YES, vulnerability=_YES)
    origin = _from(session, cast["barno"], moment)
    note = "Pasporti ish beruvchida, qoʻrqitishmoqda (namuna)."
    row = _refer(session, origin, signs, Consent.NOT_ASKED, note, cast["barno"], moment)
    yield (moment := _before(days, 5))
    journal.write(session, "open", "case", row.reference, by=cast["gulnora"], on=moment)
    handover.agree(session, row, NewConsent(Consent.GIVEN), by=cast["gulnora"], on=moment)
    _send(session, row, Body.IOM, Pillar.SUPPORT, cast["gulnora"], moment)
    yield (moment := _before(days, 3))
    reason = "Oilasi shikoyat bilan keldi, xodim yoʻlda edi (namuna)."
    handover.break_glass(session, row.reference, reason, by=cast["iroda"], on=moment)


def _of_citizen(session: Session, cast: Acting, days: Days) -> Life:
    """The one whom anybody may walk as: his case is led by the post that has his claim."""
    yield (moment := _before(days, 7))
    signs = Signs(wages=_YES, conditions=_YES, overtime=_YES)
    note = "Yotoqxona qulflanmaydi, hujjatlari oʻzida (namuna)."
    row = _refer(session, own.NUMBER, signs, Consent.GIVEN, note, cast["elyor"], moment)
    yield (moment := _before(days, 7, hours=2))
    _send(session, row, Body.CONSULATE, Pillar.PROTECTION, cast["elyor"], moment)
    yield (moment := _before(days, 4))
    _answer(session, row, NewAnswer(Status.ACCEPTED, answer="Konsul qabul qildi (namuna)."), cast["elyor"], moment)


def _helped(session: Session, cast: Acting, days: Days) -> Life:
    yield (moment := _before(days, 30))
    signs = Signs(movement=_YES, documents=_YES, deception=_YES)
    note = "Konsullikka oʻzi keldi (namuna)."
    row = _refer(session, _from(session, cast["davron"], moment), signs, Consent.GIVEN, note, cast["davron"], moment)
    yield (moment := _before(days, 29))
    told = NewCaseFacts(Victim.PRESUMED, row.due, row.post, "Elchixona orqali (namuna).")
    handover.put_right(session, row, told, by=cast["davron"], on=moment, day=tashkent_day(moment))
    _send(session, row, Body.CONSULATE, Pillar.PROTECTION, cast["davron"], moment)
    _answer(session, row, NewAnswer(Status.ACCEPTED), cast["davron"], moment)
    yield (moment := _before(days, 15))
    ended = NewAnswer(Status.DONE, Helped.YES, answer="Uyiga qaytdi, pasporti qaytarildi (namuna).")
    _answer(session, row, ended, cast["davron"], moment)


def _urgent(session: Session, cast: Acting, days: Days) -> Life:
    yield (moment := _before(days, 1))
    signs = Signs(confined=_YES, movement=_YES, threats=_YES)
    origin = _from(session, cast["nigora"], moment)
    _refer(
        session,
        origin,
        signs,
        Consent.NOT_ASKED,
        "Gaplasha olmadi, qayta qoʻngʻiroq kerak (namuna).",
        cast["nigora"],
        moment,
    )
