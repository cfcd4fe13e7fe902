"""What a start does not load, and that it can be loaded."""

import subprocess
import sys

from service import app
from service.infra import lazy_imports


def test_a_library_that_is_loaded_by_name_is_there():
    """Its import is not looked at before somebody asks for it."""
    assert app
    assert len(lazy_imports._NAMES) > 5
    lazy_imports.load_all()


def test_a_start_loads_no_library_that_it_does_not_need():
    """Nor what only a command, a file or another database needs; and `--help` loads next to
    nothing."""
    unneeded = {
        "alembic",
        "httpx",
        "openpyxl",
        "PIL",
        "psycopg",
        "pypdfium2",
        "rich",
        "segno",
        "typst",
        "xlsxwriter",
        "zxcvbn",
    }
    for words, others in (
        ("import service.commands.serve", set()),
        ("import service.__main__", {"litestar", "sqlalchemy", "uvicorn"}),
    ):
        result = f"{words}, sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
        loaded = subprocess.run(
            [sys.executable, "-c", result], capture_output=True, text=True, check=True
        ).stdout.split()
        assert (unneeded | others) & set(loaded) == set(), words
