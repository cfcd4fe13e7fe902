"""Verification of the journal."""

from pathlib import Path

import click

from catalog.core import journal_heads
from catalog.core.journal import Flaw, Wrong
from service.commands import home
from service.infra import settings
from service.infra.database import Database
from service.operations import nightly
from service.operations.nightly import JournalCheck


@click.group("journal")
def command() -> None:
    """Verify the hash chain of the journal."""


@command.command("verify")
@click.option(
    "--heads",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file in which `nightly` stores the journal's heads.",
)
@click.pass_context
def verify(ctx: click.Context, file: Path | None) -> None:
    """Find changed, missing or removed entries, and stored heads that are not in the chain.

    The exit code is 1 if there are any.
    """
    with home.open_database() as database:
        checked = check(database, file or settings.load().heads_file)
    click.echo(describe_check(checked))
    if checked.flaw:
        ctx.exit(1)


def check(database: Database, file: Path) -> JournalCheck:
    try:
        return nightly.check_journal(database, file)
    except journal_heads.Damaged as reason:
        raise home.CommandError(str(reason)) from reason


def describe_check(checked: JournalCheck) -> str:
    """Describe the state of the journal in one sentence."""
    if checked.flaw:
        return describe_flaw(checked.flaw)
    compared = (
        f"compared with {number_with_noun(checked.heads, 'kept head')}"
        if checked.heads
        else "no head was kept to compare"
    )
    count = number_with_noun(checked.position, "entry")
    return f"{count}, unbroken, {_describe_seals(checked)}, {compared}. The last one's hash is {checked.hash}"


def _describe_seals(checked: JournalCheck) -> str:
    if not checked.sealed_from:
        return "without seals"
    tried = "sealed" if checked.tried else "with seals that were not tried"
    return tried if checked.sealed_from == 1 else f"{tried} from entry {checked.sealed_from} on"


def number_with_noun(number: int, word: str) -> str:
    """Return a number with its noun: 1 day, 2 days, 3 entries."""
    many = f"{word[:-1]}ies" if word.endswith("y") and word != "day" else f"{word}s"
    return f"{number} {word if number == 1 else many}"


def describe_flaw(flaw: Flaw) -> str:
    """Describe what is wrong with the journal in one sentence, naming the first wrong entry."""
    if flaw.wrong is Wrong.SEAL:
        return f"Entry {flaw.position} was not written by this service: its seal is missing or another one."
    if flaw.wrong is Wrong.ENTRY:
        return (
            f"The chain is broken at entry {flaw.position}: it was changed, put in or moved, "
            "or one before it was taken out."
        )
    day = flaw.head.day if flaw.head else None
    kept = (
        f"entry {flaw.head.position} as it was kept on {day}"
        if flaw.head
        else "what the sealed head says"
    )
    if flaw.wrong is Wrong.CUT:
        return (
            f"The end of the chain was cut off: entry {flaw.position} is the first that is missing, and so is {kept}."
            if flaw.head
            else f"The end of the chain was cut off: entry {flaw.position} is the first that is missing."
        )
    first = (
        f" The first wrong one is entry {flaw.sound + 1} or a later one."
        if flaw.position > flaw.sound + 1
        else ""
    )
    return (
        "The chain was written anew or comes from a backup: "
        f"its entry {flaw.position} is another one than {kept}.{first}"
    )
