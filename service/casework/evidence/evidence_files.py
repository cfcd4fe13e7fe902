"""Evidence files on disk: encrypted in pieces with their person's key, under random names.

A file is either whole on disk or absent."""

import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from catalog.core import vault
from catalog.core.errors import NotFound, Unavailable

FOLDER = "evidence"
PIECE = 65_536
# Bytes that encryption adds to a piece: its version, nonce and tag.
_SEAL = 29
_TEMP_SUFFIX = ".new"


def new_place() -> str:
    """Return a random name that reveals nothing."""
    return secrets.token_hex(16)


def path(home: Path, place: str) -> Path:
    return home / FOLDER / place[:2] / place[2:4] / place


@contextmanager
def _translate_errors() -> Iterator[None]:
    """Translate errors of the disk into refusals. Refuses: NotFound, Unavailable."""
    try:
        yield
    except FileNotFoundError as reason:
        raise NotFound from reason
    except OSError as reason:
        raise Unavailable from reason


def write(home: Path, place: str, key: bytes, content: bytes) -> None:
    """Store a file atomically: written beside its place and moved there whole.

    It is on disk when the function returns. Refuses: Unavailable."""
    target, (seal, _) = path(home, place), vault.sealer(key)
    beside = target.with_name(place + _TEMP_SUFFIX)
    with _translate_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640), "wb"
            ) as file:
                for number, start in enumerate(range(0, len(content), PIECE)):
                    file.write(seal(content[start : start + PIECE], f"{place}:{number}"))
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
            _sync_folders(target.parent)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def _sync_folders(folder: Path) -> None:
    """Sync the folder and the two above it, so that the new names are on disk."""
    for one in (folder, folder.parent, folder.parent.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read(home: Path, place: str, key: bytes, size: int) -> bytes:
    """Return the decrypted file.

    Raises vault.BrokenSeal where it is altered or has another size. Refuses: NotFound."""
    with _translate_errors():
        sealed = path(home, place).read_bytes() if place else b""
    step, (_, unseal) = PIECE + _SEAL, vault.sealer(key)
    content = b"".join(
        unseal(sealed[start : start + step], f"{place}:{number}")
        for number, start in enumerate(range(0, len(sealed), step))
    )
    if len(content) != size:
        raise vault.BrokenSeal(place)
    return content


@contextmanager
def open_locked(home: Path, place: str) -> Iterator[int]:
    """Open the file of an upload in progress under an exclusive lock, creating it if needed.

    Refuses: Unavailable."""
    target = path(home, place)
    with _translate_errors():
        fresh = not target.exists()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_RDWR | os.O_CREAT, 0o640)
    try:
        with _translate_errors():
            fcntl.flock(handle, fcntl.LOCK_EX)
            if fresh:
                _sync_folders(target.parent)
        yield handle
    finally:
        os.close(handle)


def write_piece(handle: int, place: str, key: bytes, number: int, piece: bytes) -> None:
    """Write one piece of an upload at its position; it is on disk when the function returns.

    Refuses: Unavailable."""
    sealed = vault.sealer(key)[0](piece, f"{place}:{number}")
    with _translate_errors():
        if os.pwrite(handle, sealed, number * (PIECE + _SEAL)) != len(sealed):
            raise OSError(errno.ENOSPC, "cut short")
        os.fsync(handle)


def copy(home: Path, place: str, into: Path) -> bool:
    """Copy the encrypted file into another home directory; return whether it is there.

    A file deleted in the meantime is skipped."""
    target = path(into, place)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        with suppress(FileNotFoundError):
            beside = target.with_name(place + _TEMP_SUFFIX)
            shutil.copyfile(path(home, place), beside)
            beside.chmod(0o600)
            beside.replace(target)
    return target.exists()


def delete(home: Path, place: str) -> None:
    """Delete a file; a missing file is no error."""
    if place:
        with suppress(OSError):
            path(home, place).unlink(missing_ok=True)


def list_files(home: Path) -> Iterator[tuple[str, float]]:
    """Yield every file on disk with its modification time (seconds), temporary files included."""
    for found in (home / FOLDER).glob("??/??/*"):
        with suppress(FileNotFoundError):
            yield found.name, found.stat().st_mtime
