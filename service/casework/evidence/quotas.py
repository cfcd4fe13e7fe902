"""Quotas for files: of one claim, of all receipts of one person, and of one other record."""

from collections.abc import Callable

import msgspec

from catalog.core.errors import Refusal
from i18n import N_

MAX_FILE_BYTES = 10_000_000
MAX_FILES = 40
MAX_TOTAL_BYTES = 100_000_000
# A limit on attempts, because refused files count towards no other quota.
TRIES = 200


class EmptyFile(Refusal):
    slug = "nothing-in-it"
    sentence = N_("This file is empty. Choose it again.")


class FileTooLarge(Refusal):
    slug = "file-too-large"
    sentence = N_("This file is too large. The file must be 10 MB or smaller.")


class TooManyFiles(Refusal):
    slug = "too-many-files"
    sentence = N_(
        "This claim already has 40 files, which is the maximum. If you need to add another "
        "important file, write to us."
    )


class TooMuchTogether(Refusal):
    slug = "too-much-together"
    sentence = N_(
        "The files for one claim can be up to 100 MB in total. There is no room for this one."
    )


class TooManyReceipts(Refusal):
    slug = "too-many-receipts"
    sentence = N_(
        "You already have 40 receipts here, and there is no room for more. Delete one first."
    )


class ReceiptsTooLarge(Refusal):
    slug = "receipts-too-large"
    sentence = N_("Your receipts can be up to 100 MB in total. There is no room for this one.")


class TooManyDocuments(Refusal):
    slug = "too-many-documents"
    sentence = N_("This record already has 40 documents, which is the maximum.")


class DocumentsTooLarge(Refusal):
    slug = "documents-too-large"
    sentence = N_(
        "The documents of one record can be up to 100 MB in total. There is no room for this one."
    )


class Quota(msgspec.Struct, frozen=True):
    """What is refused where there are too many files, or too many bytes of them."""

    too_many: Callable[[], Refusal]
    too_large: Callable[[], Refusal]


OF_CLAIM = Quota(lambda: TooManyFiles("file"), lambda: TooMuchTogether("file"))
OF_RECEIPTS = Quota(lambda: TooManyReceipts("file"), lambda: ReceiptsTooLarge("file"))
OF_RECORD = Quota(lambda: TooManyDocuments("file"), lambda: DocumentsTooLarge("file"))


def require(size: int, beside: list[tuple[int, bool]], quota: Quota = OF_CLAIM) -> None:
    """Require that a file of this many bytes fits beside the others.

    Each of the others is given by its size and whether it is stored. Refuses: EmptyFile,
    FileTooLarge, and what the quota names."""
    kept = [one for one, is_kept in beside if is_kept]
    if size < 1:
        raise EmptyFile("file")
    if size > MAX_FILE_BYTES:
        raise FileTooLarge("file")
    if len(kept) >= MAX_FILES or len(beside) >= TRIES:
        raise quota.too_many()
    if sum(kept) + size > MAX_TOTAL_BYTES:
        raise quota.too_large()
