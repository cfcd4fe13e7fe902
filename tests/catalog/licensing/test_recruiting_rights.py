"""Whoever acts for an agency is told whether it may recruit today; nobody else acts for one."""

import msgspec
import pytest

from catalog.core.errors import NotAllowed
from catalog.licensing import recruiting_rights
from catalog.licensing.recruiting_rights import MayNotRecruitNow
from tests.support.cast import ALISHER, FARIDA, HAMID, TODAY


def test_only_for_an_agency_that_may_recruit_today(seeded):
    with seeded.read() as session:
        assert recruiting_rights.require_allowed(session, HAMID, TODAY) == "AG-VALID"
        for state in ("SUSPENDED", "EXPIRED", "REVOKED", "GRANTED", "APPLIED", "DHAKA"):
            with pytest.raises(MayNotRecruitNow):
                recruiting_rights.require_allowed(
                    session, msgspec.structs.replace(HAMID, agency=f"AG-{state}"), TODAY
                )


def test_nobody_else_acts_for_an_agency():
    for by in (ALISHER, FARIDA, msgspec.structs.replace(HAMID, agency=None)):
        with pytest.raises(NotAllowed):
            recruiting_rights.require_agency(by)
