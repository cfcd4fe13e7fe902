"""Nightly work: reminders, matching, retention, scrubbing of erased data, journal heads."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from catalog.core import journal, journal_heads, staff_notices
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
from service.approvals import decision_reminders
from service.casework.employers import anomaly_detection
from service.casework.evidence import file_maintenance
from service.casework.evidence.file_maintenance import RescanResult, SweepResult
from service.casework.evidence.file_uploads import Store
from service.casework.protection import record_merge
from service.casework.worklists import claim_reminders, notice_digest, notice_reminders
from service.infra import counters, refusal_log
from service.infra.database import Database
from service.infra.settings import DisclosureLimits
from service.privacy import erased_list, erasure_records, retention
from service.reporting.annual import available_years, public_year


class JournalCheck(msgspec.Struct, frozen=True):
    """The result of a check of the journal.

    It holds the last entry, the position from which entries are sealed and whether the seals were
    tested, the number of heads compared, and the flaw, if any.
    """

    position: int
    hash: str
    sealed_from: int
    tried: bool
    heads: int
    flaw: Flaw | None


def apply_retention(
    database: Database, home: Path, *, by: Actor, on: datetime
) -> Iterator[retention.RuleResult]:
    """Apply the retention rules of the day and list erased persons outside the database.

    The list lets a restored backup be corrected. Safe to interrupt and to repeat.
    """
    yield from retention.apply_rules(database, by=by, on=on, day=tashkent_day(on))
    with database.read() as session:
        erased_list.update_file(session, home)


def change_numbers(database: Database, *, on: datetime) -> int:
    """Apply number changes that nobody stopped within three days and return their number."""
    with database.write() as session:
        return number_changes.apply_due(session, on=on, merge=record_merge.merge_own)


def detect_anomalies(database: Database, *, by: Actor, on: datetime) -> int:
    """Detect clusters of claims and questions for an officer; return how many are new."""
    with database.write() as session:
        return len(anomaly_detection.detect(session, by=by, on=on, day=tashkent_day(on)))


def write_reminders(database: Database, *, by: Actor, on: datetime) -> int:
    """Write reminders on open claims that are near a date or neglected; return their number.

    Works in batches. Safe to interrupt and to repeat.
    """
    written, last = 0, ""
    while True:
        with database.write() as session:
            claims = claim_reminders.lock_open_claims(session, after=last)
            written += claim_reminders.write(session, claims, by=by, on=on)
        if not claims:
            return written
        last = claims[-1].reference


def remind_officers(database: Database, *, on: datetime) -> int:
    """Write notices on what is overdue, due today or to be decided; return how many are new.

    Those that are no longer true are deleted. Works in batches. Safe to interrupt and to repeat.
    """
    written = 0
    steps: list[Callable[..., tuple[int, str]]] = [
        *(partial(notice_reminders.write_next, kind=kind) for kind in notice_reminders.KINDS),
        decision_reminders.write_next,
    ]
    for write_next in steps:
        last = "-"
        while last:
            with database.write() as session:
                fresh, last = write_next(session, after=last.removeprefix("-"), on=on)
            written += fresh
    with database.write() as session:
        staff_notices.drop_past_reminders(session, tashkent_day(on))
    return written


def send_staff_digests(database: Database, *, at: str, on: datetime) -> int:
    """Queue one e-mail for each member of staff with unread notices who wants it, once a day.

    `at` is the address of this service. Works in batches and returns the number of messages. Safe
    to interrupt and to repeat.
    """
    day, sent, after = tashkent_day(on), 0, ""
    while True:
        with database.write() as session:
            staff = notice_digest.list_waiting(session, day, after=after)
            notice_digest.send(session, staff, at=at, on=on, day=day)
        if not staff:
            return sent
        sent, after = sent + len(staff), staff[-1].reference


def expire_applications(database: Database, *, by: Actor, on: datetime) -> int:
    """End offers not accepted in time and applications for vacancies that are over.

    Works in batches and returns their number.
    """
    ended = 0
    while True:
        with database.write() as session:
            now = transitions.expire(session, by=by, on=on, day=tashkent_day(on))
        ended += now
        if not now:
            return ended


def notify_expiring_offers(database: Database, *, by: Actor, on: datetime) -> int:
    """Notify people of offers that lapse tomorrow, each once; return the number of messages.

    Safe to interrupt and to repeat.
    """
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
    """Create alerts for people whom new vacancies suit better than those they know.

    Works one sub-major group of ISCO-08 at a time and returns the number of alerts. Safe to
    interrupt and to repeat.
    """
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
    """Rank the vacancies for every person looking for work and return how many persons were ranked.

    Works in batches. After an interruption it continues after the last person ranked; a day that is
    complete is not repeated.
    """
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
    """Queue one message for each person with new vacancies, saved-search results or document
    notices.

    `at` is the address of this service. Works in batches and returns the number of messages. Only
    recent changes are examined, and equal searches once. Safe to interrupt and to repeat.
    """
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
    """Delete failed searches that are old or were too rare to report, and return their number.

    Also deletes the counters of past hours, after writing their refusals to the journal.
    """
    with database.write() as session:
        refusal_log.sum_up(session, on=on)
        counters.forget(session, on=on)
        return failed_searches.forget(session, tashkent_day(on))


def count_years(database: Database, smallest: DisclosureLimits, *, on: datetime) -> int:
    """Count the years of the report as the public sees them today and return their number.

    This is done in advance, so that no reader waits for it. A year that is published, or was
    counted recently, is left unchanged.
    """
    with database.read() as session:
        there = available_years.list_years(session, tashkent_day(on))
    for year in there:
        public_year.current_edition(database, year, smallest, on=on)
    return len(there)


def send_check_ins(database: Database, *, by: Actor, on: datetime) -> int:
    """Send check-ins to workers abroad, in batches, and return their number.

    Safe to interrupt and to repeat.
    """
    asked = 0
    while True:
        with database.write() as session:
            now = check_ins.send_questions(session, by=by, on=on, day=tashkent_day(on))
        if not now:
            return asked
        asked += now


class InactivityResult(msgspec.Struct, frozen=True):
    """Numbers of inactive vacancies: notified to officers, delisted, and moved meanwhile."""

    notified: int
    taken_off: int
    moved: int


def unlist_inactive_vacancies(database: Database, *, by: Actor, on: datetime) -> InactivityResult:
    """Unlist vacancies whose inactivity was notified a week ago, then notify the next ones.

    Works in batches. Safe to interrupt and to repeat.
    """
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
    """Scan the files that wait for the scanner, and reconcile records with files."""
    return file_maintenance.rescan(store, by=by, on=on), file_maintenance.sweep(store, by=by, on=on)


def scrub(database: Database) -> bool:
    """Overwrite on disk what was erased and return whether all of it was reached."""
    return erasure_records.scrub(database)


def check_journal(database: Database, file: Path) -> JournalCheck:
    """Check the whole journal against its own chain and against the heads in a file.

    Raises journal_heads.Damaged.
    """
    kept = journal_heads.read(file)
    with database.read() as session:
        found, (position, mark) = journal.examine(session, kept), journal.head(session)
    return JournalCheck(position, mark, found.sealed_from, found.tried, len(kept), found.flaw)


def save_head(checked: JournalCheck, file: Path, *, on: datetime) -> bool:
    """Append the last entry of a sound journal to the heads in a file; return whether it is new.

    A flawed journal gets no further head, because the earlier heads are the proof. Raises
    journal_heads.Damaged.
    """
    if checked.flaw or not checked.position:
        return False
    return journal_heads.append(file, Head(tashkent_day(on), checked.position, checked.hash))
