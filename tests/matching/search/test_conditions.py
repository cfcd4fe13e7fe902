"""What a query states besides the work is understood, and nothing else is taken for it."""

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.scripts import tokens
from matching.search import conditions
from matching.search.conditions import Pay

AGES = {
    True: (
        "jobs under 18",
        "18 yoshgacha ish",
        "работа до 18 лет",
        "18 jasqa shekem jumıs",
        "men 17 yoshdaman",
        "мне 15 лет",
        "16 year old",
        "работа для подростков",
    ),
    False: ("menga 25 yosh", "мне 19 лет", "45 лет", "до 45 лет", "19 yosh"),
}
NAMES = {"".join(tokens(name)) for name in ("повар общественного питания", "til oʻqituvchisi")}


def read(text: str, known: str = "") -> tuple[list[str], dict[str, object], tuple[str, ...]]:
    rest, stated = conditions.take(text, NAMES.__contains__, set(tokens(known)).__contains__)
    return [word for word in rest if word != conditions.GAP], stated.stated(), stated.not_applied


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("с жильем", {"housing": True}),
        ("yotoqxona bilan ish", {"housing": True}),
        ("ётоқхона билан иш", {"housing": True}),
        ("jataqxana menen", {"housing": True}),
        ("free housing", {"housing": True}),
        ("без жилья", {"housing": False}),
        ("yotoqxonasiz ish", {"housing": False}),
        ("контракт не больше полугода", {"months_max": 6}),
        ("ovqat va yotoqxona bepul", {"housing": True, "meals": True}),
        ("с жильём, питанием", {"housing": True, "meals": True}),
        ("билет за счет работодателя", {"travel": True}),
        ("chipta bepul", {"travel": True}),
        ("без языка", {"language": "none"}),
        ("tilsiz ish", {"language": "none"}),
        ("til bilmey", {"language": "none"}),
        ("koreys tili bilmasdan", {"language": "none", "language_not": "ko"}),
        ("ingliz tilisiz", {"language": "none", "language_not": "en"}),
        ("no english required", {"language": "none", "language_not": "en"}),
        ("русский язык не нужен", {"language": "none", "language_not": "ru"}),
        ("со знанием корейского языка", {"language": "ko"}),
        ("ingliz tili bilan", {"language": "en"}),
        ("без опыта", {"experience_max": 0}),
        ("опыт не нужен, жильё дают", {"experience_max": 0, "housing": True}),
        ("tajribasiz", {"experience_max": 0}),
        ("tajribam 2 yil", {"experience_max": 2}),
        ("опыт 3 года", {"experience_max": 3}),
        ("2000$", {"pay": Pay(2000_00, "USD")}),
        ("$1,500", {"pay": Pay(1500_00, "USD")}),
        ("maoshi 3000 dollar", {"pay": Pay(3000_00, "USD")}),
        ("от 100 тыс рублей", {"pay": Pay(100_000_00, "RUB")}),
        ("2,5 mln won", {"pay": Pay(2_500_000, "KRW")}),
        ("30 mln oylik", {"pay": Pay(30_000_000_00, "UZS")}),
        ("10 dollar soatiga", {"pay": Pay(10_00, "USD", hourly=True)}),
        ("30000 dollar yiliga", {"pay": Pay(2500_00, "USD")}),
        ("yevroda maosh 2500 dan yuqori", {"pay": Pay(2500_00, "EUR")}),
        ("на 2 года", {"months_min": 24, "months_max": 24}),
        ("6 oylik shartnoma", {"months_min": 6, "months_max": 6}),
        ("2 yildan", {"months_min": 24}),
        ("10 лет", {"months_min": 120, "months_max": 120}),
        ("контракт до 1 года", {"months_max": 12}),
        ("bir yilga", {"months_min": 12, "months_max": 12}),
        ("не больше 48 часов в неделю", {"hours_max": 48}),
        ("haftasiga 40 soat", {"hours_max": 40}),
        ("5/2 по 8 часов", {"hours_max": 40}),
        ("без комиссии", {"no_fee": True}),
        ("без посреднических взносов", {"no_fee": True}),
        ("soatiga 14 evro", {"pay": Pay(14_00, "EUR", hourly=True)}),
        ("ming dollar maosh", {"pay": Pay(1000_00, "USD")}),
        ("150 тыр", {"pay": Pay(150_000_00, "RUB")}),
        ("uy joyi bilan", {"housing": True}),
        ("yotib qoladigan ish", {"housing": True}),
        ("3 mahal ovqat", {"meals": True}),
        ("awqat beredi", {"meals": True}),
        ("с оплатой дороги", {"travel": True}),
        ("haftada 40 соатли", {"hours_max": 40}),
        ("40-часовая неделя", {"hours_max": 40}),
        ("til bilmesem", {"language": "none"}),
        ("тил керак бўлмаса", {"language": "none"}),
        ("bir yillik shartnoma undan kam emas", {"months_min": 12}),
        ("контракт минимум на год", {"months_min": 12}),
        ("yozgi ish", {"months_max": 6}),
        ("летняя работа", {"months_max": 6}),
        ("summer job", {"months_max": 6}),
        ("jazǵı jumıs", {"months_max": 6}),
        ("davlat agentligi orqali", {"state_programme": True}),
        ("davlat dasturi", {"state_programme": True}),
    ],
)
def test_a_condition_is_understood(typed: str, stated: dict[str, object]) -> None:
    assert read(typed)[1] == stated


