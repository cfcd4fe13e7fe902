"""Style sheets and scripts, with content hashes in their addresses so that browsers may cache them.

Each is compressed once.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static"
# Litestar adds the charset to every text.
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}


@cache
def address(name: str) -> str:
    """Return the address of an asset."""
    return f"/static/{hashlib.sha256(content(name)).hexdigest()[:12]}/{name}"


@cache
def content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@cache
def gzipped(name: str) -> bytes:
    return gzip.compress(content(name), mtime=0)


def exists(name: str) -> bool:
    """Return whether the static folder has a file of this name; no path can be requested."""
    return name in {path.name for path in FOLDER.iterdir()}
