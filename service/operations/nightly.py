"""What is done each night: reminders, matching, old records forgotten, the erased scrubbed, the
journal's head carried away."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from catalog.core import journal, journal_heads
from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from catalog.core.journal import Flaw
from catalog.core.journal_heads import Head
from catalog.vacancies import inactivity
from matching.applications import notices, transitions
from matching.digests import daily_digest, expiry_reminders
from matching.digests.expiry_reminders import OFFERS
from matching.journey import check_ins
from matching.lexicon import lexicon_terms
from matching.ranking import alerts, nightly_ranking
from matching.search import failed_searches, new_results
from service.accounts import number_changes
from service.casework.employers import anomaly_detection
from service.casework.evidence import housekeeping
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.housekeeping import RescanResult, SweepResult
from service.casework.worklists import claim_reminders
from service.infra import counters, refusal_log
from service.infra.database import Database
from service.infra.settings import DisclosureLimits
from service.privacy import erased_list, erasures, retention
from service.reporting.annual import available_years, public_year


class JournalCheck(msgspec.Struct, frozen=True):
    """What was found of the journal. It names the last entry, from which on entries are sealed and
    whether that was tried, how many heads were compared, and what is wrong, if anything."""

    position: int
    hash: str
    sealed_from: int
    tried: bool
    heads: int
    flaw: Flaw | None


def apply_retention(
    database: Database, home: Path, *, by: Actor, on: datetime
) -> Iterator[retention.RuleResult]:
    """Forgets what the rules of today let go, and notes beside the records who was erased, so that
    a restored backup can be told. Safe to break off and to repeat."""
    yield from retention.apply_rules(database, by=by, on=on, day=tashkent_day(on))
    with database.read() as session:
        erased_list.update_file(session, home)


def change_numbers(database: Database, *, on: datetime) -> int:
    """Gives accounts the new numbers that nobody stopped within three days; says how many."""
    with database.write() as session:
        return number_changes.apply_due(session, on=on)


def detect_anomalies(database: Database, *, by: Actor, on: datetime) -> int:
    """Looks for claims and questions that gather somewhere, for an officer to decide on; says how
    many are new."""
    with database.write() as session:
        return len(anomaly_detection.detect(session, by=by, on=on, day=tashkent_day(on)))


def write_reminders(database: Database, *, by: Actor, on: datetime) -> int:
    """Writes on open claims what is near or has been forgotten, some claims at a time; says how
    many reminders. Safe to break off and to repeat."""
    written, last = 0, ""
    while True:
        with database.write() as session:
            claims = claim_reminders.lock_open_claims(session, after=last)
            written += claim_reminders.write(session, claims, by=by, on=on)
        if not claims:
            return written
        last = claims[-1].reference


def expire_applications(database: Database, *, by: Actor, on: datetime) -> int:
    """Ends offers that nobody accepted in time and what waits for vacancies that are over, some at
    a time; says how many."""
    ended = 0
    while True:
        with database.write() as session:
            now = transitions.expire(session, by=by, on=on, day=tashkent_day(on))
        ended += now
        if not now:
            return ended


def notify_expiring_offers(database: Database, *, by: Actor, on: datetime) -> int:
    """Tells people of offers that lapse tomorrow, each once; says how many messages. Safe to break
    off and to repeat."""
    day, values, after = tashkent_day(on), 0, ""
    while True:
        with database.write() as session:
            people = expiry_reminders.list_waiting(session, OFFERS, day, after)
            values += notices.notify(
                session, expiry_reminders.due_notices(session, OFFERS, day, people), by=by, on=on
            )
        if not people:
            return values
        after = people[-1]


def create_alerts(database: Database, *, by: Actor, on: datetime) -> int:
    """Looks for whom the vacancies that are new suit better than what they know, one kind of work
    at a time; says how many alerts. Safe to break off and to repeat."""
    day, made = tashkent_day(on), 0
    with database.write() as session:
        alerts.expire(session, day)
        kinds = alerts.list_waiting_kinds(session, day)
    for kind in kinds:
        with database.read() as session:
            found = alerts.find_new(session, kind, day)
        with database.write() as session:
            made += alerts.save(session, found, by=by, on=on, day=day)
    return made


def rank_vacancies(database: Database, *, by: Actor, on: datetime) -> int:
    """Ranks the vacancies for everybody who asks, some people at a time; says for how many. Broken
    off, it goes on behind the last who were done; when a day is done it is not done again."""
    day, ranked = tashkent_day(on), 0
    with database.read() as session:
        known = nightly_ranking.register(session, day)
    while True:
        with database.read() as session:
            done = nightly_ranking.rank_next(session, known, day)
        if done is None:
            return ranked
        with database.write() as session:
            ranked += nightly_ranking.save(session, done, by=by, on=on, day=day)


def send_digests(database: Database, *, at: str, by: Actor, on: datetime) -> int:
    """Puts one message into the box for each person for whom something is new, of vacancies, saved
    searches or papers, with the address of this service; some people at a time; says how many. Only
    what came of late is looked through, and like searches once. Safe to break off and to repeat."""
    day, sent, after = tashkent_day(on), 0, ""
    with database.read() as session:
        new = new_results.read(
            session, lexicon_terms.lexicon(session), on - new_results.WINDOW, day
        )
    while True:
        with database.write() as session:
            people = daily_digest.list_waiting(session, day, after=after)
            sent += daily_digest.send(session, new, people, at=at, by=by, on=on)
        if not people:
            return sent
        after = people[-1]


def delete_failed_searches(database: Database, *, on: datetime) -> int:
    """Removes searches in vain that are old, or were never made often enough to be told, and says
    how many; also the counts of hours that are over, of which refusals are written down first."""
    with database.write() as session:
        refusal_log.sum_up(session, on=on)
        counters.forget(session, on=on)
        return failed_searches.forget(session, tashkent_day(on))


def count_years(database: Database, smallest: DisclosureLimits, *, on: datetime) -> int:
    """Counts the years of the report as everybody has them today, so that nobody who asks waits for
    it; says how many years there are. A year that is published, or was counted not long ago, stays
    as it is."""
    with database.read() as session:
        there = available_years.list_years(session, tashkent_day(on))
    for year in there:
        public_year.current_edition(database, year, smallest, on=on)
    return len(there)


def ask_workers(database: Database, *, by: Actor, on: datetime) -> int:
    """Asks those who are at work abroad how it is, some at a time; says how many. Safe to break off
    and to repeat."""
    asked = 0
    while True:
        with database.write() as session:
            now = check_ins.ask(session, by=by, on=on, day=tashkent_day(on))
        if not now:
            return asked
        asked += now


class InactivityResult(msgspec.Struct, frozen=True):
    """Of how many idle vacancies officers were told, how many were taken off the list, and how many
    moved meanwhile."""

    told: int
    taken_off: int
    moved: int


def unlist_inactive_vacancies(database: Database, *, by: Actor, on: datetime) -> InactivityResult:
    """Takes off the list what is idle and was told of a week ago, then tells of what comes next,
    some vacancies at a time. Safe to break off and to repeat."""
    values, off, moved, after = 0, 0, 0, -1
    while after:
        with database.write() as session:
            gone, dropped, after = inactivity.delist_inactive(
                session, after=max(after, 0), by=by, on=on
            )
        off, moved = off + gone, moved + dropped
    for why in inactivity.InactivityRule:
        last = "-"
        while last:
            with database.write() as session:
                count, last = inactivity.create_notices(
                    session, why, after=last.removeprefix("-"), by=by, on=on
                )
            values += count
    return InactivityResult(values, off, moved)


def check_files(store: Store, *, by: Actor, on: datetime) -> tuple[RescanResult, SweepResult]:
    """Asks the scanner about the files that wait, and brings records and files together."""
    return housekeeping.rescan(store, by=by, on=on), housekeeping.sweep(store, by=by, on=on)


def scrub(database: Database) -> bool:
    """Leaves no readable byte of what was erased on disk; says whether all of it was reached."""
    return erasures.scrub(database)


def check_journal(database: Database, file: Path) -> JournalCheck:
    """The whole chain against itself and against the heads in a file. Raises
    journal_heads.Damaged."""
    kept = journal_heads.read(file)
    with database.read() as session:
        found, (position, mark) = journal.examine(session, kept), journal.head(session)
    return JournalCheck(position, mark, found.sealed_from, found.tried, len(kept), found.flaw)


def save_head(checked: JournalCheck, file: Path, *, on: datetime) -> bool:
    """Adds the last entry of a journal found sound to the heads in a file; says whether there was a
    new one. A journal that is wrong gets no further head: the ones before it are the proof. Raises
    journal_heads.Damaged."""
    if checked.flaw or not checked.position:
        return False
    return journal_heads.append(file, Head(tashkent_day(on), checked.position, checked.hash))
