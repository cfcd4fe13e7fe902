"""A title from a job board gets its unit group, or none where that is doubtful."""

import pytest

from matching.lexicon.classifier import classify, classify_all
from matching.lexicon.lexicon import Lexicon, Name
from tests.matching import trades

LEXICON = trades.lexicon()


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("Сварщик", "7212"),
        ("Требуется сварщик на вахту (Екатеринбург), з/п от 120 000", "7212"),
        ("PAYVANDCHI kerak!", "7212"),
        ("Пайвандчи", "7212"),
        ("Urgent: bus driver, Dubai", "8331"),
        ("Avtobus haydovchisi", "8331"),
        ("Oshpaz yordamchisi", "9412"),
        ("Швея в цех", "8153"),
        ("Avtomexanik", "7231"),
    ],
)
def test_it_knows_the_trade_of(title: str, group: str) -> None:
    assert classify(LEXICON, title).isco08 == group


@pytest.mark.parametrize("title", ["", "12345", "Срочно требуются", "Qwrtz", "\0", "😀"])
def test_it_has_no_class_for(title: str) -> None:
    assert classify(LEXICON, title).isco08 is None


def test_it_does_not_choose_between_equals() -> None:
    lexicon = Lexicon.load([Name("8322", "title", "haydovchi"), Name("8332", "title", "haydovchi")])
    found = classify(lexicon, "haydovchi")
    assert {code for code, _ in found.ranked} == {"8322", "8332"}
    assert found.isco08 is None


def test_it_tells_no_group_far_behind_the_first() -> None:
    ranked = classify(LEXICON, "Пайвандчи").ranked
    assert ranked[0][0] == "7212"
    assert all(score >= ranked[0][1] / 4 for _, score in ranked)


def test_it_classes_many_as_it_classes_one() -> None:
    titles = ["Швея", "Повар", "Швея"]
    assert classify_all(LEXICON, titles) == [classify(LEXICON, title) for title in titles]


def test_it_can_stand_empty() -> None:
    assert classify(Lexicon.load([]), "Швея").ranked == ()
