"""What is done each night, to be called by the timer of the machine; safe while the service runs, and safe to repeat."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import click

from catalog.core import fields, journal_heads
from catalog.core.actor import SYSTEM
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.housekeeping import Looked, Swept
from service.commands import home
from service.commands.journal import check, counted, found
from service.infra import locks, logs, settings
from service.infra.database import Database
from service.infra.settings import Settings
from service.operations import maintenance, nightly
from service.operations.maintenance import Work
from service.operations.nightly import Rested
from service.privacy.retention import CASES, Kept

log = logging.getLogger("musofir")


@click.command("nightly")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Remind, forget what is old, scrub what was erased, keep the journal's head; exit code 1 where something needs a look."""
    given, on = settings.load(), fields.now()
    with home.opened(given) as database:
        try:
            with database.alone("nightly"):
                fine = _run(database, given, on)
        except locks.Held:
            click.echo("The night's work is being done already, here or by another process. Nothing was done.")
            return
    if not fine:
        ctx.exit(1)


def _run(database: Database, given: Settings, on: datetime) -> bool:
    """Whether all of it went well; then that is noted, for whoever watches."""
    fine = True
    for sentence, well in lines(database, given, on):
        click.echo(sentence)
        fine = fine and well
    if fine:
        with database.write() as session:
            maintenance.note(session, Work.NIGHTLY, on=on)
    return fine


Line = tuple[str, bool]


def lines(database: Database, given: Settings, on: datetime) -> Iterator[Line]:
    """The night's work, one sentence for each part when it is done, and whether it went well. A part that fails stops no
    other. The head comes last, so that it covers what was done before it."""
    for name, part in _parts(database, given, on):
        try:
            yield from part()
        except Exception as reason:  # noqa: BLE001 what one part met must not keep the others from being done
            log.error("a part of the night's work failed", extra={"facts": {"part": name, "fault": logs.fault(reason)}})
            yield f"{name}: failed ({logs.fault(reason)}).", False


def _parts(database: Database, given: Settings, on: datetime) -> list[tuple[str, Callable[[], Iterable[Line]]]]:
    """Each part by the name that stands before what it says."""

    def said(say: Callable[[], str]) -> Callable[[], Iterable[Line]]:
        return lambda: [(say(), True)]

    return [
        ("reminders", said(lambda: f"reminders: {counted(nightly.remind(database, by=SYSTEM, on=on), 'reminder')} written.")),
        ("report", said(lambda: f"report: {_years(database, given, on)} as everybody has them today.")),
        ("applications", said(lambda: f"applications: {_lapsed(database, on)} ended because their time ran out.")),
        ("notices", said(lambda: f"notices: {counted(nightly.notify(database, by=SYSTEM, on=on), 'message')} about offers.")),
        ("numbers", said(lambda: f"numbers: {_numbers(database, on)} with a new one, or refused it.")),
        ("check-ins", said(lambda: f"check-ins: {nightly.ask_workers(database, by=SYSTEM, on=on)} asked.")),
        ("retention", lambda: ((_kept(kept), True) for kept in nightly.keep(database, given.home, by=SYSTEM, on=on))),
        ("alerts", said(lambda: f"alerts: {counted(nightly.alert(database, by=SYSTEM, on=on), 'new alert')}.")),
        ("rankings", said(lambda: f"rankings: {nightly.rank(database, by=SYSTEM, on=on)} of those who look for work ranked.")),
        ("digests", said(lambda: f"digests: {_told(database, given, on)} put into the box.")),
        ("searches in vain", said(lambda: f"searches in vain: {nightly.forget(database, on=on)} forgotten.")),
        ("early warnings", said(lambda: f"early warnings: {nightly.warn(database, by=SYSTEM, on=on)} new.")),
        ("idle", said(lambda: _rested(nightly.rest(database, by=SYSTEM, on=on)))),
        ("files", lambda: [_files(*nightly.files(Store(database, given.home, given.scanner), by=SYSTEM, on=on))]),
        ("scrub", lambda: [_scrubbed(nightly.scrub(database))]),
        ("journal", lambda: _head(database, given, on)),
    ]  # fmt: skip


def _years(database: Database, given: Settings, on: datetime) -> str:
    return counted(nightly.count(database, given.smallest, on=on), "year")


def _lapsed(database: Database, on: datetime) -> int:
    return nightly.lapse(database, by=SYSTEM, on=on)


def _numbers(database: Database, on: datetime) -> str:
    return counted(nightly.change_numbers(database, on=on), "account")


def _told(database: Database, given: Settings, on: datetime) -> str:
    return counted(nightly.tell(database, at=given.public_url, by=SYSTEM, on=on), "message")


def _scrubbed(well: bool) -> Line:
    return ("Scrubbed." if well else "Not scrubbed: somebody has the records in hand. It is tried again."), well


def _kept(kept: Kept) -> str:
    if kept.rule is None:
        return f"{kept.word}: there is no rule for today; nothing was forgotten."
    days = counted(kept.rule.days, "day")
    if not kept.carried_out:
        return f"{kept.word}: the rule of {days} is {kept.rule.mark}; nothing was forgotten."
    stayed = f"; {kept.stayed} kept by a hold, an open claim or money held for them" if kept.stayed else ""
    what = "erased" if kept.word == CASES else "forgotten"
    return f"{kept.word}: {kept.gone} {what} after {days}{stayed}."


def _rested(done: Rested) -> str:
    off = counted(done.taken_off, "idle vacancy")
    return f"idle: {off} taken off the list, {done.told} told of for next week, {done.moved} moved meanwhile."


def _files(looked: Looked, swept: Swept) -> tuple[str, bool]:
    said = (
        f"files: {looked.settled} settled, {looked.waiting} wait for a scanner; {swept.halves} halves forgotten, "
        f"{swept.alone} without a record removed."
    )
    if not swept.lost:
        return said, True
    return f"{said} {swept.lost} are not there though their records are: restore the evidence folder.", False


def _head(database: Database, given: Settings, on: datetime) -> Iterator[tuple[str, bool]]:
    checked = check(database, given.heads_file)
    yield f"journal: {found(checked)}", checked.flaw is None
    try:
        if nightly.keep_head(checked, given.heads_file, on=on):
            yield f"heads: entry {checked.position} is kept in {given.heads_file}.", True
    except (OSError, journal_heads.Damaged) as reason:
        yield f"heads: {reason}", False
