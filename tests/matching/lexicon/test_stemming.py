"""Endings come off, the word stays."""

import pytest

from matching.lexicon.stemming import root, stems
from matching.lexicon.vocabulary import Vocabulary


@pytest.mark.parametrize(
    "forms",
    [
        "haydovchi haydovchisi haydovchilar haydovchiga haydovchilari",
        "svarshik svarshika svarshiki svarshikov svarshisa",
        "upakovshik upakovshisa upakovshiki",
        "fabrika fabrikasi fabrikada fabrikasida fabrike fabriku",
        "driver drivers",
        "zavod zavodda zavodi zavoda",
        "dala dalada dalaga",
    ],
)
def test_it_sees_one_word(forms: str) -> None:
    first, *others = forms.split()
    assert all(set(stems(first)) & set(stems(other)) for other in others)


@pytest.mark.parametrize(
    "forms",
    [
        "svarshik svarka svarnoy",
        "betonchi betonshik beton",
        "teruvchi terish",
        "paker paking",
        "soyuvchi soyadigan",
        "tazalavshi tazalaytugin",
    ],
)
def test_it_sees_one_work(forms: str) -> None:
    assert len({root(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("forms", ["ishchi ishi", "bus bu", "tikuvchi tikuv", "operator opera"])
def test_it_keeps_words_apart(forms: str) -> None:
    one, other = forms.split()
    assert not set(stems(one)) & set(stems(other))


def test_it_guesses_at_typing_errors_only_where_the_word_is_unknown() -> None:
    words = Vocabulary(["povar", "tovar", "oshpaz"])
    assert [meant.word for meant in words.meant("povar")] == ["povar"]
    assert words.meant("oshpas")[0][2:] == ("oshpaz", 1)
    assert words.meant("oshp")[0].word == "oshpaz"
    assert words.meant("x") == []
    assert Vocabulary([]).meant("povar") == []
