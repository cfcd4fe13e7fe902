"""Every section and part of a return has its word, in every language of the staff."""

import pytest

from i18n import Language
from service.pages.desk.reporting.post_return_labels import AGE, SECTIONS, label
from service.reporting.figures import tallies
from service.reporting.figures.figures import Figure, Unit
from service.reporting.monthly import monthly_counts


def test_every_figure_stands_in_a_section_and_every_section_has_one():
    assert {one.key.partition(".")[0] for one in monthly_counts.DEFINITIONS} == set(SECTIONS)
    assert list(
        dict.fromkeys(one.key.partition(".")[0] for one in monthly_counts.DEFINITIONS)
    ) == list(SECTIONS)


def test_every_age_has_its_word():
    assert tuple(AGE) == tallies.AGES


@pytest.mark.parametrize(
    ("dimension", "text"),
    [
        (None, ""),
        ({"topic": "housing"}, "Housing"),
        ({"age": "under_30"}, "Under 30 days"),
        ({"currency": "RUB"}, "RUB"),
        ({"closing": "no_evidence"}, "There is no evidence"),
        ({"outcome": "explained"}, "Explained"),
    ],
)
def test_a_part_is_told_in_words(dimension, text):
    assert label(Language.EN, Figure("x", 1, Unit.CLAIM, dimension=dimension)) == text
