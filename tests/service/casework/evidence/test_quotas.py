"""How much fits: of one claim as ever, of receipts over all payments of a person."""

import pytest

from service.casework.evidence import room

FULL = [(1, True)] * room.MOST


@pytest.mark.parametrize(
    ("size", "beside", "receipts", "refusal"),
    [
        (0, [], True, room.NothingInIt), (room.LARGEST + 1, [], True, room.FileTooLarge),
        (1, FULL, True, room.TooManyReceipts), (1, FULL, False, room.TooManyFiles),
        (1, [(1, False)] * room.TRIES, True, room.TooManyReceipts),
        (1, [(room.TOGETHER, True)], True, room.ReceiptsTooLarge), (1, [(room.TOGETHER, True)], False, room.TooMuchTogether),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_words_of_its_own(size, beside, receipts, refusal):
    with pytest.raises(refusal):
        room.require(size, beside, receipts=receipts)


def test_what_was_not_kept_takes_no_room():
    room.require(1, [(room.LARGEST, False)] * room.MOST, receipts=True)
