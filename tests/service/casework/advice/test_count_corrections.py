"""Contacts, group sessions and events put right and declared void: figures follow."""

from datetime import timedelta

import msgspec
import pytest

from catalog.core import corrections, fields
from catalog.core.corrections import NothingCorrected
from catalog.core.errors import NotFound
from catalog.core.fields import TooLongAgo
from catalog.reference.countries import NotACountry
from catalog.reference.posts import NotAPost
from service.casework.advice import contacts, count_corrections, group_sessions
from service.casework.advice.contacts import MinutesWithoutAnswer, NewContact
from service.casework.advice.count_corrections import VoidRecord
from service.casework.advice.group_sessions import NotYetHeld
from service.casework.advice.topics import Channel, Topic
from service.reporting.figures import figures, months
from service.reporting.figures.definitions import ADVICE_FIGURES
from service.reporting.monthly import monthly_counts
from tests.service.casework.advice.test_group_sessions import EVENT, GROUP
from tests.support.cast import BARNO, DAVRON, ELYOR, MOSCOW, TODAY

WHY = "Slip"


@pytest.fixture
def recorded(ground, clock):
    """One record of each kind, by its noun."""
    arguments = {"by": ELYOR, "on": clock(), "day": TODAY}
    return {
        "contact": contacts.record(ground, NewContact(Channel.HOTLINE), **arguments),
        "gathering": group_sessions.record_group_session(ground, GROUP, **arguments),
        "mass_event": group_sessions.record_mass_event(ground, EVENT, **arguments),
    }


@pytest.fixture
def correct(ground, clock):
    def corrected(row, by=ELYOR, **values):
        facts = msgspec.structs.replace(count_corrections.current(row), **values)
        return count_corrections.correct(ground, row, facts, WHY, by=by, on=clock(), day=TODAY)

    return corrected


def counted(session) -> dict[str, int]:
    """The year's figures of these records, and those of the post's month."""
    keys = ("contacts", "contacts_unanswered", "groups", "group_heads", "mass_events")
    year = months.year(TODAY.year)
    month = months.span(MOSCOW, months.month_of_day(TODAY), TODAY)
    found = {}
    for one in ADVICE_FIGURES:
        name = one.key.removeprefix("advice.")
        if name in keys:
            found[name] = sum(row.value for row in figures.count_figure(session, one, year))
    return found | {one.key: one.value for one in monthly_counts.count_figures(session, month)}


def test_figures_count_the_version_in_force_and_nothing_void(ground, clock, recorded, correct):
    before = counted(ground)
    correct(recorded["contact"], answered=True, minutes=3)
    correct(recorded["gathering"], present=40, topic=Topic.HOUSING)
    correct(recorded["mass_event"], held_on=TODAY - timedelta(days=400))
    after = counted(ground)
    assert after["contacts_unanswered"] == before["contacts_unanswered"] - 1
    assert after["group_heads"] == before["group_heads"] + 40 - GROUP.present
    assert after["mass_events"] == before["mass_events"] - 1
    for row in recorded.values():
        count_corrections.void(ground, row, WHY, by=ELYOR, on=clock())
        with pytest.raises(VoidRecord):
            count_corrections.void(ground, row, WHY, by=ELYOR, on=clock())
        with pytest.raises(VoidRecord):
            correct(row, post=None)
    after = counted(ground)
    assert after["contacts"] == before["contacts"] - 1
    assert after["groups"] == before["groups"] - 1
    assert after["group_heads"] == before["group_heads"] - GROUP.present
    assert after["gatherings.groups"] == before["gatherings.groups"] - 1
    assert after["gatherings.heads"] == before["gatherings.heads"] - GROUP.present
    assert after["gatherings.events"] == before["gatherings.events"] - 1


def test_each_version_names_who_changed_what_and_why(ground, recorded, correct):
    called = recorded["contact"].at
    for noun, row in recorded.items():
        reference = str(getattr(row, "reference", None) or row.id)
        correct(row, held_on=TODAY - timedelta(days=1))
        [version] = corrections.history(ground, noun, reference)
        assert (version.officer, version.reason) == (ELYOR.account, WHY)
        assert [(one.field, one.after) for one in version.changes] == [
            ("held_on", str(TODAY - timedelta(days=1)))
        ]
        assert count_corrections.version(ground, row) == 2
    assert recorded["contact"].at == called - timedelta(days=1), "its hour stays"


def test_what_cannot_be_is_refused(recorded, correct):
    ahead = {"held_on": TODAY + timedelta(days=1)}
    for noun, values, refusal in (
        ("contact", ahead, NotYetHeld),
        ("contact", {"minutes": 5}, MinutesWithoutAnswer),
        ("gathering", ahead, NotYetHeld),
        ("gathering", {"held_on": fields.FIRST_DAY - timedelta(days=1)}, TooLongAgo),
        ("gathering", {"country": "ZZ"}, NotACountry),
        ("mass_event", {"post": "NO-POST"}, NotAPost),
        ("mass_event", {}, NothingCorrected),
    ):
        with pytest.raises(refusal):
            correct(recorded[noun], **values)


def test_records_of_others_and_contacts_of_sessions_are_not_found(ground, clock, recorded):
    row = recorded["contact"]
    for noun, reference, by in (
        ("contact", str(row.id), DAVRON),
        ("contact", str(row.id), BARNO),
        ("gathering", recorded["gathering"].reference, DAVRON),
        ("contact", "9" * 30, ELYOR),
        ("contact", "x", ELYOR),
        ("claim", "1", ELYOR),
    ):
        with pytest.raises(NotFound):
            count_corrections.get(ground, noun, reference, by=by)
    assert count_corrections.get(ground, "contact", str(row.id), by=ELYOR, lock=True) is row
