"""Measurements of speed and quality on this machine."""

import subprocess
import sys

import click

from service.commands import home

FOLDER = home.ROOT / "bench"


@click.command("bench", context_settings={"ignore_unknown_options": True})
@click.argument("name")
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(ctx: click.Context, name: str, words: tuple[str, ...]) -> None:
    """Run one of the measurements in bench/; further arguments are passed to it."""
    home.require_checkout("bench")
    known = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
    if name not in known:
        raise home.CommandError(f"There is no measurement “{name}”. There are: {', '.join(known)}")
    asked = [sys.executable, "-m", f"bench.{name}", *words]
    ctx.exit(subprocess.run(asked, cwd=home.ROOT, check=False).returncode)
