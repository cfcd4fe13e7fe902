"""What holds of every request that adds a row of facts."""

import msgspec
import pytest

from catalog.core.approvals import AlreadyRequested
from catalog.core.fields import TooLong
from service.approvals import helpline_requests, limit_requests
from tests.service.approvals.test_helpline_requests import LINE
from tests.service.approvals.test_limit_requests import YEAR
from tests.support.cast import FARIDA


@pytest.mark.parametrize(("requests", "new"), [(limit_requests, YEAR), (helpline_requests, LINE)])
def test_the_same_row_does_not_wait_twice_and_no_text_is_cut(ground, clock, requests, new):
    by = {"by": FARIDA, "on": clock()}
    requests.request(ground, new, **by)
    with pytest.raises(AlreadyRequested):
        requests.request(ground, new, **by)
    with pytest.raises(TooLong):
        requests.request(ground, msgspec.structs.replace(new, source="x" * 301), **by)
