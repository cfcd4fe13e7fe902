"""Invented protected cases: one by an adviser, two by posts, one closed, one by break-glass."""

from collections.abc import Iterator
from datetime import datetime, time

from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from seed.demonstration import citizen_file
from seed.demonstration.people import ActorsByName
from seed.demonstration.scenario import Actions, Scenario
from seed.demonstration.schedule import Days, Timeline, after, working_days_ago
from service.casework.protection import referral_actions, referral_links, referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import (
    Body,
    Helped,
    NewAnswer,
    NewCaseFacts,
    NewConsent,
    NewSending,
    Pillar,
    Victim,
)
from service.casework.protection.referral_links import BodyAnswer, NewLink
from service.casework.protection.referrals import Consent, NewReferral, Referral, Status
from service.casework.scope.advice_tables import Session as Advice

_YES = YesNoUnknown.YES
_ADVISER_TIMELINE: Timeline = (
    working_days_ago("referred", 4, time(12)),
    working_days_ago("sent", 3, time(12)),
    working_days_ago("glass broken", 2, time(12)),
)
_CITIZEN_TIMELINE: Timeline = (
    working_days_ago("referred", 5, time(12)),
    after("sent", hours=2),
    after("accepted", days=2),
)
_HELPED_TIMELINE: Timeline = (
    working_days_ago("referred", 21, time(12)),
    after("sent", days=1),
    after("helped", days=9),
)
_URGENT_TIMELINE: Timeline = (working_days_ago("referred", 1, time(17)),)


def scenarios(session: Session, cast: ActorsByName, _: Days) -> Iterator[Scenario]:
    for timeline, acts in (
        (_ADVISER_TIMELINE, _refer_by_adviser),
        (_CITIZEN_TIMELINE, _refer_citizen),
        (_HELPED_TIMELINE, _help_victim),
        (_URGENT_TIMELINE, _urgent),
    ):
        yield Scenario(timeline, acts(session, cast))


def _newest_session(session: Session, by: Actor, on: datetime) -> str:
    """The newest session of this officer with a person who gave a name."""
    theirs = (
        col(Advice.officer) == by.account,
        col(Advice.citizen).is_not(None),
    )
    newest = select(col(Advice.reference)).where(*theirs, col(Advice.at) < on)
    return str(session.execute(newest.order_by(col(Advice.at).desc()).limit(1)).scalar_one())


def _refer(
    session: Session, given: tuple[str, Signs, Consent], note: str, by: Actor, on: datetime
) -> Referral:
    reach = "Kechqurun, faqat shu raqamga; “posilka” deb soʻrash (namuna)."
    new_referral = NewReferral(*given, reach=reach, note=note)
    return referrals.refer(session, new_referral, by=by, on=on, day=tashkent_day(on))


def _send(
    session: Session, row: Referral, body: Body, pillar: Pillar, by: Actor, on: datetime
) -> None:
    shared = "Ism va telefon topshirildi, boshqa hech narsa (namuna)."
    new_sending = NewSending(body, pillar, shared)
    referral_actions.send(session, row, new_sending, by=by, on=on, day=tashkent_day(on))


def _answer(
    session: Session, row: Referral, new_answer: NewAnswer, by: Actor, on: datetime
) -> None:
    referral_actions.answer(session, row, new_answer, by=by, on=on, day=tashkent_day(on))


def _refer_by_adviser(session: Session, cast: ActorsByName) -> Actions:
    moment = yield "referred"
    signs = Signs(wages=_YES, documents=_YES, threats=_YES, vulnerability=_YES)
    origin = _newest_session(session, cast["barno"], moment)
    note = "Pasporti ish beruvchida, qoʻrqitishmoqda (namuna)."
    row = _refer(session, (origin, signs, Consent.NOT_ASKED), note, cast["barno"], moment)
    moment = yield "sent"
    journal.write(session, "open", "case", row.reference, by=cast["gulnora"], on=moment)
    referral_actions.agree(session, row, NewConsent(Consent.GIVEN), by=cast["gulnora"], on=moment)
    _send(session, row, Body.IOM, Pillar.SUPPORT, cast["gulnora"], moment)
    moment = yield "glass broken"
    reason = "Oilasi shikoyat bilan keldi, xodim yoʻlda edi (namuna)."
    referral_actions.break_glass(session, row.reference, reason, by=cast["iroda"], on=moment)


def _refer_citizen(session: Session, cast: ActorsByName) -> Actions:
    """Refer the demonstration's citizen; the post that has his claim handles the case."""
    moment = yield "referred"
    signs = Signs(wages=_YES, conditions=_YES, overtime=_YES)
    note = "Yotoqxona qulflanmaydi, hujjatlari oʻzida (namuna)."
    given = (citizen_file.NUMBER, signs, Consent.GIVEN)
    row = _refer(session, given, note, cast["elyor"], moment)
    moment = yield "sent"
    _send(session, row, Body.CONSULATE, Pillar.PROTECTION, cast["elyor"], moment)
    new_link = NewLink(
        "Konsul Namunov (namuna)", "Konsullik yordami kerak (namuna).", name=True, phone=True
    )
    made = referral_links.make(session, row, new_link, by=cast["elyor"], on=moment)
    moment = yield "accepted"
    link = referral_links.find(session, made.number, made.mark)
    consul, says = referral_links.officer_of(session, link), BodyAnswer(Status.ACCEPTED)
    referral_links.read(session, link, row, by=consul, on=moment)
    referral_links.answer(session, link, row, says, by=consul, on=moment)


def _help_victim(session: Session, cast: ActorsByName) -> Actions:
    moment = yield "referred"
    signs = Signs(movement=_YES, documents=_YES, deception=_YES)
    note = "Konsullikka oʻzi keldi (namuna)."
    davron = cast["davron"]
    given = (_newest_session(session, davron, moment), signs, Consent.GIVEN)
    row = _refer(session, given, note, davron, moment)
    moment = yield "sent"
    facts = NewCaseFacts(Victim.PRESUMED, row.due, row.post, "Elchixona orqali (namuna).")
    referral_actions.amend(session, row, facts, by=davron, on=moment, day=tashkent_day(moment))
    _send(session, row, Body.CONSULATE, Pillar.PROTECTION, davron, moment)
    _answer(session, row, NewAnswer(Status.ACCEPTED), davron, moment)
    moment = yield "helped"
    ended = NewAnswer(Status.DONE, Helped.YES, answer="Uyiga qaytdi, pasporti qaytarildi (namuna).")
    _answer(session, row, ended, davron, moment)


def _urgent(session: Session, cast: ActorsByName) -> Actions:
    moment = yield "referred"
    signs = Signs(confined=_YES, movement=_YES, threats=_YES)
    origin = _newest_session(session, cast["nigora"], moment)
    note = "Gaplasha olmadi, qayta qoʻngʻiroq kerak (namuna)."
    _refer(session, (origin, signs, Consent.NOT_ASKED), note, cast["nigora"], moment)
