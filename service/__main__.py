"""The command line: `./musofir VERB`."""

import importlib
import os
import sys
import tempfile
import tomllib
import traceback
from pathlib import Path
from typing import NoReturn

import click

from catalog.core.errors import Refusal
from service.infra import settings
from service.infra.lazy_imports import Library
from service.infra.settings import WrongSetting

database_errors, metadata = Library("sqlalchemy.exc"), Library("importlib.metadata")

VERBS = {
    "demo": "Fill a home with demonstration data and serve it on this machine.",
    "serve": "Serve the home to the world.",
    "migrate": "Bring tables and reference data up to date.",
    "import": "Take agencies, vacancies or rates in from a CSV or XLSX file.",
    "export": "Write agencies or vacancies to a CSV or XLSX file.",
    "seed": "Load reference data.",
    "seats": "Write the file of a round, or draw it again from its file.",
    "report": "Print the figures of a year.",
    "account": "Open accounts, invite again, disable.",
    "key": "Issue keys for programs.",
    "citizen": "Tell or erase one person's file.",
    "journal": "Verify the chain of what was done.",
    "nightly": "Forget what is old, scrub what was erased, keep the journal's head.",
    "vault": "Change the master key.",
    "backup": "Copy the records into a file.",
    "restore": "Take the records back from a backup.",
    "config": "Print every setting with its value.",
    "check": "Lint, types, imports, translations.",
    "test": "Pass the test suite.",
    "bench": "Measure.",
}
# Words of Python cannot name a module.
_MODULES = {"import": "import_data", "export": "export_data"}


class Verbs(click.Group):
    """The group of verbs; each is imported only when it is used.

    `check` and `test` therefore start even where another verb cannot be imported.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in VERBS:
            return None
        module = importlib.import_module(f"service.commands.{_MODULES.get(name, name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))


def version() -> str:
    """Return the version from pyproject.toml in a checkout, or from the installed package."""
    if settings.is_checkout():
        text = (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")
        return str(tomllib.loads(text)["project"]["version"])
    return str(metadata.version("musofir"))


def _print_version(ctx: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"musofir {version()}")
        ctx.exit()


@click.group(cls=Verbs, name="./musofir", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version.",
)
def musofir() -> None:
    """Licensed recruiters, vetted jobs, advice and unpaid wages for labour migrants."""


def main(words: list[str]) -> int:
    """Run the command and return its exit code; errors are printed as one sentence."""
    if words in (["help"], []):
        words = ["--help"]
    try:
        return musofir.main(words, prog_name=settings.program(), standalone_mode=False) or 0
    except click.exceptions.Abort:
        return _print_error("stopped", 130)
    except click.ClickException as wrong:
        return _print_error(wrong.format_message(), 2)
    except (Refusal, WrongSetting) as refused:
        return _print_error(str(refused), 2)
    except database_errors.SQLAlchemyError as failed:
        return _print_error(f"The database does not do this: {_first_line(failed)}", 2)
    except OSError as failed:
        return _print_error(f"{failed.filename or 'The system'}: {failed.strerror or failed}", 2)
    except Exception as failed:  # noqa: BLE001
        return _print_error(
            f"This should not have happened ({type(failed).__name__}). The details are in {_log(failed)}",
            70,
        )


def _log(failed: Exception) -> Path:
    """Write a traceback to a file that only its owner can read, since it may name people.

    The file is in the home if there is one, otherwise in the system's temporary folder.
    """
    try:
        home = Path(os.environ.get("MUSOFIR_HOME") or settings.default_home())
    except WrongSetting:
        home = Path()
    used = home != Path() and home.is_dir() and any(home.iterdir()) and os.access(home, os.W_OK)
    kept = home if used else None
    handle, name = tempfile.mkstemp(prefix="error-", suffix=".log", dir=kept)
    with open(handle, "w", encoding="utf-8") as log:
        log.writelines(traceback.format_exception(failed))
    return Path(name).resolve()


def _print_error(sentence: str, code: int) -> int:
    click.echo(f"musofir: {sentence}", err=True)
    return code


def _first_line(failed: Exception) -> str:
    return str(getattr(failed, "orig", None) or failed).strip().splitlines()[0]


def run() -> NoReturn:
    """Run the command as its own process, for the script and the installed program."""
    # Before any file is made: others on the machine read nothing of ours, and a group only where it
    # was named.
    os.umask(settings.umask())
    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
