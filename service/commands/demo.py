"""The demonstration: invented records, with sign-in by one button, on this machine only."""

import os
import shutil
from datetime import date, datetime, time
from pathlib import Path

import click
import msgspec
import uvicorn

from catalog.core import fields
from catalog.core.errors import Refusal
from seed import demonstration
from seed.demonstration import claim_evidence
from service import app
from service.casework.evidence import evidence_files
from service.casework.evidence.file_uploads import Store
from service.commands import home, migrate, serve
from service.infra import logs, settings
from service.infra.settings import Settings

HOST = "127.0.0.1"
READY = "Everybody may walk in here. `serve` refuses this home.\n"
# Between these days the register, the law and the holidays that we know make a sensible picture.
FIRST, LAST = datetime(2024, 1, 1), datetime(2035, 12, 31)  # noqa: DTZ001
OPENS = time(10)
# No such number exists; pages say that it is invented and do not let anybody dial it.
INVENTED_LINE = "+998 00 000 00 00; 9:00–18:00 (namuna); 0 soʻm (namuna); Telegram @namuna"


class BrokenDemonstration(Exception):
    """The invented records break a rule of the service, which is a fault of the service."""


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--day",
    "asked",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YEAR-MONTH-DAY",
    help="Show this day: filled as of 10:00 in Tashkent, where the clock starts each time it is served.",
)
def command(port: int, asked: datetime | None) -> None:
    """Fill a home with demonstration data, once, and serve it on this machine."""
    if asked and not FIRST <= asked <= LAST:
        raise home.CommandError(f"--day: choose a day from {FIRST:%Y-%m-%d} to {LAST:%Y-%m-%d}")
    day = asked.date() if asked else None
    given = _demonstration_settings(port, day)
    serve.require_free(HOST, port)
    if day:
        fields.set_clock(datetime.combine(day, OPENS, fields.TASHKENT))
    if _is_filled(given, day):
        _bring_up_to_date(given)
    else:
        _fill(given, day)
    click.echo(f"Begin with six tasks: http://{HOST}:{port}/en/walk")
    click.echo(f"Musofir is at http://{HOST}:{port}/ (Ctrl+C stops it)")
    logs.log_uncaught_errors()
    quiet = serve.SERVER | {"log_config": logs.config("WARNING")}
    uvicorn.run(app.create_app(given), host=HOST, port=port, **quiet)  # type: ignore[arg-type]


def _demonstration_settings(port: int, day: date | None = None) -> Settings:
    """Return the settings of a demonstration: SQLite, its own key and its own home for each day.

    The environment's settings of the real service do not apply.
    """
    folder = Path(
        os.environ.get("MUSOFIR_HOME")
        or settings.default_home() / (f"demo-{day}" if day else "demo")
    )
    given = msgspec.structs.replace(
        settings.load(),
        home=folder,
        database_url="",
        master_key_file=None,
        heads_dir=None,
        public_url=f"http://{HOST}:{port}",
        allowed_hosts=(),
        proxy=(),
        line=INVENTED_LINE,
        demonstration=True,
    )
    if folder.exists() and any(folder.iterdir()) and not home.is_demonstration(folder):
        raise home.CommandError(
            f"{folder} is not a demonstration. Name an empty folder by MUSOFIR_HOME."
        )
    return given


def _is_filled(given: Settings, day: date | None) -> bool:
    """Return whether the home was filled for this day; its clock must not run backwards."""
    mark = given.home / home.MARK
    if not mark.exists() or not mark.read_text().startswith(READY):
        return False
    filled = mark.read_text().removeprefix(READY).strip()
    if filled != str(day or ""):
        shows = f"--day {filled}" if filled else "no --day"
        raise home.CommandError(
            f"{given.home} was filled with {shows}. Say the same, or name another folder by MUSOFIR_HOME."
        )
    return True


def _bring_up_to_date(given: Settings) -> None:
    """Migrate a home that an earlier version filled."""
    with home.open_database(given, new=True) as database:
        if not database.migrated():
            click.echo("Bringing the demonstration up to date …")
            migrate.bring_up_to_date(database, given.heads_file)


def _fill(given: Settings, day: date | None) -> None:
    """Fill the home, again from the start if an earlier attempt was interrupted.

    The mark that it is filled is written last.
    """
    given.home.mkdir(parents=True, exist_ok=True)
    (given.home / home.MARK).write_text("")
    for left in given.home.glob("musofir.sqlite3*"):
        left.unlink()
    shutil.rmtree(given.home / evidence_files.FOLDER, ignore_errors=True)
    click.echo("Making the demonstration …")
    with home.open_database(given, new=True) as database:
        migrate.bring_up_to_date(database, given.heads_file)
        try:
            demonstration.load(database, fields.now())
            claim_evidence.attach_files(Store(database, given.home), fields.now())
        except Refusal as refused:
            raise BrokenDemonstration(str(refused)) from refused
    (given.home / home.MARK).write_text(READY + (f"{day}\n" if day else ""))
