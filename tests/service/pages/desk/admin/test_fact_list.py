"""Facts of all kinds in one list, each in words and with how far it was confirmed."""

import re

import pytest

from catalog.core.actor import SYSTEM
from catalog.licensing import legal_rules
from catalog.licensing.legal_rules import NewLaw, Unit
from catalog.reference.countries import Mark
from service.casework.deadlines import time_limits
from service.casework.deadlines.time_limits import CountedFrom, NewLimit

PAGE = "/en/desk/facts"
KOREA = NewLimit(
    "KR", "", 3, time_limits.Unit.YEARS, CountedFrom.PAY_DUE, Mark.SOURCED, "invented.example"
)


@pytest.fixture
def page(as_, seeded, clock):
    with seeded.write() as session:
        rules = [
            NewLaw("posting_days", 5, Unit.DAYS, Mark.SOURCED, "x"),
            NewLaw("minimum_wage_uz", 100_00, Unit.MONTH, Mark.UNCONFIRMED, "x", "UZS"),
        ]
        legal_rules.load(session, rules, by=SYSTEM, on=clock())
        time_limits.load(session, [KOREA], by=SYSTEM, on=clock())
    return lambda query: as_("farida").get(f"{PAGE}?{query}").text


def entries(text):
    return re.findall(r'<td data-label="Entry">(.*?)</td>', text)


def test_each_kind_is_stated_in_words(page):
    assert entries(page("kind=limits")) == ["3 years, counted from the day each payment was due"]
    laws = " ".join(entries(page("kind=law")))
    assert "5 (" in laws
    assert re.search(r"UZS\s*100|100\s*UZS|100\s*soum", laws), laws
    assert "From a published source" in page("kind=limits")


def test_filters_find_what_is_not_confirmed_and_words_of_a_source(page):
    assert len(entries(page("kind=law&mark=unconfirmed"))) == 1
    assert len(entries(page("q=INVENTED.example&country=kr"))) == 1
    assert entries(page("kind=law&country=KR")) == []


@pytest.mark.parametrize("name", ["chinora", "barno", "elyor"])
def test_nobody_else_reads_them(as_, name):
    assert as_(name).get(PAGE).status_code == 403
