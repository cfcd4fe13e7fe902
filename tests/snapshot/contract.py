"""The service's contract: its routes with who may open them, its OpenAPI file and its tables."""

import csv
import json
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from litestar import Litestar
from litestar.testing import TestClient
from sqlalchemy import Inspector, inspect, text

from tests.snapshot import fixtures, page_crawl

MATRIX = Path(__file__).parent.parent / "access_matrix.csv"


def texts(client: TestClient[Litestar]) -> dict[str, str]:
    """Return each text by the name of its file."""
    document = client.get("/schema/openapi.json").json()
    return {
        "openapi.json": json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
        "routes.txt": "".join(f"{line}\n" for line in sorted(_routes(client))),
        "schema.txt": "".join(f"{line}\n" for line in _schema()),
    }


def _routes(client: TestClient[Litestar]) -> Iterator[str]:
    """Yield each method of each route with its options and what the access matrix says."""
    with MATRIX.open(newline="") as file:
        values = {
            (row.pop("method"), row.pop("route")): _grouped(row) for row in csv.DictReader(file)
        }
    for route in page_crawl.routes(client):
        for handler in route.route_handlers:
            result = " ".join(
                f"{name}={_plain(handler.opt[name])}"
                for name in sorted(handler.opt)
                if _known(handler.opt[name])
            )
            for method in sorted(handler.http_methods):
                access = values.get((method, route.path), "")
                yield f"{route.path} {method} {result} {access}".rstrip()


def _known(value: object) -> bool:
    """Return whether an option is a plain word or number; names of classes may change."""
    return isinstance(value, Enum | str | bool | int)


def _plain(value: Any) -> object:
    return value.value if isinstance(value, Enum) else value


def _grouped(row: dict[str, str]) -> str:
    """Return the actors by the answer that they get."""
    return "; ".join(
        f"{answer}: {' '.join(actor for actor in row if row[actor] == answer)}"
        for answer in sorted(set(row.values()))
    )


def _schema() -> Iterator[str]:
    database = fixtures.empty_database()
    with database.engine.connect() as connection:
        head = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        yield f"head {head}"
        seen = inspect(connection)
        for table in sorted(seen.get_table_names()):
            yield f"table {table}"
            yield from _columns(seen, table)
            yield from _constraints(seen, table)
    database.close()


def _columns(seen: Inspector, table: str) -> Iterator[str]:
    for column in seen.get_columns(table):
        null = "" if column["nullable"] else " not null"
        default = f" default {column['default']}" if column["default"] is not None else ""
        yield f"  {column['name']} {column['type']}{null}{default}"


def _constraints(seen: Inspector, table: str) -> Iterator[str]:
    """Yield the keys, checks and indexes of a table, in the order of their names."""
    yield f"  primary key {seen.get_pk_constraint(table)['constrained_columns']}"
    found: list[tuple[str, Any]] = [("foreign key", one) for one in seen.get_foreign_keys(table)]
    found += [("unique", one) for one in seen.get_unique_constraints(table)]
    found += [("check", one) for one in seen.get_check_constraints(table)]
    found += [("index", one) for one in seen.get_indexes(table)]
    yield from sorted(f"  {kind} {_sorted(one)}" for kind, one in found)


def _sorted(values: dict[str, Any]) -> str:
    return json.dumps(values, sort_keys=True, default=str)
