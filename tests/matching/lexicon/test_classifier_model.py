"""What titles whose trade is known say of one that nobody has seen."""

from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, pairwise
from threading import Event

import pytest

from i18n.scripts import tokens
from matching.lexicon import classifier_model as learning
from matching.lexicon.classifier_model import ModelTrainer, TrainedModel

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


def learnt(*more: tuple[str, str]) -> TrainedModel:
    return TrainedModel((tokens(title), code) for title, code in [*KNOWN, *more])


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


def test_runs_that_nearly_every_title_has_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert learnt().likely(tokens("weldfan"))[0][0] == "7212"
    monkeypatch.setattr("matching.lexicon.classifier_model._COMMON", 0)
    assert learnt().likely(tokens("weldfan")) == []
    assert learnt().likely(tokens("welder"))[0][0] == "7212"


def test_it_can_stand_empty_or_know_one_title() -> None:
    assert TrainedModel([]).likely(["welder"]) == []
    assert TrainedModel([(["welder"], "7212")]).likely(["welder"])[0][0] == "7212"


def test_a_title_that_all_others_would_read_wrongly_mends_what_its_words_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built = ("civil", "road", "bridge", "site")
    staged = ("stage lighting technician", "studio mixer", "boom operator", "recording technician")
    others = [(f"{what} engineer", "2142") for what in built] + [
        (title, "3521") for title in staged
    ]

    def lead(title: str) -> float:
        trained_model = TrainedModel(
            (tokens(known), code) for known, code in [*others, ("sound engineer", "3521")]
        )
        score = dict(trained_model.likely(tokens(title)))
        return score["3521"] - score["2142"]

    mended = lead("night sound engineer"), lead("night engineer")
    monkeypatch.setattr("matching.lexicon.classifier_model._STEP", 0.0)
    assert mended[0] > lead("night sound engineer")
    assert mended[1] < 0, "the word that it shares with the others speaks for them as before"


def test_what_names_teach_is_learnt_once_however_many_ask_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted, second = [], Event()

    def count(*_told: object) -> object:
        counted.append(object())
        if len(counted) > 1:
            second.set()
        second.wait(0.2)  # for another that counts beside it, if it may
        return counted[0]

    monkeypatch.setattr("matching.lexicon.classifier_model.TrainedModel", count)
    lessons = ModelTrainer(lambda: [(["welder"], "7212")])
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(lambda: lessons.learnt) for _ in range(4)]
    assert {one.result() for one in asked} == set(counted)
    assert len(counted) == 1


def test_what_was_learnt_before_serves_until_the_new_is_learnt() -> None:
    asked, going = Event(), Event()

    def taught() -> list[tuple[list[str], str]]:
        asked.set()
        going.wait(5)
        return [(["welder"], "7212"), (["cook"], "5120")]

    before, later, never_asked = (
        ModelTrainer(lambda: [(["welder"], "7212")]),
        ModelTrainer(taught),
        ModelTrainer(taught),
    )
    known = before.learnt
    later.follow(before)
    assert asked.wait(5)
    assert later.learnt is known
    going.set()
    assert later.learning
    later.learning.join(5)
    assert [code for code, _ in later.learnt.likely(["cook"])] == ["5120", "7212"]
    never_asked.follow(ModelTrainer(taught))
    assert never_asked.learning is None, "nothing is learnt that nobody asked for"


def test_a_page_begins_the_training_once_and_does_without_until_it_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learning, "_MOMENT", 0.01)
    asked, going, trained = Event(), Event(), []

    def taught() -> list[tuple[list[str], str]]:
        trained.append(1)
        asked.set()
        going.wait(5)
        return [(["welder"], "7212")]

    lessons, later = ModelTrainer(taught), ModelTrainer(taught)
    assert [lessons.is_ready() for _ in range(3)] == [False] * 3
    assert asked.wait(5)
    later.follow(lessons)
    going.set()
    for one in (lessons, later):
        assert one.learning
        one.learning.join(5)
    assert later.is_ready(), "names were accepted while the earlier ones were learnt"
    assert len(trained) == 2


def test_of_names_accepted_one_after_the_other_the_last_are_learnt() -> None:
    """While one is being learnt others wait for it, and each took four seconds of the processor."""
    asked, going, values = Event(), Event(), []

    def first() -> list[tuple[list[str], str]]:
        asked.set()
        going.wait(5)
        return [(["welder"], "7212")]

    def later(which: int) -> ModelTrainer:
        return ModelTrainer(lambda: values.append(which) or [(["cook"], "5120")])

    known, *lessons = [
        ModelTrainer(lambda: [(["welder"], "7212")]),
        ModelTrainer(first),
        *map(later, range(3)),
    ]
    assert known.learnt
    lessons[0].follow(known)
    assert asked.wait(5)
    for before, after in pairwise(lessons):
        after.follow(before)
    going.set()
    for one in lessons:
        assert one.learning
        one.learning.join(5)
    assert values == [2]
    assert lessons[-1].learnt.likely(["cook"])


def test_the_order_in_which_a_process_reads_its_signs_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values, signs = TrainedModel((tokens(title), code) for title, code in KNOWN), learning._signs
    asked = [
        tokens(" at night ".join(titles))
        for titles in combinations([title for title, _ in KNOWN], 3)
    ]

    def likely_with(turned: bool) -> list[list[tuple[str, float]]]:
        monkeypatch.setattr(learning, "_signs", lambda words: sorted(signs(words), reverse=turned))
        return [values.likely(words) for words in asked]

    assert likely_with(turned=False) == likely_with(turned=True)
