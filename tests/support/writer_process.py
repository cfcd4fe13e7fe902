"""A process that writes until it is killed.

It prints each record once the database has acknowledged it.
"""

import sys
from datetime import UTC, datetime

from catalog.employers import employers
from catalog.employers.employers import NewEmployer
from service.infra.database import Database
from tests.support.cast import FARIDA


def run(url: str, name: str) -> None:
    database = Database(url)
    number = 0
    while True:
        number += 1
        with database.write() as session:
            new_employer = NewEmployer(f"{name} {number}", "KR")
            row = employers.record(
                session, new_employer, by=FARIDA, on=datetime(2026, 11, 25, tzinfo=UTC)
            )
            reference = row.reference
        sys.stdout.write(f"{reference}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    run(*sys.argv[1:])
