"""What titles whose trade is known say of one that nobody has seen."""

from collections.abc import Sequence

import pytest

from i18n.scripts import tokens
from matching.learnt import Learnt

KNOWN = [
    ("pipe welder", "7212"),
    ("arc welder", "7212"),
    ("сварщик труб", "7212"),
    ("bus driver", "8331"),
    ("city bus driver", "8331"),
    ("tram driver", "8331"),
    ("lorry driver", "8332"),
    ("driver", "8322"),
]


def learnt(*more: tuple[str, str]) -> Learnt:
    return Learnt((tokens(title), code) for title, code in [*KNOWN, *more])


@pytest.mark.parametrize(
    ("title", "group"),
    [
        ("underwater welder", "7212"),
        ("welders", "7212"),
        ("driver of a bus", "8331"),
        ("сварщики", "7212"),
        ("lorry", "8332"),
    ],
)
def test_words_speak_for_the_trade_in_whose_titles_they_stand(title: str, group: str) -> None:
    assert learnt().likely(tokens(title))[0][0] == group


def test_who_is_learnt_of_later_is_spoken_for() -> None:
    assert "8344" not in dict(learnt().likely(tokens("truck operator")))
    assert learnt(("reach truck operator", "8344")).likely(tokens("truck operator"))[0][0] == "8344"


def test_words_that_nobody_has_seen_weaken_what_the_others_say() -> None:
    def lead(title: str) -> float:
        first, second, *_ = learnt().likely(tokens(title))
        return first[1] - second[1]

    assert lead("bus driver") > lead("bus driver qwrtzx pqpqpq") > 0


@pytest.mark.parametrize("title", ["", "qwrtzx"])
def test_it_says_nothing_of_what_it_never_saw(title: str) -> None:
    assert learnt().likely(tokens(title)) == []


def test_it_can_stand_empty_or_know_one_title() -> None:
    assert Learnt([]).likely(["welder"]) == []
    assert Learnt([(["welder"], "7212")]).likely(["welder"])[0][0] == "7212"


def test_a_title_that_all_others_would_read_wrongly_is_heard_louder() -> None:
    built = ("civil", "road", "bridge", "site")
    staged = ("stage lighting technician", "studio mixer", "boom operator", "recording technician")
    others = [(f"{what} engineer", "2142") for what in built] + [(title, "3521") for title in staged]
    exception = ("sound engineer", "3521")

    def lead(*titles: tuple[str, str], names: Sequence[tuple[str, str]]) -> float:
        told = Learnt(*([(tokens(title), code) for title, code in some] for some in (names, titles)))
        score = dict(told.likely(tokens("sound engineer, night")))
        return score["3521"] - score["2142"]

    assert lead(exception, names=others) > lead(names=[*others, exception]), "a name counts once"
