"""The context in which a letter is written: facts, request, language and day."""

from datetime import date

import msgspec

from i18n.scripts import to_latin
from i18n.tongues import ABROAD, LetterLanguage, country, money
from i18n.tongues import date as dated
from service.casework.letters import letter_texts
from service.casework.letters.layout import printable
from service.casework.letters.letter_facts import Matter, Place
from service.casework.letters.letter_request import LetterRequest, deadline


class LetterWriter(msgspec.Struct, frozen=True):
    """The context for writing one letter: facts, request and day.

    `demanded` is the earlier demand, if any, `court_day` the next last day to go to court."""

    matter: Matter
    wish: LetterRequest
    today: date
    demanded: tuple[date, str] | None = None
    court_day: date | None = None

    @property
    def language(self) -> LetterLanguage:
        return self.wish.language

    def say(self, name: str, **facts: str) -> str:
        return letter_texts.fill_sentence(self.language, name, **facts)

    def kind(self, name: str, **facts: str) -> str:
        """Return a sentence of this kind of letter; one of a group speaks of many workers."""
        many = f"{name}_many"
        known = letter_texts.sentences(self.language)
        if self.matter.group and f"{self.wish.kind}.{many}" in known:
            name = many
        return self.for_heirs(f"{self.wish.kind}.{name}", **facts)

    def for_heirs(self, name: str, **facts: str) -> str:
        """Return a sentence, or where a worker has died its variant that speaks of the heirs."""
        variant = f"{name}_heirs"
        if self.matter.is_for_heirs and variant in letter_texts.sentences(self.language):
            name = variant
        return self.say(name, **facts)

    def sum(self, minor: int | None, currency: str) -> str:
        return self.say("none") if minor is None else money(self.language, minor, currency)

    def place(self, place: Place) -> str:
        town = printable(place.name_in(self.language))
        return ", ".join(part for part in (town, country(self.language, place.country)) if part)

    def name(self, text: str) -> str:
        return printable(text).strip() or self.say("none")

    def signatory(self, name: str) -> str:
        """Return the name of a person in the script of the letter."""
        return self.name(letter_texts.in_script(self.language, printable(name).strip()))

    def person(self, name: str) -> str:
        """Return the name of a person in the script of the letter, with the spelling of the record,
        which is that of the passport, in brackets where it differs.

        Abroad that is always the Latin one, since others are not read there."""
        abroad = self.language in ABROAD
        recorded, written = self.name(to_latin(name) if abroad else name), self.signatory(name)
        return written if written == recorded else f"{written} ({recorded})"

    def days(self, first: date | None, last: date | None) -> str:
        """Return a period in words, empty where it is not known."""
        if first is None or last is None:
            return ""
        days = {"from": dated(self.language, first), "to": dated(self.language, last)}
        return self.say("period", **days)

    def until(self) -> str:
        return dated(self.language, deadline(self.wish, self.today, self.court_day))
