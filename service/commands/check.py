"""Static checks for every change: style, types, imports, translations, Python versions."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from i18n import catalogues
from service.commands import home, interpreters

_TOOLS = Path(sys.executable).parent
STEPS = {
    "style": (_TOOLS / "ruff", "check"),
    "format": (_TOOLS / "ruff", "format", "--check"),
    "types": (sys.executable, "-m", "mypy"),
    "imports": (_TOOLS / "lint-imports", "--no-logo"),
    # What is loaded by name, when somebody asks for it, is looked at by none of the others.
    "libraries": (
        sys.executable,
        "-c",
        "from service import app; from service.infra import lazy_imports; lazy_imports.load_all()",
    ),
}


@click.command("check")
@click.option("--figures", is_flag=True, help="Only the figures of the source, with their limits.")
@click.pass_context
def command(ctx: click.Context, figures: bool) -> None:
    """Check style, types, imports, translations and each Python at hand.

    The exit code is 1 if any check fails.
    """
    home.require_checkout("check")
    if figures:
        counting = [sys.executable, "-m", "tests.support.code_figures"]
        ctx.exit(subprocess.run(counting, cwd=home.ROOT, check=False).returncode)
    failed = [
        name for name, words in STEPS.items() if not _passes(name, [str(word) for word in words])
    ]
    if not _print_result("translations", catalogues.check()):
        failed.append("translations")
    failed += _pythons()
    ctx.exit(1 if failed else 0)


def _pythons() -> list[str]:
    """Return the faults found with each supported Python."""
    paths = {version: interpreters.find_python(version) for version in interpreters.SUPPORTED}
    with ThreadPoolExecutor(2) as pool:
        values = dict(zip(paths, pool.map(_python, paths, paths.values()), strict=True))
    return [
        version
        for version, faults in values.items()
        if faults is not None and not _print_result(f"Python {version}", faults)
    ]


def _python(version: str, path: str | None) -> list[str] | None:
    """Return the faults found with one Python; None if it is missing and may be."""
    if path is None and os.environ.get("CI") == "true" and version in interpreters.NEEDED:
        return [
            f"There is no python{version} here, and no change is taken in that was not tried with it. Install it."
        ]
    if path is None:
        click.echo(f"Python {version}: not at hand, left out")
        return None
    try:
        return interpreters.find_faults(interpreters.environment(version, path))
    except subprocess.CalledProcessError as failed:
        return str(failed.stderr).splitlines()[-6:] or [str(failed)]


def _passes(name: str, words: list[str]) -> bool:
    done = subprocess.run(words, cwd=home.ROOT, capture_output=True, text=True, check=False)
    return _print_result(name, (done.stdout + done.stderr).splitlines() if done.returncode else [])


def _print_result(name: str, faults: list[str]) -> bool:
    click.echo(f"{name}: {'failed' if faults else 'passed'}")
    for fault in faults:
        click.echo(f"  {fault}")
    return not faults
