"""Style and script, named by their content so that a browser may keep them for ever, and packed
once."""

import gzip
import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static"
# The framework adds the charset to every text.
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}


@cache
def address(name: str) -> str:
    """Where a page finds an asset."""
    return f"/static/{hashlib.sha256(content(name)).hexdigest()[:12]}/{name}"


@cache
def content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def gzipped(name: str) -> bytes:
    return gzip.compress(content(name), mtime=0)


def exists(name: str) -> bool:
    """Only names of the folder itself: no path can be asked for."""
    return name in {path.name for path in FOLDER.iterdir()}
