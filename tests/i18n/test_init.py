from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from i18n import (
    CITIZEN_LANGUAGES,
    LOCALES,
    N_,
    NATIVE_NAMES,
    PLURALS,
    STAFF_LANGUAGES,
    Catalogue,
    Language,
    catalogue,
    compile_catalogue,
    earlier_sentences,
    fill,
    gettext,
    negotiate,
    ngettext,
    parse_tag,
    plural_form,
    po_path,
)
from i18n.catalogues import as_po, make_message

RU, UZ, EN, KAA, CYRL = Language.RU, Language.UZ, Language.EN, Language.KAA, Language.UZ_CYRL


def test_a_fact_that_ends_with_a_full_stop_ends_its_sentence_too() -> None:
    facts = {"day": "30 ноября 2026 г.", "name": "Namuna"}
    assert fill("с %(day)s. %(name)s.", facts) == "с 30 ноября 2026 г. Namuna."


def test_it_speaks_five_languages_to_citizens_and_four_to_staff() -> None:
    assert [lang.value for lang in CITIZEN_LANGUAGES] == ["uz", "uz-Cyrl", "ru", "en", "kaa"]
    assert set(CITIZEN_LANGUAGES) - set(STAFF_LANGUAGES) == {KAA}
    assert set(NATIVE_NAMES) == set(LOCALES) == set(PLURALS) == set(Language)


@pytest.mark.parametrize(
    ("cookie", "header", "expected"),
    [
        (None, None, UZ),
        ("ru", "en", RU),
        ("UZ-CYRL", None, CYRL),
        ("klingon", "en-GB", EN),
        (None, "uz-Latn-UZ", UZ),
        (None, "uz-Cyrl-UZ,ru;q=0.5", CYRL),
        (None, "uz_CYRL", CYRL),
        (None, "ru-RU;q=0.8", RU),
        (None, "fr, en;q=0.3, ru;q=0.7", RU),
        (None, "en;q=0, ru;q=0.1", RU),
        (None, "kaa-Latn,uz;q=0.9", KAA),
        (None, "ko-KR,ko;q=0.9", UZ),
        (None, "*", UZ),
        (None, "ru;q=nonsense, en", EN),
        (None, ";;;,,,q=1;=\x00🙂", UZ),
        ("", "", UZ),
        ("x" * 5000, "ru," * 1700, RU),
        (None, "z" * 5000, UZ),
        (None, "-,--,ru-,-ru", RU),
    ],
)
def test_it_agrees_on_a_language(
    cookie: str | None, header: str | None, expected: Language
) -> None:
    assert negotiate(cookie, header) is expected


def test_it_knows_no_language_by_a_letter() -> None:
    assert parse_tag("u") is None
    assert parse_tag("") is None


@pytest.mark.parametrize("lang", Language)
def test_it_loads_the_catalogue(lang: Language) -> None:
    assert catalogue(lang).language is lang
    assert (
        gettext(lang, N_("No one has ever written this sentence."))
        == "No one has ever written this sentence."
    )


@pytest.mark.parametrize("lang", Language)
@pytest.mark.parametrize("n", [-1, 0, 1, 2, 5, 11, 21, 101, 1_000_000])
def test_it_counts_in_every_language(lang: Language, n: int) -> None:
    assert 0 <= plural_form(lang, n) < PLURALS[lang][0]
    assert ngettext(lang, "%(n)s unheard-of job", "%(n)s unheard-of jobs", n).startswith(f"{n} ")


@pytest.mark.parametrize(
    ("n", "text"),
    [(1, "1 место"), (2, "2 места"), (5, "5 мест"), (11, "11 мест"), (21, "21 место")],
)
def test_it_counts_in_russian(n: int, text: str) -> None:
    seats = made(RU, ("%(n)s seat", "%(n)s seats"), ("%(n)s место", "%(n)s места", "%(n)s мест"))
    assert fill(seats.ngettext("%(n)s seat", "%(n)s seats", n), {"n": n}) == text


def test_it_names_the_facts() -> None:
    assert (
        gettext(EN, "Dear %(name)s, 5%% of %(sum)s", name="Anvar", sum="10%%")
        == "Dear Anvar, 5% of 10%%"
    )


def test_it_leaves_a_dash_for_a_missing_fact() -> None:
    assert gettext(EN, "Dear %(name)s") == "Dear —"


def test_it_leaves_a_sentence_without_gaps_as_it_is() -> None:
    assert gettext(EN, "100%% and 5% (of all)") == "100%% and 5% (of all)"


def test_it_takes_facts_of_any_name() -> None:
    assert gettext(EN, "%(lang)s %(sentence)s", lang="a", sentence="b") == "a b"


def test_it_lets_the_number_be_spelled() -> None:
    assert ngettext(EN, "%(n)s job", "%(n)s jobs", 1200, n="1,200") == "1,200 jobs"


def test_it_says_in_uzbek_what_karakalpak_lacks() -> None:
    uzbek = made(UZ, "Hello", "Salom")
    karakalpak = Catalogue(KAA, {}, {}, behind=uzbek)
    assert karakalpak.gettext("Hello") == "Salom"
    assert karakalpak.ngettext("day", "days", 2) == "days"


def test_it_passes_over_doubtful_and_empty_translations() -> None:
    text = as_po(
        RU,
        [
            make_message("Doubtful", "Сомнительно", [], flags=["fuzzy"]),
            make_message("Empty", "", []),
        ],
    )
    catalog = compile_catalogue(RU, read_po(BytesIO(text)))
    assert catalog.gettext("Doubtful") == "Doubtful"
    assert catalog.gettext("Empty") == "Empty"


def test_it_keeps_a_file_a_language() -> None:
    assert po_path(CYRL).as_posix().endswith("i18n/locale/uz_Cyrl/LC_MESSAGES/messages.po")


def made(lang: Language, sentence: str | tuple[str, ...], text: str | tuple[str, ...]) -> Catalogue:
    return compile_catalogue(
        lang, read_po(BytesIO(as_po(lang, [make_message(sentence, text, [])])))
    )


def test_a_sentence_stored_in_an_earlier_wording_is_translated() -> None:
    """Reworded again, a sentence would leave signed figures in English in every language."""
    for earlier, now in earlier_sentences().items():
        assert now not in earlier_sentences()
        for lang in (UZ, RU, CYRL):
            assert now in catalogue(lang).texts, now
            assert gettext(lang, earlier) == gettext(lang, now)
    with po_path(RU).open("rb") as file:
        current = {message.id for message in read_po(file)}
    assert not current & earlier_sentences().keys(), "a sentence of today is no earlier one"
