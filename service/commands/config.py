"""The settings that the environment can change, and their present values."""

import ast
import inspect
import textwrap
from itertools import pairwise

import click
from sqlalchemy.engine import make_url

from service.commands import serve
from service.infra import settings
from service.infra.settings import NAMES, Settings
from service.input import closed_process

LINE_WARNING = (
    "MUSOFIR_LINE is not set: people are shown no advice line, and pages offer writing instead."
)


@click.command("config")
def command() -> None:
    """Print every setting with its description and value; keys and passwords are not printed."""
    given = settings.load()
    for name, field in NAMES.items():
        sentence = setting_descriptions()[field].removeprefix(f"{name}: ")
        click.echo(f"{name}={_display_value(given, field)}\n    {sentence}")
    if given.heads_beside:
        click.echo(f"Warning: {serve.HEADS_WARNING}")
    if not given.line:
        click.echo(f"Warning: {LINE_WARNING}")
    if lacking := closed_process.missing_support():
        click.echo(f"Warning: {lacking}")


def _display_value(given: Settings, field: str) -> str:
    value = getattr(given, field)
    if field == "database_url" and value:
        return make_url(value).render_as_string(hide_password=True)
    return ",".join(value) if isinstance(value, tuple) else str(value or "")


def setting_descriptions() -> dict[str, str]:
    """Return the description of each setting, from the docstrings in the source."""
    (body,) = ast.parse(textwrap.dedent(inspect.getsource(Settings))).body
    lines = body.body if isinstance(body, ast.ClassDef) else []
    return {
        field.target.id: comment.value.value
        for field, comment in pairwise(lines)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if field.target.id in NAMES.values()
        if isinstance(comment, ast.Expr)
        and isinstance(comment.value, ast.Constant)
        and isinstance(comment.value.value, str)
    }
