"""Benchmark of recruiter checks: labelled queries on registers imported before, by kind."""

import sys
from collections import defaultdict
from pathlib import Path
from time import perf_counter

import msgspec

from catalog.core import fields
from matching.fraud import known_register, recruiter_check
from matching.fraud.offer import RecruiterCheck, RecruiterVerdict
from service.commands import home

# A query with the exact name or number must get a verdict, not only a suggestion.
EXACT = frozenset({"case", "punct", "no_suffix", "joined", "licence_no"})


class Asked(msgspec.Struct):
    """A query as typed; without expected recruiters, none may be called licensed."""

    query: str
    kind: str
    expected_ids: list[str]


class Tally(msgspec.Struct):
    asked: int = 0
    verdict: int = 0
    first: int = 0
    among_three: int = 0
    wrong: int = 0

    def add(self, asked: Asked, found: RecruiterCheck) -> None:
        mine = found.standing.agency.external_id if found.standing else None
        near = [mine] * bool(mine) + [one.agency.external_id for one in found.suggestions]
        self.asked += 1
        self.verdict += found.verdict is not RecruiterVerdict.UNKNOWN
        self.first += bool(near[:1]) and near[0] in asked.expected_ids
        self.among_three += bool(set(near[:3]) & set(asked.expected_ids))
        allowing = found.verdict in (
            RecruiterVerdict.LICENSED,
            RecruiterVerdict.REGISTERED_ELSEWHERE,
        )
        self.wrong += allowing and mine not in asked.expected_ids


def main(data: Path) -> int:
    path = data / "agency_dev.jsonl"
    if not path.exists():
        print(f"{path} is not here: skipped")
        return 0
    tallies: dict[str, Tally] = defaultdict(Tally)
    questions = [msgspec.json.decode(line, type=Asked) for line in path.read_bytes().splitlines()]
    today, spent = fields.tashkent_day(fields.now()), 0.0
    with home.open_database() as database, database.read() as session:
        known = known_register.read(session, today)
        for asked in questions:
            begun = perf_counter()
            found = recruiter_check.check_agency(session, known, asked.query)
            spent += perf_counter() - begun
            for label in ("all", asked.kind):
                tallies[label].add(asked, found)
            if asked.kind in EXACT and found.verdict is RecruiterVerdict.UNKNOWN:
                print(f"NO VERDICT {asked.kind} {asked.query!r}")
    _print(tallies, spent / len(questions))
    return 1 if tallies["all"].wrong else 0


def _print(tallies: dict[str, Tally], each: float) -> None:
    print(f"{'kind':20} asked verdict first of-three wrong")
    for label, tally in tallies.items():
        numbers = (tally.asked, tally.verdict, tally.first, tally.among_three, tally.wrong)
        print(
            f"{label:20} {numbers[0]:5} {numbers[1]:7} {numbers[2]:5} {numbers[3]:8} {numbers[4]:5}"
        )
    print(f"{each * 1000:.1f} ms a look-up")


if __name__ == "__main__":
    given = sys.argv[sys.argv.index("--data") + 1] if "--data" in sys.argv[:-1] else "data"
    sys.exit(main(Path(given)))
