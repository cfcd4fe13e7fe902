"""A process that sends what stands in an outbox until it is killed."""

import sys
from datetime import UTC, datetime

from catalog.core import vault
from catalog.core.outbox import Channel
from service import outside
from service.infra.database import Database
from service.outside.sms import Sms


def run(url: str, supplier: str) -> None:
    vault.open_with(bytes(range(32)))
    database = Database(url)
    while True:
        outside.deliver(
            database,
            {Channel.SMS: Sms(supplier, "x")},
            lambda: datetime(2026, 11, 25, 6, tzinfo=UTC),
        )


if __name__ == "__main__":
    run(*sys.argv[1:])