def test_an_age_is_no_work_in_any_language_and_that_of_a_minor_is_known() -> None:
    for minor, queries in AGES.items():
        for query in queries:
            rest, understood = conditions.take(query, NAMES.__contains__, lambda _: False)
            assert understood.not_applied == ("age",), query
            assert understood.under_age is minor, query
            assert understood.stated() == {}, query
            assert not set(rest) & {"under", "shekem", "jaska", "18"}, query


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("с жильем и питаньем", {"housing": True, "meals": True}),
        ("yotoqxna bilan", {"housing": True}),
        ("tajribsiz", {"experience_max": 0}),
        ("acommodaton", {"housing": True}),
        ("payvandchi yotoqx", {"housing": True}),
    ],
)
def test_it_may_be_misspelt_or_unfinished(typed: str, stated: dict[str, object]) -> None:
    assert read(typed, known="payvandchi")[1].items() >= {next(iter(stated.items()))}


@pytest.mark.parametrize(
    "typed",
    [
        "повар общественного питания",
        "til oʻqituvchisi",
        "преподаватель английского языка",
        "уборка квартир",
        "мастер общественного питания",
        "oylik",
        "ovqat tayyorlash",
        "сварщик 5 разряда",
        "E-9 visa",
    ],
)
def test_words_of_work_are_no_conditions(typed: str) -> None:
    assert read(typed)[1] == {}


def test_only_the_words_of_the_condition_are_taken() -> None:
    assert read("срочно сварщик с жильем и питанием от 2000$")[0] == ["srochno", "svarshik"]
    assert read("сварщик аргон")[0] == ["svarshik", "argon"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("работа для женщин", "people"),
        ("до 3000$", "wage_max"),
        ("мне 45 лет", "age"),
        ("ночная смена", "shift"),
        ("высокая зарплата", "high_pay"),
    ],
)
def test_what_no_filter_can_apply_is_named(typed: str, name: str) -> None:
    assert read(typed)[2] == (name,)


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from("год oylik 5 yil без til 2 $ не".split())).map(" ".join)
)
def test_any_text_is_read_to_its_end(text: str) -> None:
    rest, _, _ = read(text)
    assert not {"|", "+"} & set(rest)


@pytest.mark.parametrize("word", "oylik от yil bilan va без til 1 с dollar опыт yotoqxona".split())
def test_a_word_repeated_takes_no_longer_than_other_words(word: str) -> None:
    """A pattern that reads one word in two ways would take longer than a life."""
    begun = process_time()
    read(f"{word} " * 60)
    assert process_time() - begun < 0.5


def test_a_condition_whose_words_are_also_of_occupations_is_read() -> None:
    for typed, refused in (("ночная смена", ("shift",)), ("семейная пара", ("people",))):
        assert read(typed, known=typed)[2] == refused, typed


def test_no_condition_is_lost_by_skipping_words_that_state_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = Path(conditions.__file__).parents[2] / "bench"
    texts = [
        json.loads(line)["q"]
        for name in ("conditions.jsonl", "conditions_held_out.jsonl")
        for line in (asked / name).read_text(encoding="utf-8").splitlines()
    ]
    texts += ["uysiz", "uyli ish", "yotoqxonali", "2000$", "18+", "o'n oylik"]
    found = [read(text) for text in texts]
    monkeypatch.setattr(conditions, "may_state", bool)
    assert found == [read(text) for text in texts]
