"""The web server."""

import gc
import resource
import socket

import click
import uvicorn

import service
from service import app, outside
from service.commands import home
from service.infra import logs, settings
from service.infra.settings import Settings
from service.operations import metrics
from service.web import slow_clients


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="The number of processes.",
)
def command(host: str, port: int, workers: int) -> None:
    """Serve the home. Its tables must be up to date, and it must not be a demonstration."""
    given = settings.load()
    _require_real(given)
    with home.open_database():
        pass
    require_free(host, port)
    if given.heads_beside:
        click.echo(HEADS_WARNING, err=True)
    if not outside.make_senders(given):
        click.echo(
            "No supplier of SMS or Telegram is set: codes wait in the outbox. See docs/running.md",
            err=True,
        )
    if workers > 1:
        metrics.share_between_workers(given.home / "metrics")
    _raise_connection_limit()
    uvicorn.run(
        "service.commands.serve:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        **SERVER,  # type: ignore[arg-type]
    )


HEADS_WARNING = (
    "The heads of the journal are kept in the home, where whoever changes the records can change them too. "
    "Set MUSOFIR_HEADS_DIR to a folder on another machine."
)
SERVER: dict[str, object] = {
    "loop": "uvloop",
    "http": slow_clients.TimeoutProtocol,
    "ws": "none",
    "timeout_graceful_shutdown": 20,
    # A worker answers nothing while it imports the service; after the usual five seconds it would
    # be killed for that.
    "timeout_worker_healthcheck": 60,
    "timeout_keep_alive": 5,
    # More than an attack that one address can hold open for the ten seconds it is given; beyond it:
    # 503.
    "limit_concurrency": 2_000,
    "backlog": 512,
    "server_header": False,
    # Who asks is read at our own threshold, from the proxy that the settings name.
    "proxy_headers": False,
    "access_log": False,
    # Of what the server says at this level only the death of a worker becomes a line.
    "log_level": "info",
    "log_config": logs.config(),
}


def application() -> object:
    """Return the application that each worker process serves."""
    logs.log_uncaught_errors()
    given = settings.load()
    slow_clients.TimeoutProtocol.proxies = given.proxies
    made = app.create_app(given)
    # All that stands now stands for good, in memory that workers need not copy.
    gc.freeze()
    gc.set_threshold(*service.USUAL)
    return made


def _raise_connection_limit() -> None:
    """Raise the machine's limit of open files to what the server may need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8_192 if hard == resource.RLIM_INFINITY else min(8_192, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def require_free(host: str, port: int) -> None:
    """Require a free port, so that one in use is reported in one sentence, not as a traceback."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            raise home.CommandError(
                f"Cannot listen on {host}, port {port}: {reason.strerror}. Choose another: --port N"
            ) from reason


def _require_real(given: Settings) -> None:
    key = given.master_key_file
    if home.is_demonstration(given.home) or (key and home.is_demonstration(key.parent)):
        raise home.CommandError(
            "This is a demonstration, where anybody may walk in. "
            f"Serve another home (MUSOFIR_HOME), or run: {settings.program()} demo"
        )
    if given.exposed:
        raise home.CommandError(
            f"MUSOFIR_PUBLIC_URL is {given.public_url}: people's words would travel in clear. It must begin with https://"
        )
