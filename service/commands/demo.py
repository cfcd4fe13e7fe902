"""The demonstration: an invented world behind doors that let anybody in, on this machine only."""

import os
import shutil
from pathlib import Path

import click
import msgspec
import uvicorn

from catalog.ground import fields
from seed import demonstration
from seed.demonstration import papers
from service import app, logs, settings
from service.casework.evidence import files
from service.casework.evidence.arrivals import Store
from service.commands import home, migrate, serve
from service.settings import Settings

HOST = "127.0.0.1"
MARK = "DEMONSTRATION"
READY = "Everybody may walk in here. `serve` refuses this home.\n"


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def command(port: int) -> None:
    """Fill a home with demonstration data, once, and serve it on this machine."""
    given = _home(port)
    serve.require_free(HOST, port)
    if not _ready(given):
        _fill(given)
    click.echo(f"Musofir is at http://{HOST}:{port}/ (Ctrl+C stops it)")
    logs.catch_strays()
    quiet = serve.SERVER | {"log_config": logs.config("WARNING")}
    uvicorn.run(app.create(given), host=HOST, port=port, **quiet)  # type: ignore[arg-type]


def _home(port: int) -> Settings:
    """A home of its own, in SQLite and with a key of its own, whatever the environment says of the real one."""
    folder = Path(os.environ.get("MUSOFIR_HOME") or home.ROOT / "var" / "demo")
    given = msgspec.structs.replace(
        settings.load(), home=folder, database_url="", master_key_file=None,
        public_url=f"http://{HOST}:{port}", allowed_hosts=(), proxy=(),
    )  # fmt: skip
    if folder.exists() and any(folder.iterdir()) and not given.demonstration:
        raise home.Told(f"{folder} is not a demonstration. Name an empty folder by MUSOFIR_HOME.")
    return given


def _ready(given: Settings) -> bool:
    mark = given.home / MARK
    return mark.exists() and mark.read_text() == READY


def _fill(given: Settings) -> None:
    """Anew, when an earlier attempt was broken off; the mark says so only at the end."""
    given.home.mkdir(parents=True, exist_ok=True)
    (given.home / MARK).write_text("")
    for left in given.home.glob("musofir.sqlite3*"):
        left.unlink()
    shutil.rmtree(given.home / files.FOLDER, ignore_errors=True)
    click.echo("Making the demonstration …")
    with home.opened(given, new=True) as database:
        migrate.bring_up_to_date(database)
        demonstration.load(database, fields.now())
        papers.enclose(Store(database, given.home), fields.now())
    (given.home / MARK).write_text(READY)
