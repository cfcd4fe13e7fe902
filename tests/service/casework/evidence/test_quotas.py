"""How much fits: of one claim as ever, of receipts over all payments of a person."""

import pytest

from service.casework.evidence import quotas

FULL = [(1, True)] * quotas.MAX_FILES


@pytest.mark.parametrize(
    ("size", "beside", "receipts", "refusal"),
    [
        (0, [], True, quotas.EmptyFile),
        (quotas.MAX_FILE_BYTES + 1, [], True, quotas.FileTooLarge),
        (1, FULL, True, quotas.TooManyReceipts),
        (1, FULL, False, quotas.TooManyFiles),
        (1, [(1, False)] * quotas.TRIES, True, quotas.TooManyReceipts),
        (1, [(quotas.MAX_TOTAL_BYTES, True)], True, quotas.ReceiptsTooLarge),
        (1, [(quotas.MAX_TOTAL_BYTES, True)], False, quotas.TooMuchTogether),
    ],
)
def test_what_does_not_fit_is_refused_in_words_of_its_own(size, beside, receipts, refusal):
    with pytest.raises(refusal):
        quotas.require(size, beside, quotas.OF_RECEIPTS if receipts else quotas.OF_CLAIM)


def test_what_was_not_kept_takes_no_room():
    quotas.require(1, [(quotas.MAX_FILE_BYTES, False)] * quotas.MAX_FILES, quotas.OF_RECEIPTS)
