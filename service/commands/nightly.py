"""What is done each night, to be called by the timer of the machine; safe while the service runs, and safe to repeat."""

from collections.abc import Iterator
from datetime import datetime

import click

from catalog.ground import fields, heads
from catalog.ground.who import SYSTEM
from service import nightly, settings
from service.casework.evidence.arrivals import Store
from service.casework.evidence.rounds import Looked, Swept
from service.commands import home
from service.commands.journal import check, counted, found
from service.database import Database
from service.nightly import Rested
from service.retention import CASES, Kept
from service.settings import Settings


@click.command("nightly")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Remind, forget what is old, scrub what was erased, keep the journal's head; exit code 1 where something needs a look."""
    given, on = settings.load(), fields.now()
    with home.opened(given) as database:
        fine = True
        for sentence, well in lines(database, given, on):
            click.echo(sentence)
            fine = fine and well
    if not fine:
        ctx.exit(1)


def lines(database: Database, given: Settings, on: datetime) -> Iterator[tuple[str, bool]]:
    """The night's work, one sentence for each part when it is done, and whether it went well. The head comes last, so that
    it covers what was done before it."""
    yield f"reminders: {counted(nightly.remind(database, by=SYSTEM, on=on), 'reminder')} written.", True
    yield (
        f"report: {counted(nightly.count(database, given.smallest, on=on), 'year')} as everybody has them today.",
        True,
    )
    yield f"applications: {nightly.lapse(database, by=SYSTEM, on=on)} ended because their time ran out.", True
    yield f"notices: {counted(nightly.notify(database, by=SYSTEM, on=on), 'message')} about offers.", True
    yield f"numbers: {counted(nightly.change_numbers(database, on=on), 'account')} with a new one, or refused it.", True
    yield f"check-ins: {nightly.ask_workers(database, by=SYSTEM, on=on)} asked.", True
    for kept in nightly.keep(database, given.home, by=SYSTEM, on=on):
        yield _kept(kept), True
    yield f"alerts: {counted(nightly.alert(database, by=SYSTEM, on=on), 'new alert')}.", True
    yield f"rankings: {nightly.rank(database, by=SYSTEM, on=on)} of those who look for work ranked.", True
    told = nightly.tell(database, at=given.public_url, by=SYSTEM, on=on)
    yield f"digests: {counted(told, 'message')} put into the box.", True
    yield f"searches in vain: {nightly.forget(database, on=on)} forgotten.", True
    yield f"early warnings: {nightly.warn(database, by=SYSTEM, on=on)} new.", True
    yield _rested(nightly.rest(database, by=SYSTEM, on=on)), True
    yield _files(*nightly.files(Store(database, given.home, given.scanner), by=SYSTEM, on=on))
    scrubbed = nightly.scrub(database)
    yield ("Scrubbed." if scrubbed else "Not scrubbed: somebody has the records in hand. It is tried again."), scrubbed
    yield from _head(database, given, on)


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
    except (OSError, heads.Damaged) as reason:
        yield f"heads: {reason}", False
