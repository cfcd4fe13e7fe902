"""Vacancies packed into bytes: ten times smaller, and each can be read again."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, overload

import msgspec
import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int32]


class Document(msgspec.Struct, frozen=True, array_like=True):
    """The data of a vacancy in the search index."""

    id: str
    title: str
    isco08: str | None = None
    employer: str = ""
    city: str = ""
    country: str = ""
    wage: int | None = None  # a month, in minor units
    currency: str = ""
    languages: tuple[str, ...] | None = None  # () requires none, None: not stated
    housing: bool = False
    open: bool = True
    opens_on: int = 0  # the ordinal of the day
    closes_on: int = 0
    agency: str = ""
    meals: bool = False  # given by the employer or the State, as travel, insurance and housing
    travel: bool = False
    insurance: bool = False
    no_fee: bool = False  # stated: the worker pays no fee
    state_programme: bool = False  # of the State
    pay_hour: int | None = None  # in minor units
    hours: int | None = None  # a week
    months: int | None = None  # of the contract
    experience: int | None = None  # years


_WRITE: Final = msgspec.msgpack.Encoder()
_READ: Final = msgspec.msgpack.Decoder(Document)


class PackedVacancies(Sequence[Document]):
    """Vacancies by unit group, within it newest first, each decoded when it is read."""

    def __init__(self, documents: Iterable[Document]) -> None:
        bytes_, ends, days = bytearray(), array("q", [0]), array("i")
        ids, groups = [], []
        for document in documents:
            bytes_ += _WRITE.encode(document)
            ends.append(len(bytes_))
            days.append(document.opens_on)
            ids.append(document.id.encode())
            groups.append((document.isco08 or "").encode())
        self._bytes, edges = bytes(bytes_), np.array(ends, np.int64)
        named = np.array(ids or [b""][:0], np.bytes_)
        order = np.lexsort(
            (named, -np.array(days, np.int64), np.array(groups or [b""][:0], np.bytes_))
        )
        self._starts, self._ends = edges[:-1][order], edges[1:][order]
        self.ids = named[order]
        self._by_id: Ids = np.argsort(self.ids).astype(np.int32)

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, at: int) -> Document: ...
    @overload
    def __getitem__(self, at: slice) -> list[Document]: ...
    def __getitem__(self, at: int | slice) -> Document | list[Document]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return _READ.decode(self._bytes[self._starts[at] : self._ends[at]])

    def __iter__(self) -> Iterator[Document]:
        return map(self.__getitem__, range(len(self)))

    def place(self, id: str) -> int | None:
        """The index of the vacancy with this reference, if it is there."""
        wanted = np.bytes_(id.encode())
        at = int(np.searchsorted(self.ids, wanted, sorter=self._by_id))
        if at < len(self) and self.ids[self._by_id[at]] == wanted:
            return int(self._by_id[at])
        return None
