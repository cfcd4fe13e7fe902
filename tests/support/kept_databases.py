"""PostgreSQL databases for many tests: changes are undone and connections are reused warm.

A new copy costs little; what costs is the first query of every new connection about every table.
"""

from collections import defaultdict
from typing import Any, ClassVar

import psycopg
from psycopg import sql
from psycopg.pq import ExecStatus, TransactionStatus
from sqlalchemy import Engine, event

# After so many tests a copy has too much history, and a new one is made.
TESTS = 40
# A server has a hundred connections for all workers of a run: idle ones for each copy, and copies
# for each worker.
IDLE, COPIES = 2, 4
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
# Catalogues that describe a database's structure; after any change in them it is dropped.
_SHAPE = (
    *(
        "pg_class",
        "pg_attribute",
        "pg_constraint",
        "pg_index",
        "pg_trigger",
        "pg_proc",
        "pg_type",
        "pg_namespace",
    ),
    *(
        "pg_attrdef",
        "pg_rewrite",
        "pg_policy",
        "pg_extension",
        "pg_largeobject_metadata",
        "pg_db_role_setting",
    ),
)
_MARK = "SELECT {0}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {1}"
_OTHERS = "SELECT 'others', count(*), 0 FROM pg_stat_activity WHERE datname = current_database() AND NOT pid = ANY(%s)"
_COUNTERS = "SELECT 'counter ' || sequencename, last_value, 0 FROM pg_sequences"

# Connections that a test returned, by the name of their stored database.
_idle: defaultdict[str, list[psycopg.Connection[Any]]] = defaultdict(list)
_kept: set[str] = set()


def lend(engine: Engine) -> None:
    """Let an engine take connections that an earlier test left, and leave its own."""
    close = engine.dialect.do_close

    def take(_dialect: object, _record: object, _args: object, values: dict[str, Any]) -> Any:
        waiting = _idle[values.get("dbname", "")]
        return waiting.pop() if waiting else None

    def leave(connection: Any) -> None:
        if not _return_to_pool(connection):
            close(connection)

    event.listen(engine, "do_connect", take)
    engine.dialect.do_close = leave  # type: ignore[method-assign]


def _return_to_pool(connection: psycopg.Connection[Any]) -> bool:
    if (
        connection.closed
        or connection.info.dbname not in _kept
        or len(_idle[connection.info.dbname]) >= IDLE
    ):
        return False
    if connection.info.transaction_status != TransactionStatus.IDLE:
        return False
    if (
        connection.pgconn.exec_(b"RESET ALL; SELECT pg_advisory_unlock_all()").status
        != ExecStatus.TUPLES_OK
    ):
        return False
    connection.autocommit, connection.isolation_level, connection.read_only = False, None, None
    connection._notice_handlers.clear()
    _idle[connection.info.dbname].append(connection)
    return True


class ReusedDatabase:
    """One copy of a template, as it was when it was made."""

    # The rows in the tables of a template, for all copies of it.
    _rows: ClassVar[dict[str, dict[str, bytes]]] = {}

    def __init__(self, name: str, url: str, template: str) -> None:
        self.name, self.url, self.tests = name, url, 0
        self.control = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        self.database = self.control.info.dbname
        self.tables = [name for (name,) in self.control.execute(_TABLES)]
        each = [
            sql.SQL(_MARK).format(sql.Literal(name), sql.Identifier(name))
            for name in (*self.tables, *_SHAPE)
        ]
        asked = sql.SQL(" UNION ALL ").join([*each, sql.SQL(_OTHERS), sql.SQL(_COUNTERS)])
        self.asked = asked.as_bytes(self.control)
        self.marks = self._look()
        if template not in self._rows:
            self._rows[template] = {
                name: self._read(name) for name in self.tables if self.marks[name][0]
            }
        self.rows = self._rows[template]
        _kept.add(self.database)

    def _look(self) -> dict[str, tuple[int | None, int]]:
        """Return row count and last writer of each table, other connections, and sequences."""
        mine = [one.info.backend_pid for one in (self.control, *_idle[self.database])]
        return {name: (many, last) for name, many, last in self.control.execute(self.asked, [mine])}

    def _read(self, name: str) -> bytes:
        with self.control.cursor().copy(
            sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(name))
        ) as rows:
            return b"".join(rows)

    def restored(self) -> bool:
        """Restore the database and return whether it is as it was; if not, it must be dropped."""
        self.tests += 1
        found = self._look()
        changed = [name for name, mark in found.items() if mark != self.marks.get(name)]
        if (
            self.tests >= TESTS
            or found.keys() != self.marks.keys()
            or {"others", *_SHAPE} & set(changed)
        ):
            return False
        if changed:
            with self.control.transaction():
                self.control.execute("SET LOCAL session_replication_role = replica")
                for name in changed:
                    self._set(name) if name.startswith("counter ") else self._put_back(name)
            self.marks = self._look()
        return True

    def _set(self, counter: str) -> None:
        last = self.marks[counter][0]
        self.control.execute(
            "SELECT setval(%s, %s, %s)",
            [counter.removeprefix("counter "), last or 1, last is not None],
        )

    def _put_back(self, name: str) -> None:
        """Delete new rows; if others were changed or removed, rewrite all in their order."""
        many, last = self.marks[name]
        table = sql.Identifier(name)
        self.control.execute(
            sql.SQL("DELETE FROM {} WHERE xmin::text::bigint > %s").format(table), [last]
        )
        if self.control.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone() == (
            many,
        ):
            return
        self.control.execute(sql.SQL("DELETE FROM {}").format(table))
        with self.control.cursor().copy(
            sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(table)
        ) as rows:
            rows.write(self.rows[name])

    def close(self) -> None:
        """Close its connections."""
        _kept.discard(self.database)
        for one in (self.control, *_idle.pop(self.database, [])):
            one.close()
