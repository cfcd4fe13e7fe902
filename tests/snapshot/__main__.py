"""`python -m tests.snapshot compare | write | dump DIR`: the behaviour of the house as text, against what is stored."""

import hashlib
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from difflib import unified_diff
from multiprocessing import get_context
from pathlib import Path

from tests.snapshot import contract, setting, walking
from tests.snapshot.walking import Page

STORED = Path(__file__).parent
SHOWN = 12


def main(words: list[str]) -> int:
    """Does what was asked; says the exit code."""
    verb, *folder = words or [""]
    if (verb, len(folder)) not in (("compare", 0), ("write", 0), ("dump", 1)):
        print(__doc__, file=sys.stderr)
        return 2
    setting.begin()
    with setting.opened() as client:
        texts, cast, paths = contract.texts(client), walking.cast(client), walking.read_by(client)
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        pages = [page for found in pool.map(walking.walked, cast) for page in found]
    texts["pages.tsv"] = _digests(pages)
    print("\n".join(_coverage(paths, pages)))
    if verb == "dump":
        return _dump(texts, pages, Path(folder[0]))
    return _write(texts) if verb == "write" else _compare(texts)


def _digests(pages: list[Page]) -> str:
    """A line for each page: who asked, the kind of address, which of the kind, the status and the digest of the text."""
    lines = ["who\taddress\tplace\tstatus\tdigest"]
    for name, page in walking.by_kind(pages):
        lines.append(f"{name}\t{page.status}\t{hashlib.sha256(page.text.encode()).hexdigest()[:16]}")
    return "\n".join(lines) + "\n"


def _coverage(paths: list[str], pages: list[Page]) -> list[str]:
    """How many routes of pages somebody reached, and those that nobody reached."""
    own = [path for path in paths if path.startswith("/{lang:str}")]
    reached = {walking.matching(paths, page.address.partition("?")[0]) for page in pages if page.status in (200, 303)}
    missed = [path for path in own if path not in reached]
    return [
        f"{len(pages)} answers; {len(own) - len(missed)} of {len(own)} routes of pages reached, not:",
        *(f"  {path}" for path in missed),
    ]


def _write(texts: dict[str, str]) -> int:
    for name, text in texts.items():
        (STORED / name).write_text(text)
    return 0


def _compare(texts: dict[str, str]) -> int:
    differing = 0
    for name, text in texts.items():
        kept = STORED / name
        before = kept.read_text().splitlines() if kept.exists() else []
        found = list(unified_diff(before, text.splitlines(), f"stored {name}", f"now {name}", n=0, lineterm=""))
        if found:
            differing += 1
            count = sum(line.startswith("+") for line in found[2:])
            print(*found[:SHOWN], f"{name}: {count} lines are new or differ", sep="\n")
    print("See whole pages with `dump` in two commits and `diff -r`." if differing else "Nothing differs.")
    return 1 if differing else 0


def _dump(texts: dict[str, str], pages: list[Page], folder: Path) -> int:
    """Every text and page as a file, named alike in each commit."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text)
    for name, page in walking.by_kind(pages):
        who, place, number = name.split("\t")
        plain = re.sub(r"[^\w?&=.*-]", "_", place.strip("/"))
        short = plain if len(plain) < 150 else f"{plain[:120]}_{hashlib.sha256(place.encode()).hexdigest()[:8]}"
        kept = folder / who / f"{short}.{number}.txt"
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(f"{page.status} {page.address}\n{page.text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
