"""Quotas for files: of one claim, and of all receipts of one person."""

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


def require(size: int, beside: list[tuple[int, bool]], *, receipts: bool) -> None:
    """Require that a file of this many bytes fits beside the others.

    Each of the others is given by its size and whether it is stored. Refuses: EmptyFile,
    FileTooLarge, TooManyFiles, TooMuchTogether; of receipts TooManyReceipts, ReceiptsTooLarge."""
    kept = [one for one, is_kept in beside if is_kept]
    if size < 1:
        raise EmptyFile("file")
    if size > MAX_FILE_BYTES:
        raise FileTooLarge("file")
    if len(kept) >= MAX_FILES or len(beside) >= TRIES:
        raise TooManyReceipts("file") if receipts else TooManyFiles("file")
    if sum(kept) + size > MAX_TOTAL_BYTES:
        raise ReceiptsTooLarge("file") if receipts else TooMuchTogether("file")
