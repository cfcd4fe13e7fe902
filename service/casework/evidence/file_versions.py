"""Versions of documents: a newer file replaces an older one, which stays readable."""

from collections.abc import Sequence

import msgspec

from service.casework.evidence import Item


class Document(msgspec.Struct, frozen=True):
    """A document: its newest version and the earlier ones, the newest of them first."""

    newest: Item
    earlier: tuple[Item, ...] = ()


def documents(files: Sequence[Item]) -> list[Document]:
    """Return the documents of a record in order of their numbers.

    A file that has not arrived, or was refused, replaces nothing and is a document of its own."""
    replaced = {one.replaces for one in files if one.is_stored}
    return [
        Document(one, versions_of(files, one.number)[1:])
        for one in files
        if one.number not in replaced
    ]


def versions_of(files: Sequence[Item], number: int) -> tuple[Item, ...]:
    """Return all versions of a document, given the number of any of them, the newest first.

    A file that is not stored is the only version of its document."""
    known = {one.number: one for one in files}
    newer = {one.replaces: one for one in files if one.replaces and one.is_stored}
    newest = known[number]
    if not newest.is_stored:
        return (newest,)
    while newest.number in newer:
        newest = newer[newest.number]
    chain = [newest]
    while (before := known.get(chain[-1].replaces or 0)) is not None:
        chain.append(before)
    return tuple(chain)
