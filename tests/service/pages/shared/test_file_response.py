"""Files on their way out: what leaves is harmless, has a plain name and is written down first."""

import pytest

from catalog.core.errors import NotFound
from service.casework.evidence import Item
from service.pages.shared import file_response
from tests.support.cast import TODAY


def item(state: str, media: str = "application/pdf", reason: str = "") -> Item:
    return Item("D-1", 1, "receipt", "visa.pdf", 9, 9, media, 2, state, reason, "", TODAY)


@pytest.mark.parametrize("state", ["arriving", "refused", "erased"])
def test_a_file_that_nobody_found_harmless_does_not_leave(state):
    with pytest.raises(NotFound):
        file_response.original(None, None, None, item(state, reason="no_scanner"), "R-1")


@pytest.mark.parametrize(
    ("one", "place"),
    [
        (item("clean"), 0),
        (item("clean"), 3),
        (item("waiting"), 1),
        (item("clean", "text/plain"), 1),
    ],
)
def test_a_page_that_is_none_is_not_drawn(one, place):
    with pytest.raises(NotFound):
        file_response.picture(None, None, None, one, place, "R-1")
