"""Titles of vacancies as a reader of another language sees them."""

from types import SimpleNamespace

import pytest

from catalog.reference.occupations import Occupation
from i18n import Language
from service.web.jobs import job_titles
from tests.matching import trades

LEXICON = trades.lexicon()
WELDER = Occupation(
    code="7212",
    level=4,
    title_en="",
    title_ru="",
    title_uz="",
    title_uz_cyrl="",
    title_kaa="",
    name_en="Welder",
    name_ru="Сварщик",
    name_uz="Payvandchi",
    name_uz_cyrl="Пайвандчи",
    name_kaa="",
)


@pytest.mark.parametrize(
    ("lang", "title", "language", "shown"),
    [
        ("en", "Сварщик", "ru", ("Welder", "en", "Сварщик")),
        ("en", "Сварщик (утренняя смена)", "ru", ("Welder", "en", "Сварщик (утренняя смена)")),
        ("en", "Сварщик на Луне", "ru", ("Сварщик на Луне", "ru", "")),
        ("en", "Повар", "ru", ("Повар", "ru", "")),
        ("en", "Welder, MIG", "en", ("Welder, MIG", "en", "")),
        ("uz-Cyrl", "Hosil yigʻuvchi", "uz", ("Ҳосил йиғувчи", "uz-Cyrl", "")),
        ("uz", "Ҳосил йиғувчи", "uz-Cyrl", ("Hosil yigʻuvchi", "uz", "")),
        ("kaa", "Сварщик", "ru", ("Payvandchi", "kaa", "Сварщик")),
    ],
)
def test_a_title_that_names_a_known_trade_is_in_the_readers_language(lang, title, language, shown):
    row = SimpleNamespace(title=title, language=language, isco08="7212")
    found = job_titles.title(Language(lang), LEXICON, {"7212": WELDER}, row)
    assert (found.text, found.language, found.original) == shown
