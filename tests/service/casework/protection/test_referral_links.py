"""Links to a referral: what opens them, what they show, and who hears of the answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from catalog.core.errors import NotFound
from catalog.core.staff_notices import StaffNotice
from service import accounts
from service.accounts import Account
from service.casework.protection import referral_actions, referral_links, referrals
from service.casework.protection.forced_labour_indicators import Signs, YesNoUnknown
from service.casework.protection.referral_actions import (
    Body,
    CaseOver,
    NewSending,
    NoHelpReasonNeeded,
    NotSent,
    Pillar,
    WrongStatus,
)
from service.casework.protection.referral_links import BodyAnswer, LinkClosed, NewLink, WrongCode
from service.casework.protection.referrals import Consent, NewReferral, Status
from service.privacy import erase
from tests.support import cast
from tests.support.cast import TODAY

ALL = NewLink("Olim Invented, inspector", "A bed for tonight.", True, True, True, True, True)


@pytest.fixture
def session(seeded):
    with seeded.write() as session:
        yield session
        session.rollback()


@pytest.fixture
def nodira(session):
    return accounts.actor_for(accounts.find(session, cast.email("nodira")))


@pytest.fixture
def case(session, clock):
    chinora = accounts.actor_for(accounts.find(session, cast.email("chinora")))
    new_referral = NewReferral(
        cast.CLAIM, Signs(documents=YesNoUnknown.YES), Consent.GIVEN, reach="Only at night"
    )
    return referrals.refer(session, new_referral, by=chinora, on=clock(), day=TODAY)


@pytest.fixture
def sent(session, clock, nodira, case):
    new_sending = NewSending(Body.IOM, Pillar.SUPPORT)
    referral_actions.send(session, case, new_sending, by=nodira, on=clock(), day=TODAY)
    return case


def made(session, clock, nodira, row, new_link=ALL):
    result = referral_links.make(session, row, new_link, by=nodira, on=clock())
    return result, referral_links.find(session, result.number, result.mark)


def look(session, link, row, clock):
    by = referral_links.officer_of(session, link)
    return referral_links.read(session, link, row, by=by, on=clock())


def say(session, link, row, given, clock):
    by = referral_links.officer_of(session, link)
    referral_links.answer(session, link, row, given, by=by, on=clock())


def test_a_link_shows_what_was_ticked_and_nothing_else(session, clock, nodira, sent):
    link = made(session, clock, nodira, sent)[1]
    shown = look(session, link, sent, clock)
    assert (shown.name, shown.phone, shown.reach) == (
        "Alisher Invented",
        cast.ALISHERS_CLAIM.contact.phone.replace(" ", ""),
        "Only at night",
    )
    assert (shown.country, shown.signs) == ("RU", ["documents"])
    few = made(session, clock, nodira, sent, NewLink("Olim", "A bed for tonight."))[1]
    shown = look(session, few, sent, clock)
    assert (shown.message, shown.name, shown.phone, shown.reach, shown.country, shown.signs) == (
        "A bed for tonight.",
        *("", "", "", "", []),
    )


def test_a_forged_address_and_the_code_of_another_link_open_nothing(session, clock, nodira, sent):
    first = made(session, clock, nodira, sent)[0]
    second, link = made(session, clock, nodira, sent)
    for number, mark in (
        (second.number, first.mark),
        (first.number, second.mark),
        ("B-NOBODY", second.mark),
        (second.number, ""),
        (second.number, "Ў" * 24),
    ):
        with pytest.raises(NotFound):
            referral_links.find(session, number, mark)
    for code in (first.code, second.code[:-1], "", second.code + "0"):
        with pytest.raises(WrongCode):
            referral_links.require_code(link, code)
    referral_links.require_code(link, f" {second.code.replace(' ', '-')} ")


def test_whatever_ends_the_consent_the_time_or_the_case_closes_the_link_at_once(
    session, clock, nodira, case
):
    with pytest.raises(NotSent):
        made(session, clock, nodira, case)
    new_sending = NewSending(Body.IOM, Pillar.SUPPORT)
    referral_actions.send(session, case, new_sending, by=nodira, on=clock(), day=TODAY)

    def withdraw():
        referral_actions.withdraw(session, case, by=nodira, on=clock(), day=TODAY)

    def expire():
        clock.forward(days=14)

    for end in (
        lambda: made(session, clock, nodira, case),
        lambda: referral_links.close(session, case, by=nodira, on=clock()),
        expire,
        withdraw,
    ):
        link = made(session, clock, nodira, case)[1]
        assert referral_links.require_open(session, link, clock()) is case
        end()
        with pytest.raises(LinkClosed):
            referral_links.require_open(session, link, clock())
    with pytest.raises(CaseOver):
        made(session, clock, nodira, case)


def test_erasure_leaves_no_text_of_a_link(session, clock, nodira, sent):
    link = made(session, clock, nodira, sent)[1]
    citizen = referrals.unseal(session, sent, "person")
    erase.erase(session, citizen, by=nodira, on=clock())
    session.refresh(link)
    assert (link.officer, link.message, bool(link.closed_at)) == (None, None, True)
    with pytest.raises(LinkClosed):
        referral_links.require_open(session, link, clock())


def test_a_page_answers_for_an_hour_and_for_its_own_link_only(session, clock, nodira, sent):
    other = made(session, clock, nodira, sent)[1]
    link = made(session, clock, nodira, sent)[1]
    ticket = referral_links.ticket(link, clock())
    referral_links.require_ticket(link, ticket, clock() + timedelta(minutes=59))
    for one, text, late in (
        (other, ticket, 0),
        (link, ticket, 61),
        (link, f"{int(clock().timestamp()) + 9}.{ticket[11:]}", 0),
        (link, "", 0),
        (link, ".", 0),
    ):
        with pytest.raises(referral_links.PageTooOld):
            referral_links.require_ticket(one, text, clock() + timedelta(minutes=late))


def test_the_body_answers_as_its_officer_and_whoever_made_the_link_hears_of_it(
    session, clock, nodira, sent
):
    link = made(session, clock, nodira, sent)[1]
    with pytest.raises(NoHelpReasonNeeded):
        say(session, link, sent, BodyAnswer(Status.REJECTED), clock)
    with pytest.raises(WrongStatus):
        say(session, link, sent, BodyAnswer(Status.REVOKED), clock)
    say(session, link, sent, BodyAnswer(Status.ACCEPTED), clock)
    assert sent.status == Status.ACCEPTED
    assert referrals.acts(session, sent)[0][0].officer == link.number
    notices = select(StaffNotice).where(col(StaffNotice.kind) == "referral_answered")
    assert [row.account for row in session.execute(notices).scalars()] == [nodira.account]
    session.get_one(Account, nodira.account).disabled_at = clock()
    session.flush()
    done = BodyAnswer(Status.DONE, helped=referral_actions.Helped.YES, answer="She is safe.")
    say(session, link, sent, done, clock)
    assert (sent.status, sent.helped, bool(link.closed_at)) == (Status.DONE, True, True)
