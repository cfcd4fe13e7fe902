"""Every part of every figure of the year has its words."""

import pytest

from i18n import Language
from matching.citizens import AgeBand, Sex
from matching.placements import Channel as PlacedBy
from service.casework.advice import Channel, Outcome, Topic
from service.casework.steps import State
from service.pages.desk_report_words import NEXT, ROUNDING, SECTIONS, STATE, label
from service.reporting import years
from service.reporting.definitions import DEFINITIONS
from service.reporting.figures import Figure, Rounding, Unit

VALUES = {
    "topic": list(Topic), "channel": list(Channel), "outcome": list(Outcome), "state": list(State), "sex": list(Sex),
    "age_band": list(AgeBand), "region": ["1703", "1726"], "occupation_major": list("0123456789"), "country": ["KR", "UZ"],
    "order": ["suspend", "revoke"], "answered": ["within_1_day", "later"],
}  # fmt: skip


def said(key: str, dimension: str, value: str) -> str:
    return label(Language.EN, Figure(key, 1, Unit.SESSION, dimension={dimension: value}))


@pytest.mark.parametrize(
    "one", [one for one in DEFINITIONS if one.dimension not in (None, "currency")], ids=lambda one: one.key
)
def test_each_part_is_said_in_words(one):
    values = list(PlacedBy) if one.key == "placements.by_channel" else VALUES[one.dimension]
    found = [said(one.key, one.dimension, value) for value in values]
    assert not any("_" in words or words in values for words in found), found
    assert len(set(found)) == len(found)
    assert said(one.key, one.dimension, "not_stated") == "Not stated"


def test_a_currency_is_its_code_and_a_whole_has_no_part():
    assert said("wages.recovered", "currency", "RUB") == "RUB"
    assert label(Language.EN, Figure("advice.sessions", 1, Unit.SESSION)) == ""


def test_every_figure_has_a_section_and_every_state_and_rounding_its_words():
    assert {one.key.partition(".")[0] for one in DEFINITIONS} == set(SECTIONS)
    assert set(STATE) == set(NEXT) == {one.value for one in years.State}
    assert set(ROUNDING) == {one.value for one in Rounding}
