"""One key for every spelling and script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.scripts import fold, tokens

SAME = """
haydovchi ҳайдовчи | haydovchi хайдовчи | haydovchi xaydovchi | haydovchi khaydovchi
қурувчи курувчи | quruvchi kuruvchi | quruvchi қурувчи | oʻqituvchi o'qituvchi
oʻqituvchi o‘qituvchi | oʻqituvchi o’qituvchi | oʻqituvchi oʼqituvchi | oʻqituvchi o`qituvchi
oʻqituvchi oqituvchi | oʻqituvchi ўқитувчи | oʻqituvchi öqituvchi | oʻqituvchi õqituvchi
gʻisht ғишт | gʻisht ğisht | gʻisht g'isht | gʻisht гишт | shifokor şifokor | shifokor шифокор
choʻpon çöpon | choʻpon чўпон | сварщик svarshik | сварщик svarshchik | сварщик svarschik
каменщик kamenshik | уборщица uborshchitsa | уборщица uborshisa | уборщица uborshitsa
монтёр монтер | шофёр шофер | приёмщик приемщик | монтажник montajnik | монтажник montazhnik
продавец prodavets | цех tsex | цех sex | кондиционер konditsioner | конвейер konveyer
бўёқчи boʻyoqchi | тайёр tayyor | етказувчи yetkazuvchi | етказувчи etkazuvchi
экскаватор ekskavator | экскаватор excavator | диспетчер dispetcher | таъмир taʼmir | таъмир tamir
маляр malyar | няня nyanya | рыбак rybak | рыбак ribak | Германия Germaniya | Германия germania
қараўыл qarawıl | тигиўши tigiwshi | құрылысшы qurılısshı | баǵман бағман | jumısshı жумысшы
óndiris өндирис | súwshi суўши | СВАРЩИК сварщик | Йўл йўл | ishchi ишчи | қадоқловчи qadoqlovchi
E-9 e9 | Е-9 E9 | H-2 h2 | 1С 1C | такси taxi | tikuvchi tikuvchii | Jizzax Жиззах
хўжалик xoʻjalik | ҳамшира hamshira | ҳамшира хамшира | жарроҳ jarroh | йиғувчи yigʻuvchi
"""
DIFFERENT = """
ishchi ishi | ishchi ish | quruvchi qoʻriqchi | sut sot | kun kon | tom tum | povar tovar
bola bolta | tikuvchi toʻquvchi | kiyim kim | plants plans | parts pars | oshpaz oʻtpaz
sotuvchi satuvchi | пекарь лекарь | маляр моляр | сторож стон | baker packer | cook kick
welder wielder | sartarosh sartosh | qorovul qurovul | farrosh faros | грузчик груз | E-9 E-7
H-2 E-2 | suv sav | tosh tish | non nun | bogʻbon bogʻ | 100 10 | dala dal | kran kron | usta asta
"""


def pairs(text: str) -> list[tuple[str, str]]:
    return [
        (a, b)
        for pair in text.replace("\n", "|").split("|")
        if pair.strip()
        for a, b in [pair.split()]
    ]


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_it_gives_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), pairs(DIFFERENT))
def test_it_keeps_words_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_it_has_examples_enough() -> None:
    assert len(pairs(SAME)) >= 60
    assert len(pairs(DIFFERENT)) >= 30


@given(st.text())
def test_it_is_plain_ascii_words_whatever_comes(text: str) -> None:
    folded = fold(text)
    assert folded.isascii()
    assert folded == " ".join(tokens(text))
    assert all((word.isalnum() and word.islower()) or word.isdigit() for word in folded.split())


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzйёўқғҳцчшщ'ʻ- "))
def test_it_does_not_mind_how_letters_are_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


def test_it_keeps_scripts_it_cannot_read() -> None:
    assert fold("용접공") == fold("용접공")
    assert fold("용접공") != fold("서울")
    assert fold("용접공")


@pytest.mark.parametrize("nothing", ["", " ", "\0", "'", "—", "😀", "%_%", "\u200b", "\n\t"])
def test_it_gives_nothing_for_nothing(nothing: str) -> None:
    assert fold(nothing) == ""
