"""The daily digest: counts and a link, once a day, to those who want it and can sign in."""

import pytest

from catalog.core import outbox, staff_notices
from catalog.core.staff_notices import NoticeKind
from i18n import Language
from service import accounts
from service.casework.worklists import notice_digest
from service.casework.worklists.notice_digest import DigestChoice
from service.operations import nightly
from tests.service.casework.colleagues import known
from tests.support import cast
from tests.support.cast import IRODA

SITE = "https://musofir.invented.example/"


@pytest.fixture
def unread(seeded, clock):
    """Two notices of Elyor and one of Chinora, who has read hers."""
    with seeded.write() as session:
        for name, number in (("elyor", "W-SECRET1"), ("elyor", "W-SECRET2"), ("chinora", "W-3")):
            to, kind = known(session, name).account, NoticeKind.ASSIGNED
            staff_notices.notify(session, [to], kind, "claim", number, by=IRODA, on=clock())
        chinora = known(session, "chinora")
        staff_notices.mark_opened(session, "claim", ["W-3"], by=chinora, on=clock())


def send(seeded, clock) -> list[tuple[str, str]]:
    """Send the digests and return the new messages: address and text."""
    with seeded.read() as session:
        before = {one.reference for one in outbox.latest(session)}
    nightly.send_staff_digests(seeded, at=SITE, on=clock())
    with seeded.read() as session:
        rows = outbox.latest(session)
    return [(one.number, one.words) for one in rows if one.reference not in before]


def test_it_has_counts_and_a_link_and_neither_name_nor_reference(seeded, clock, unread):
    ((address, text),) = send(seeded, clock)
    assert address == cast.email("elyor")
    assert "Claim assigned to you: 2" in text
    assert "https://musofir.invented.example/en/desk/notices" in text
    assert not [one for one in ("SECRET", "Elyor", "Alisher", "W-") if one in text]


def test_two_runs_of_a_day_send_one_and_the_next_day_another(seeded, clock, unread):
    assert [len(send(seeded, clock)) for _ in range(2)] == [1, 0]
    clock.forward(days=1)
    assert len(send(seeded, clock)) == 1


def test_who_switched_it_off_or_was_disabled_gets_none(seeded, clock, unread):
    with seeded.write() as session:
        notice_digest.choose(session, DigestChoice(False), by=known(session, "elyor"), on=clock())
    assert send(seeded, clock) == []
    with seeded.write() as session:
        notice_digest.choose(session, DigestChoice(True), by=known(session, "elyor"), on=clock())
        accounts.find(session, cast.email("elyor")).disabled_at = clock()
    assert send(seeded, clock) == []


def test_it_is_in_the_chosen_language_alone(seeded, clock, unread):
    with seeded.write() as session:
        choice = DigestChoice(True, Language.EN)
        notice_digest.choose(session, choice, by=known(session, "elyor"), on=clock())
    ((_, text),) = send(seeded, clock)
    assert text.count("/desk/notices") == 1
