"""Names from Uzbekistan in Hangul, as the rule for foreign words writes them."""

import pytest

from i18n.hangul import to_hangul

NAMES = {
    "Alisher": "알리셰르",
    "Dilnoza": "딜노자",
    "Jahongir": "자혼기르",
    "Shavkat Mirziyoyev": "샵카트 미르지요예프",
    "Islom Karimov": "이슬롬 카리모프",
    "Karimova": "카리모바",
    "Abdulla": "압둘라",
    "Abdurahmonov": "압두라흐모노프",
    "Muhammad": "무함마드",
    "Muhammadyor": "무함마드요르",
    "Xurshid": "후르시드",
    "Otabek": "오타베크",
    "Ulugʻbek": "울루그베크",
    "Navoiy": "나보이",
    "Shohruh": "쇼흐루흐",
    "Sherzod": "셰르조드",
    "Baxtiyor": "바흐티요르",
    "Gulnora": "굴노라",
    "Zulfiya": "줄피야",
    "Sayyora": "사이요라",
    "Ravshan": "랍샨",
    "Ergash Toshmatov": "에르가시 토시마토프",
    "Oʻktam": "옥탐",
    "Isʼhoq": "이스호크",
    "Masʼuda": "마수다",
    "Ziyodullayev": "지요둘라예프",
}


def test_a_name_from_uzbekistan_is_written_by_the_rule():
    assert {name: to_hangul(name) for name in NAMES} == NAMES


def test_the_table_for_russian_is_followed_where_it_has_examples():
    for name, written in {
        "Dostoyevskiy": "도스토옙스키",
        "Yefremov": "예프레모프",
        "Vyacheslav": "뱌체슬라프",
        "Lyudmila": "류드밀라",
        "Pyotr": "표트르",
        "Mtsensk": "므첸스크",
        "Anna": "안나",
    }.items():
        assert to_hangul(name) == written


def test_every_spelling_of_a_name_gives_the_same_hangul():
    for spellings in (
        ("Gʻayrat Yoʻldoshev", "G'AYRAT YO'LDOSHEV", "Ғайрат Йўлдошев", "G‘ayrat Yo‘ldoshev"),
        ("Xurshid Ahmadov", "Khurshid Akhmadov", "Хуршид Аҳмадов"),
        ("Jamshid", "Dzhamshid", "Djamshid", "Жамшид"),
    ):
        assert len({to_hangul(one) for one in spellings}) == 1


@pytest.mark.parametrize("text", ["", "홍길동", "–", "ʼ", "김 1"])
def test_what_is_no_name_in_our_letters_stays_as_it_is(text):
    assert to_hangul(text) == text


def test_nothing_typed_breaks_it():
    for name in ("q" * 300, "Łódź Çağrı", "ng", "yyyy", "x-Y.", "É", "ĳ"):
        assert not set("abcdefghijklmnopqrstuvwxyz") & set(to_hangul(name))
