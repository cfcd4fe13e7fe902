"""What stands in a cell of somebody's table is read as the value that was meant, or told to be
none."""

import re

import pytest

from catalog.core.errors import InvalidInput
from catalog.core.fields import TooLong
from catalog.licensing.agencies import NewAgency
from catalog.vacancies import vacancies
from catalog.vacancies.agency_vacancies import VacancyInput
from catalog.vacancies.vacancies import NewVacancy
from i18n import Language, as_forms, catalogues, first_form, po_path
from seed import reference
from service.casework.groups import roster
from service.input import cell_parsing
from service.input.cell_parsing import EmptyCell, NotAnAmount, NotAPayer
from service.reporting.external import figure_parser

ROW = {
    "external_id": "1",
    "title": "Welder",
    "language": "en",
    "country": "kr",
    "employer": "Hanbit",
    "seats": "3",
    "wage_min": "2 900 000",
    "wage_max": "2900000",
    "currency": "krw",
    "period": "Month",
    "opens_on": "01.12.2026",
    "closes_on": "2027-01-31",
    "housing": "ha",
    "meals": "worker",
    "quota": "yoʻq",
}


def read(**changed):
    return cell_parsing.read(
        VacancyInput, ROW | changed, cell_parsing.VACANCY_READERS, longest={"title": 200}
    )


def test_a_row_means_a_vacancy():
    result = read()
    assert (result.country, result.currency, result.wage_min, result.period.value) == (
        "KR",
        "KRW",
        2_900_000,
        "month",
    )
    assert (str(result.opens_on), result.housing.value, result.meals.value, result.quota) == (
        "2026-12-01",
        "employer",
        "worker",
        False,
    )


def test_all_mistakes_are_told_at_once():
    with pytest.raises(InvalidInput) as wrong:
        read(wage_min="much", housing="perhaps", title="x" * 201, seats="")
    found = {error.field: type(error) for error in wrong.value.errors}
    assert found == {
        "wage_min": NotAnAmount,
        "housing": NotAPayer,
        "title": TooLong,
        "seats": EmptyCell,
    }


# What must be typed as it is: columns, the words that cells may hold, keys of the keyboard, codes
# of countries and currencies.
TYPED = {
    "Shift",
    "Alt",
    "Option",
    "Control",
    "yes",
    "no",
    *roster.COLUMNS,
    *figure_parser.COLUMNS,
}
TYPED |= {
    *NewAgency.__struct_fields__,
    *NewVacancy.__struct_fields__,
    *(payer.value for payer in vacancies.Payer),
}
TYPED |= {row["code"] for row in reference.rows("countries.tsv")} | {
    row["currency"] for row in reference.rows("countries.tsv")
}
WORD = re.compile("(?<![%({])[A-Za-z_]+")


def test_whatever_must_be_typed_as_it_is_stands_so_in_cyrillic_too():
    """An officer who follows a hint and types a column in Cyrillic gets a refused file."""
    read = {lang: catalogues.read(po_path(lang)) for lang in (Language.UZ, Language.UZ_CYRL)}
    spoilt = []
    for message in filter(lambda one: one.id, read[Language.UZ]):
        text, made = (as_forms(one.string) for one in (message, read[Language.UZ_CYRL][message.id]))
        asked = (
            set(WORD.findall(first_form(message.id))) & set(WORD.findall(" ".join(text))) & TYPED
        )
        spoilt += [
            (word, " ".join(made)) for word in asked if word not in WORD.findall(" ".join(made))
        ]
    assert spoilt == []


@pytest.mark.parametrize(
    "typed",
    [
        "KO:a2; en:B1",
        "Korean A2, English B1",
        "корейский А2; английский в1",
        "koreys A2 ingliz tili B1",
    ],
)
def test_languages_are_named_in_words_or_by_code_and_their_levels_typed_in_any_script(typed):
    assert cell_parsing.languages({"x": typed}, "x") == "ko:A2,en:B1"


@pytest.mark.parametrize("typed", ["korean", "A2", "Martian A2", "ko:D1", "ko:A2 x", "x" * 9_000])
def test_a_language_without_a_level_or_a_name_is_refused(typed):
    with pytest.raises(cell_parsing.NotLanguages):
        cell_parsing.languages({"x": typed}, "x")
