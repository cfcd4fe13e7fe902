"""Nightly work, called by the machine's timer; safe while the service runs and to repeat."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

import click

from catalog.core import fields, journal_heads
from catalog.core.actor import SYSTEM
from service.casework.evidence.file_uploads import Store
from service.commands import home
from service.commands.journal import check, describe_check, number_with_noun
from service.infra import locks, logs, settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.operations import maintenance, nightly
from service.operations.maintenance import Work
from service.privacy.retention import CASES, RuleResult

log = logging.getLogger("musofir")


@click.command("nightly")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Send reminders, delete expired records, and store the journal's head.

    The exit code is 1 if something needs attention.
    """
    given, on = settings.load(), fields.now()
    with home.open_database(given) as database:
        try:
            with database.alone("nightly"):
                fine = _run(database, given, on)
        except locks.AlreadyLocked:
            click.echo(
                "The night's work is being done already, here or by another process. Nothing was done."
            )
            return
    if not fine:
        ctx.exit(1)


def _run(database: Database, given: Settings, on: datetime) -> bool:
    """Return whether every part succeeded; if so, the time is stored for monitoring."""
    fine = True
    for sentence, well in run_parts(database, given, on):
        click.echo(sentence)
        fine = fine and well
    if fine:
        with database.write() as session:
            maintenance.record_success(session, Work.NIGHTLY, on=on)
    return fine


ResultLine = tuple[str, bool]
Part = tuple[str, Callable[[], Iterable[ResultLine]]]


def run_parts(database: Database, given: Settings, on: datetime) -> Iterator[ResultLine]:
    """Run each part, yielding a sentence for it, and return whether all succeeded.

    A part that fails does not stop the others. The journal's head is stored last, so that it covers
    the other parts.
    """
    for name, part in _parts(database, given, on):
        try:
            yield from part()
        except Exception as reason:  # noqa: BLE001 what one part met must not keep the others from being done
            log.error(
                "a part of the nightly work failed",
                extra={"facts": {"part": name, "fault": logs.fault(reason)}},
            )
            yield f"{name}: failed ({logs.fault(reason)}).", False


def _parts(database: Database, given: Settings, on: datetime) -> list[Part]:
    """Return each part with the name that precedes its sentence."""

    def part(name: str, say: Callable[[], str]) -> Part:
        return name, lambda: [(f"{name}: {say()}", True)]

    night: dict[str, Any] = {"by": SYSTEM, "on": on}
    return [
        part("reminders", lambda: f"{_write_reminders(database, on)} written."),
        part("staff notices", lambda: f"{_notify_staff(database, given, on)}."),
        part("report", lambda: f"{_years(database, given, on)} as everybody has them today."),
        part(
            "applications",
            lambda: f"{_expire_applications(database, on)} ended because their time ran out.",
        ),
        part("notices", lambda: f"{_notify_expiring_offers(database, on)} about offers."),
        part("numbers", lambda: f"{_numbers(database, on)} with a new one, or refused it."),
        part("check-ins", lambda: f"{nightly.send_check_ins(database, **night)} asked."),
        ("retention", lambda: _apply_retention(database, given, on)),
        part("alerts", lambda: f"{_create_alerts(database, on)}."),
        part(
            "rankings",
            lambda: (
                f"{nightly.rank_vacancies(database, **night)} of those who look for work ranked."
            ),
        ),
        part("digests", lambda: f"{_send_digests(database, given, on)} put into the box."),
        part(
            "searches in vain",
            lambda: f"{nightly.delete_failed_searches(database, on=on)} forgotten.",
        ),
        part("early warnings", lambda: f"{nightly.detect_anomalies(database, **night)} new."),
        part("idle", lambda: _unlist_inactive_vacancies(database, on)),
        ("files", lambda: [_check_files(database, given, on)]),
        ("scrub", lambda: [_scrub_result(nightly.scrub(database))]),
        ("journal", lambda: _head(database, given, on)),
    ]


