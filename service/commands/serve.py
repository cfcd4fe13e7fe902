"""The doors opened to the world."""

import socket

import click
import uvicorn

from service import app, settings
from service.commands import home
from service.settings import Settings


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Processes.")
def command(host: str, port: int, workers: int) -> None:
    """Serve the home. Its tables must be up to date, and it must not be a demonstration."""
    _require_real(settings.load())
    with home.opened():
        pass
    require_free(host, port)
    uvicorn.run("service.commands.serve:application", factory=True, host=host, port=port, workers=workers, **SERVER)  # type: ignore[arg-type]


SERVER: dict[str, object] = {
    "loop": "uvloop",
    "http": "httptools",
    "timeout_graceful_shutdown": 20,
    "server_header": False,
    "log_level": "warning",
}


def application() -> object:
    """What each worker process serves."""
    return app.create(settings.load())


def require_free(host: str, port: int) -> None:
    """Somebody else at this port is told at once, and not by a traceback of the server."""
    kind = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as reason:
            raise home.Told(
                f"Cannot listen on {host}, port {port}: {reason.strerror}. Choose another: --port N"
            ) from reason


def _require_real(given: Settings) -> None:
    key = given.master_key_file
    if given.demonstration or (key and (key.parent / "DEMONSTRATION").exists()):
        raise home.Told(
            "This is a demonstration, where anybody may walk in. Serve another home (MUSOFIR_HOME), or run: ./musofir demo"
        )
