"""What the index of so many vacancies takes of memory, in a process that holds nothing else: `python -m bench.memory SIZE`."""

import json
import resource
import sys
import time

from bench import corpus
from matching.index import Index

_PAGE = resource.getpagesize()


def held() -> float:
    """Megabytes of this process."""
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * _PAGE / 1e6


def main(size: int) -> None:
    lexicon = corpus.lexicon()
    before, begun = held(), time.process_time()
    index = Index.build(corpus.stream(lexicon.names, size), lexicon)
    taken = {"size": len(index.body), "lexicon_mb": before, "held_mb": held(), "cpu_s": time.process_time() - begun}
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps({name: round(value, 1) for name, value in (taken | {"most_mb": most}).items()}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
