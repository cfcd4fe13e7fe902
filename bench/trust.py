"""Cost of the journal and of encryption: verification, and a list of cases with encrypted values.

`./musofir bench trust [PART] [sqlite] [postgresql]`; the list is read as an officer reads it, in
turn with the same list without decryption (limits: two seconds for 100,000 entries; a tenth).
"""

import json
import os
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from unittest import mock

from sqlmodel import Session

from bench import desk
from bench.asked import Home
from bench.caseload import ON, Size
from catalog.core import journal, vault
from catalog.core.actor import SYSTEM
from service.infra import settings
from service.infra.settings import Settings
from tests.support import databases

ENTRIES: Final = 100_000
SECONDS, TENTH = 2.0, 1.10
ROUNDS: Final = 15
LIST: Final = "/en/desk/wages"
SEED: Final = 777

_open = vault.unseal_all


class Plain:
    """Replacement for decryption that returns values decrypted before."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str] = {}
        self.opened = 0

    def learn(self, session: Session, sealed: Sequence[tuple[str, str, bytes | None]]) -> list[str]:
        texts = _open(session, sealed)
        self.values |= {one[:2]: text for one, text in zip(sealed, texts, strict=True)}
        self.opened = len(sealed)
        return texts

    def tell(self, _session: Session, sealed: Sequence[tuple[str, str, bytes | None]]) -> list[str]:
        return [self.values[one[:2]] for one in sealed]


def chain(home: Home, entries: int) -> dict[str, Any]:
    """Write entries and measure the seconds of real time to verify the whole journal."""
    with home.database.write() as session:
        vault.set_up(session)
        journal.begin_seals(session, by=SYSTEM, on=ON)
        for number in range(entries):
            journal.write(session, "look", "claim", f"W-{number:08d}", by=SYSTEM, on=ON)
    begun = time.perf_counter()
    with home.database.read() as session:
        assert journal.verify(session) is None
        taken, (position, _) = time.perf_counter() - begun, journal.head(session)
    each = taken / position * ENTRIES
    return {
        "entries": position,
        "verify_s": round(taken, 2),
        "of_100000_s": round(each, 2),
        "holds": each <= SECONDS,
    }


def listed(home: Home) -> dict[str, Any]:
    """Time the list of cases with and without decryption in turn; each value is the least of the
    rounds."""
    plain, least = Plain(), {"sealed": float("inf"), "plain": float("inf")}
    ways = {"learn": plain.learn, "sealed": _open, "plain": plain.tell}
    for way in ("learn", *("sealed", "plain") * ROUNDS):
        with mock.patch.object(vault, "unseal_all", ways[way]):
            taken = desk.clocked(home, lambda: home.client.get(LIST).raise_for_status())
        least[way] = min(taken, least.get(way, taken))
    ratio = least["sealed"] / least["plain"]
    values = {f"{way}_ms": round(least[way], 2) for way in ("sealed", "plain")}
    return {"values": plain.opened, **values, "ratio": round(ratio, 3), "holds": ratio <= TENTH}


def run(kinds: Sequence[str], size: Size, entries: int) -> list[dict[str, Any]]:
    found = []
    server = cache(databases.Server)
    for kind in kinds:
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory()))
            vault.open_with(*settings.master_keys(Settings(home=folder)))
            url = (
                f"sqlite:///{folder / 'musofir.db'}"
                if kind == "sqlite"
                else stack.enter_context(server().copied(None))
            )
            home = stack.enter_context(desk.opened(folder, url, size, SEED))
            found.append({"database": kind, "list": listed(home), "journal": chain(home, entries)})
    return found


def main(part: str = "10", *kinds: str) -> None:
    databases.begin()
    load = os.getloadavg()[0]
    found = run(kinds or ("sqlite", "postgresql"), Size().part(int(part)), ENTRIES)
    print(json.dumps({"load": [load, os.getloadavg()[0]], "rows": found}, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:])
