"""What was typed into the search of the desk, read as a reference, a number and a name."""

import re
from collections.abc import Callable
from typing import Annotated

import msgspec
from msgspec import Meta

from catalog.core.errors import Refusal
from catalog.core.fields import plain_code, possible_references
from catalog.vacancies import vacancy_numbers
from i18n import N_
from i18n.scripts import tokens
from matching.identity import document_numbers, name_index, telephones
from matching.identity.duplicates import SearchInput
from service.input import forms

# The fewest letters and digits to search by, and the most of a reference, with its prefix.
LEAST, LONGEST_CODE = 3, 24
_REFERENCE = re.compile("[A-Za-z]-[0-9A-Za-z]{8,}")
# The most letters of a search.
MOST = 200


class TooFewLetters(Refusal):
    slug = "too-few-letters"
    sentence = N_("Enter at least three letters or digits.")


class SearchForm(msgspec.Struct):
    q: Annotated[str, Meta(max_length=MOST)] = ""


class SearchText(msgspec.Struct, frozen=True):
    """The typed text, its letters and digits alone, and what of it a person may have.

    A name has no digits: a reference that is not found is no name.
    """

    text: str
    code: str
    person: SearchInput

    @property
    def has_person_number(self) -> bool:
        return bool(self.person.phone or self.person.passport or self.person.pinfl)

    @property
    def may_be_number(self) -> bool:
        """Whether it may be a reference or number: it has a digit, or letters of those alone.

        The first letter may be of another keyboard.
        """
        rest = [letter for letter in self.text[1:] if letter.isalnum()]
        return len(plain_code(self.text[1:])) == len(rest) or any(map(str.isdigit, self.text))

    @property
    def is_reference(self) -> bool:
        """Whether it has the form of our references, and so is no name of a firm in other letters."""
        return bool(_REFERENCE.fullmatch(self.text))

    @property
    def has_words(self) -> bool:
        """Whether firms and titles can be searched by it."""
        return any(len(word) >= LEAST and not word.isdigit() for word in tokens(self.text))

    def references(self, prefix: str) -> list[str]:
        """Return the references of one kind of record that may be meant."""
        if not LEAST <= len(self.code) <= LONGEST_CODE:
            return []
        found = possible_references(self.text, prefix)
        linked = vacancy_numbers.read(self.text) if prefix == "V" else None
        return [*found, linked] if linked else found

    def as_typed(self) -> list[str]:
        """Return the text as the number of another register, whose case may matter."""
        return list(dict.fromkeys((self.text, self.text.upper())))


def read(typed: str) -> SearchText:
    """Return what was typed. Refuses: InvalidInput, TooFewLetters."""
    text = " ".join(forms.read(SearchForm, {"q": typed}).q.split())
    code = plain_code(text)
    if max(len(code), sum(map(len, tokens(text)))) < LEAST:
        raise TooFewLetters("q")
    return SearchText(text, code, _person(text))


def _person(text: str) -> SearchInput:
    named = not any(letter.isdigit() for letter in text) and name_index.words(text)
    return SearchInput(
        name=text if named else "",
        phone=_if_valid(telephones.international_number, text),
        passport=_if_valid(document_numbers.passport_number, text),
        pinfl=_if_valid(document_numbers.pinfl_number, text),
    )


def _if_valid(normalise: Callable[[str], str], text: str) -> str:
    try:
        normalise(text)
    except Refusal:
        return ""
    return text
