"""Conditions whose words stand in free order, in each language."""

from time import process_time

from i18n.scripts import tokens
from matching.search import condition_frames

STATED = {
    ("experience_max", 0): (
        "stajim yoʻq|tajriba soʻramasin|тажрибам йук|bilimi boʻlmasayam|опыт значения не имеет|"
        "нет никакого опыта|чтобы опыт не требовали|tájiriybesi joq|i have no experience"
    ),
    ("language", "none"): (
        "tilga qarashmasin|til bilmasayam|тил сўралмайди|языка не знаю|язык неважен|"
        "til talap etilmeydi|language doesnt matter"
    ),
    ("language", "en"): (
        "ingliz tilim bor|инглизчани биламан|знаю английский|есть английский|английский b2|"
        "inglisshe bilemen|english fluent"
    ),
    ("no_fee", True): (
        "firmaga pul bermayman|vositachi kerakmas|агентликка пул тўламасдан|оформление бесплатно|"
        "деньги не берут|агентству не платить|agentlikke aqsha bermey|without paying agency"
    ),
    ("housing", True): (
        "uy beradigan|ijara toʻlamay|яшаш жойи бор|квартира от фирмы|за жилье не платить|прожив|"
        "чтоб не снимать комнату|jay beretuǵın|no rent|room included"
    ),
    ("meals", True): "ovqati firmadan|овқат беришса|чтоб кормили|обеды дают|awqat beredi|with food",
    ("travel", True): (
        "biletini olib beradi|yoʻlkira ulardan|проезд|дорогу оплачивают|за билет не платить|"
        "jol kiresi olardan|airfare"
    ),
}
PLAIN = (
    "uy ishlari|ремонт квартир|yoʻl quruvchi|продавец билетов|til oʻqituvchisi|olma terish|"
    "firma haydovchisi|страховой агент|ovqat yetkazib beruvchi|boʻsh ish joylari|турецкая кухня"
)


def read(text: str) -> list[tuple[str, object]]:
    folded = " ".join(tokens(text))
    return condition_frames.read(folded, lambda _: False, lambda *_: False)[1]


def test_a_condition_is_read_in_any_order_of_its_words() -> None:
    for expected, typed in STATED.items():
        for text in typed.split("|"):
            assert expected in read(text), text


def test_two_things_that_are_denied_together_are_both_not_required() -> None:
    for text in ("без языка и опыта", "til ham tajriba ham kerakmas", "опыт и язык не нужны"):
        assert set(read(text)) == {("experience_max", 0), ("language", "none")}, text
    assert dict(read("без языка, опыт есть")) == {"language": "none"}


def test_words_of_work_state_nothing() -> None:
    for text in PLAIN.split("|"):
        assert read(text) == [], text


def test_words_between_those_of_a_condition_stay() -> None:
    text, found = condition_frames.read("bez svarshik opita", lambda _: True, lambda *_: False)
    assert text == "| svarshik |"
    assert found == [("experience_max", 0)]


def test_kinds_repeated_take_no_longer_than_other_words() -> None:
    begun = process_time()
    for word in ("не", "til", "uy", "pul", "bilan", "ijara", "kerak", "va"):
        read(f"{word} " * 28)
    assert process_time() - begun < 0.5
