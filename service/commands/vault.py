"""Rotation of the master key while the service runs."""

from collections.abc import Iterator
from datetime import datetime
from time import perf_counter, sleep

import click

from catalog.core import fields, journal, vault
from catalog.core.actor import SYSTEM, Actor
from service.commands import home
from service.infra import settings
from service.infra.database import Database

BATCH = 500
# Rows that somebody has in hand are passed over; so often are those left looked for again.
MAX_PASSES = 5


@click.group("vault")
def command() -> None:
    """Rotate the master key."""


@command.command("status")
@click.pass_context
def status(ctx: click.Context) -> None:
    """Print how many keys are still wrapped by an older master key.

    The exit code is 1 if one is missing from the file.
    """
    given = settings.load()
    with home.open_database(given) as database, database.read() as session:
        standing = vault.count_by_master_key(session)
    newest = vault.newest()
    click.echo(f"{standing.pop(newest, 0)} keys are under the newest master key ({newest}).")
    missing = sum(count for name, count in standing.items() if not vault.has_master_key(name))
    older = sum(standing.values()) - missing
    click.echo(
        f"{older} keys are still under an older one."
        + _advice(older, missing, len(settings.master_keys(given)))
    )
    if missing:
        click.echo(
            f"{missing} keys are under a master key that is not in {given.key_file}: they open nothing now."
        )
        ctx.exit(1)


def _advice(older: int, missing: int, lines: int) -> str:
    if older:
        return f" Run: {settings.program()} vault rotate"
    return " The older lines can be taken out of the file." if lines > 1 and not missing else ""


@command.command("rotate")
@click.pass_context
def rotate(ctx: click.Context) -> None:
    """Wrap every key with the newest master key, the first line of its file.

    It is safe while the service runs, and safe to interrupt and repeat.
    """
    begun, done = perf_counter(), 0
    with home.open_database() as database:
        try:
            for done in rotate_keys(database, by=SYSTEM, on=fields.now()):
                if done % (BATCH * 20) == 0:
                    click.echo(f"{done}…")
        except vault.BrokenSeal as reason:
            raise home.CommandError(
                f"Nothing was changed: {reason}. See: {settings.program()} vault status"
            ) from reason
        with database.read() as session:
            left = vault.count_outdated(session)
    taken = perf_counter() - begun
    click.echo(
        f"{done} keys wrapped anew in {taken:.1f} s; {left} are still under an older master key."
    )
    if left:
        ctx.exit(1)


def rotate_keys(database: Database, *, by: Actor, on: datetime) -> Iterator[int]:
    """Wrap keys in batches and yield how many are done.

    After each batch comes a pause as long as the batch took: SQLite has one writer, and people at
    work come first.
    """
    done = 0
    for _ in range(MAX_PASSES):
        before, turn = done, vault.RotationBatch(0, "")
        while True:
            begun = perf_counter()
            with database.write() as session:
                turn = vault.rotate(session, turn.last, BATCH)
                if turn.done:
                    keys = (f"keys:{turn.done}",)
                    journal.write(
                        session, "rotate", "vault", vault.newest(), by=by, on=on, fields=keys
                    )
            if not turn.last:
                break
            done += turn.done
            yield done
            sleep(min(perf_counter() - begun, 0.2))
        if done == before:
            return
