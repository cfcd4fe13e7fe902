"""Whoever acts for an agency is told whether it may recruit today; nobody else acts for one."""

import msgspec
import pytest

from catalog import recruiting
from catalog.ground.refusals import NotAllowed
from catalog.recruiting import MayNotRecruitNow
from tests.cast import ALISHER, FARIDA, HAMID, TODAY


def test_only_for_an_agency_that_may_recruit_today(seeded):
    with seeded.read() as session:
        assert recruiting.require_allowed(session, HAMID, TODAY) == "AG-VALID"
        for state in ("SUSPENDED", "EXPIRED", "REVOKED", "GRANTED", "APPLIED", "DHAKA"):
            with pytest.raises(MayNotRecruitNow):
                recruiting.require_allowed(session, msgspec.structs.replace(HAMID, agency=f"AG-{state}"), TODAY)


def test_nobody_else_acts_for_an_agency():
    for by in (ALISHER, FARIDA, msgspec.structs.replace(HAMID, agency=None)):
        with pytest.raises(NotAllowed):
            recruiting.require_agency(by)
