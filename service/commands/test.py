"""The test suite."""

import os
import shutil
import subprocess
import sys

import click

from service.commands import home

# Without windows first: the others draw pages of their own beside ours.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MIN_COVERAGE = 95
# One more than there are cores, since many tests wait for the database, the browser or a process;
# more only compete. In small portions: else the long ones, which come first, go to one worker.
_WORKERS = ("-n", str((os.cpu_count() or 1) + 1), "--maxschedchunk", "4")


@click.command("test", context_settings={"ignore_unknown_options": True})
@click.option("--all", "everything", is_flag=True, help="Also the slow tests.")
@click.option(
    "--repeats",
    is_flag=True,
    help="Only what a plain run leaves out: PostgreSQL, further languages and cases.",
)
@click.option("--with-repeats", is_flag=True, help="All but the slow tests, in one run.")
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(
    ctx: click.Context,
    everything: bool,
    repeats: bool,
    with_repeats: bool,
    words: tuple[str, ...],
) -> None:
    """Run the test suite; further arguments are passed to pytest."""
    home.require_checkout("test")
    browser = any(map(shutil.which, BROWSERS))
    if not browser and os.environ.get("CI") == "true":
        raise home.CommandError(
            "Chromium is missing, and in CI no test may be left out. Install: chromium fonts-dejavu-core"
        )
    if not browser:
        click.echo(
            "There is no Chromium here: the tests that open pages in it are left out.", err=True
        )
    asked = (
        [*_WORKERS, "-m", "repeat and not slow", *words]
        if repeats
        else arguments(everything, browser, words, repeats=with_repeats)
    )
    ctx.exit(
        subprocess.run(
            [sys.executable, "-m", "pytest", *asked], cwd=home.ROOT, check=False
        ).returncode
    )


def arguments(
    everything: bool, browser: bool, words: tuple[str, ...], *, repeats: bool = False
) -> list[str]:
    """Return the arguments for pytest.

    The minimum of coverage applies to the whole suite, not to a part of it; a plain run leaves
    further cases out, so it is not measured either.
    """
    left_out = ["slow"] * (not everything) + ["repeat"] * (not everything and not repeats)
    left_out += ["browser"] * (not browser)
    marks = " and ".join(f"not {mark}" for mark in left_out) or "slow or not slow"
    measured = (everything or repeats) and not words
    covered = ["-p", "tests.support.coverage", f"--floor={MIN_COVERAGE}"] if measured else []
    return [*_WORKERS, "-m", marks, *covered, *words]
