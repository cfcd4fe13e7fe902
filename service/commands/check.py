"""What a change must pass before it is looked at: style, types, imports, translations."""

import subprocess
import sys
from pathlib import Path

import click

from i18n import catalogues
from service.commands import home

_TOOLS = Path(sys.executable).parent
STEPS = {
    "style": (_TOOLS / "ruff", "check"),
    "format": (_TOOLS / "ruff", "format", "--check"),
    "types": (sys.executable, "-m", "mypy"),
    "imports": (_TOOLS / "lint-imports", "--no-logo"),
}


@click.command("check")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Lint, format, types, imports, translations; exit code 1 if any of them fails."""
    failed = [name for name, words in STEPS.items() if not _passes(name, [str(word) for word in words])]
    if not _say("translations", catalogues.check()):
        failed.append("translations")
    ctx.exit(1 if failed else 0)


def _passes(name: str, words: list[str]) -> bool:
    done = subprocess.run(words, cwd=home.ROOT, capture_output=True, text=True, check=False)
    return _say(name, (done.stdout + done.stderr).splitlines() if done.returncode else [])


def _say(name: str, faults: list[str]) -> bool:
    click.echo(f"{name}: {'failed' if faults else 'passed'}")
    for fault in faults:
        click.echo(f"  {fault}")
    return not faults
