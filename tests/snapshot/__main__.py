"""The behaviour of the service as text, compared with what is stored.

python -m tests.snapshot compare [NAME …] prints what differs, for these people alone if some are
named ("hamid farida").

python -m tests.snapshot write stores the text again.

python -m tests.snapshot dump DIR [NAME …] writes each page into a folder, so that two commits can
be compared by `diff -r`.
"""

import hashlib
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from difflib import unified_diff
from multiprocessing import get_context
from pathlib import Path

from tests.snapshot import contract, fixtures, page_crawl
from tests.snapshot.page_crawl import Page

STORED = Path(__file__).parent
SHOWN = 12


def main(words: list[str]) -> int:
    """Run the command and return the exit code."""
    verb, *more = words or [""]
    if (
        verb not in ("compare", "write", "dump")
        or (verb == "write" and more)
        or (verb == "dump" and not more)
    ):
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(more.pop(0)) if verb == "dump" else STORED
    fixtures.begin()
    with fixtures.open_client() as client:
        texts, everybody, paths = (
            contract.texts(client),
            page_crawl.cast(client),
            page_crawl.list_get_routes(client),
        )
    cast = [email for email in everybody if not more or email.partition("@")[0] in more]
    if unknown := set(more) - {email.partition("@")[0] for email in everybody}:
        print(f"unknown demonstration user: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        pages = [page for found in pool.map(page_crawl.crawl_pages, cast) for page in found]
    texts["pages.tsv"] = _digests(pages)
    if not more:
        print("\n".join(_coverage(paths, pages)))
    if verb == "compare":
        return _compare(texts, set(more))
    return _write(texts, folder) if verb == "write" else _dump(texts, pages, folder)


def _digests(pages: list[Page]) -> str:
    """Return a line for each page: person, kind of address, number, status, digest of the text."""
    lines = ["who\taddress\tplace\tstatus\tdigest"]
    for name, page in page_crawl.by_kind(pages):
        lines.append(
            f"{name}\t{page.status}\t{hashlib.sha256(page.text.encode()).hexdigest()[:16]}"
        )
    return "\n".join(lines) + "\n"


def _coverage(paths: list[str], pages: list[Page]) -> list[str]:
    """Return how many routes of pages were reached, and those that nobody reached."""
    own = [path for path in paths if path.startswith("/{lang:str}")]
    reached = {
        page_crawl.find_route(paths, page.address.partition("?")[0])
        for page in pages
        if page.status in (200, 303)
    }
    missed = [path for path in own if path not in reached]
    return [
        f"{len(pages)} answers; {len(own) - len(missed)} of {len(own)} routes of pages reached, not:",
        *(f"  {path}" for path in missed),
    ]


def _write(texts: dict[str, str], folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text)
    return 0


def _compare(texts: dict[str, str], names: set[str]) -> int:
    """Print the first differences of each text; of the pages, those of these people."""
    differing = 0
    for name, text in texts.items():
        kept = STORED / name
        before = kept.read_text().splitlines() if kept.exists() else []
        if name == "pages.tsv" and names:
            before = [line for line in before if line.partition("\t")[0] in names | {"who"}]
        found = list(
            unified_diff(
                before, text.splitlines(), f"stored {name}", f"now {name}", n=0, lineterm=""
            )
        )
        if found:
            differing += 1
            count = sum(line.startswith("+") for line in found[2:])
            print(*found[:SHOWN], f"{name}: {count} lines are new or differ", sep="\n")
    print(
        "See whole pages with `dump` in two commits and `diff -r`."
        if differing
        else "Nothing differs."
    )
    return 1 if differing else 0


def _dump(texts: dict[str, str], pages: list[Page], folder: Path) -> int:
    """Write every text and page as a file, with the same name in each commit."""
    _write(texts, folder)
    for name, page in page_crawl.by_kind(pages):
        who, place, number = name.split("\t")
        plain = re.sub(r"[^\w?&=.*-]", "_", place.strip("/"))
        short = (
            plain
            if len(plain) < 150
            else f"{plain[:120]}_{hashlib.sha256(place.encode()).hexdigest()[:8]}"
        )
        kept = folder / who / f"{short}.{number}.txt"
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(f"{page.status} {page.address}\n{page.text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
