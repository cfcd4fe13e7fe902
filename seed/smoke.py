"""Smoke test of a Python version: imports every module and loads a small demonstration.

Run it as `python -m seed.smoke`.
"""

import importlib
import secrets
import tempfile
from pathlib import Path

from catalog.core import fields, vault
from catalog.core.actor import SYSTEM
from seed import demonstration, reference
from service.infra.database import Database
from service.operations import all_models

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("i18n", "catalog", "matching", "service", "seed", "bench")


def modules() -> list[str]:
    """The names of all modules except those that run when imported."""
    found = (
        file.relative_to(ROOT).with_suffix("")
        for one in PACKAGES
        for file in sorted((ROOT / one).rglob("*.py"))
    )
    names = (".".join(path.parts).removesuffix(".__init__") for path in found)
    return [
        name
        for name in names
        if not name.startswith("service.migrations.") and not name.endswith(".__main__")
    ]


def main() -> None:
    for name in modules():
        importlib.import_module(name)
    assert all_models.MODULES, "every table is known before one of them names another"
    vault.open_with(secrets.token_bytes(32))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/smoke.sqlite3")
        database.migrate()
        with database.write() as session:
            reference.load(session, by=SYSTEM, on=fields.now())
        demonstration.load(database, fields.now(), demonstration.SMALL)
        database.close()


if __name__ == "__main__":
    main()
