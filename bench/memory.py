"""Memory of the index in a process that holds nothing else: `python -m bench.memory SIZE`."""

import json
import sys
import time
from pathlib import Path

from bench import corpus
from matching.search.index import Index


def held(kind: str = "VmRSS") -> float:
    """Return the megabytes of this process now, or (VmHWM) its maximum.

    Memory inherited from the parent does not count.
    """
    values = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(values[kind].split()[0]) * 1024 / 1e6


def main(size: int) -> None:
    lexicon = corpus.lexicon()
    before, begun = held(), time.process_time()
    index = Index.build(corpus.stream(lexicon.names, size), lexicon)
    taken = {
        "size": len(index.body),
        "lexicon_mb": before,
        "held_mb": held(),
        "cpu_s": time.process_time() - begun,
    }
    taken["most_mb"] = held("VmHWM")
    print(json.dumps({name: round(value, 1) for name, value in taken.items()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