def _write_reminders(database: Database, on: datetime) -> str:
    return number_with_noun(nightly.write_reminders(database, by=SYSTEM, on=on), "reminder")


def _notify_staff(database: Database, given: Settings, on: datetime) -> str:
    """Write the reminders of the morning, then send the digests, which count them."""
    due = nightly.remind_officers(database, on=on)
    sent = nightly.send_staff_digests(database, at=given.public_url, on=on)
    return f"{number_with_noun(due, 'reminder')} written, {number_with_noun(sent, 'message')} put into the box"


def _notify_expiring_offers(database: Database, on: datetime) -> str:
    return number_with_noun(nightly.notify_expiring_offers(database, by=SYSTEM, on=on), "message")


def _create_alerts(database: Database, on: datetime) -> str:
    return number_with_noun(nightly.create_alerts(database, by=SYSTEM, on=on), "new alert")


def _years(database: Database, given: Settings, on: datetime) -> str:
    return number_with_noun(nightly.count_years(database, given.smallest, on=on), "year")


def _expire_applications(database: Database, on: datetime) -> int:
    return nightly.expire_applications(database, by=SYSTEM, on=on)


def _numbers(database: Database, on: datetime) -> str:
    return number_with_noun(nightly.change_numbers(database, on=on), "account")


def _send_digests(database: Database, given: Settings, on: datetime) -> str:
    return number_with_noun(
        nightly.send_digests(database, at=given.public_url, by=SYSTEM, on=on), "message"
    )


def _scrub_result(well: bool) -> ResultLine:
    return (
        "Scrubbed."
        if well
        else "Not scrubbed: somebody has the records in hand. It is tried again."
    ), well


def _apply_retention(database: Database, given: Settings, on: datetime) -> Iterator[ResultLine]:
    for kept in nightly.apply_retention(database, given.home, by=SYSTEM, on=on):
        yield _retention_sentence(kept), True


def _retention_sentence(kept: RuleResult) -> str:
    if kept.rule is None:
        return f"{kept.word}: there is no rule for today; nothing was forgotten."
    days = number_with_noun(kept.rule.days, "day")
    if not kept.carried_out:
        return f"{kept.word}: the rule of {days} is {kept.rule.mark}; nothing was forgotten."
    stayed = (
        f"; {kept.stayed} kept by a hold, an open claim or money held for them"
        if kept.stayed
        else ""
    )
    what = "erased" if kept.word == CASES else "forgotten"
    return f"{kept.word}: {kept.gone} {what} after {days}{stayed}."


def _unlist_inactive_vacancies(database: Database, on: datetime) -> str:
    done = nightly.unlist_inactive_vacancies(database, by=SYSTEM, on=on)
    off = number_with_noun(done.taken_off, "idle vacancy")
    return f"{off} taken off the list, {done.notified} told of for next week, {done.moved} moved meanwhile."


def _check_files(database: Database, given: Settings, on: datetime) -> ResultLine:
    store = Store(database, given.home, given.scanner)
    looked, swept = nightly.check_files(store, by=SYSTEM, on=on)
    sentence = (
        f"files: {looked.settled} settled, {looked.waiting} wait for a scanner; {swept.halves} halves forgotten, "
        f"{swept.alone} without a record removed."
    )
    if not swept.lost:
        return sentence, True
    return (
        f"{sentence} {swept.lost} are not there though their records are: restore the evidence folder.",
        False,
    )


def _head(database: Database, given: Settings, on: datetime) -> Iterator[tuple[str, bool]]:
    checked = check(database, given.heads_file)
    yield f"journal: {describe_check(checked)}", checked.flaw is None
    try:
        if nightly.save_head(checked, given.heads_file, on=on):
            yield f"heads: entry {checked.position} is kept in {given.heads_file}.", True
    except (OSError, journal_heads.Damaged) as reason:
        yield f"heads: {reason}", False
