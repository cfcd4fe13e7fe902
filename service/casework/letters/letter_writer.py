"""The context in which a letter is written: facts, request, language and day."""

from datetime import date

import msgspec

from i18n.scripts import to_latin
from i18n.tongues import ABROAD, LetterLanguage, country, money
from i18n.tongues import date as dated
from service.casework.letters import letter_texts
from service.casework.letters.layout import printable
from service.casework.letters.letter_facts import Matter, Place
from service.casework.letters.letter_policies import Policy
from service.casework.letters.letter_request import LetterRequest, deadline
from service.casework.money.money_entries import Purpose


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

    @property
    def policy(self) -> Policy | None:
        return self.wish.policy_of(self.matter.policies)

    def say(self, name: str, **facts: str) -> str:
        return letter_texts.fill_sentence(self.language, name, **facts)

    def kind(self, name: str, **facts: str) -> str:
        """Return a sentence of this kind of letter, in the variant for what is claimed and by whom.

        One of a group speaks of many workers."""
        known, name = letter_texts.sentences(self.language), f"{self.wish.kind}.{name}"
        variants = (f"{name}{one}" for one in self._variants())
        return self.for_heirs(next((one for one in variants if one in known), name), **facts)

    def _variants(self) -> list[str]:
        """Return the endings of the names of variants that fit, the most special first."""
        others = self.matter.purposes - {Purpose.WAGES}
        fitting = {
            "_many": bool(self.matter.group),
            "_benefit": self.matter.benefits_alone,
            "_insured": bool(self.matter.benefits) and not self.matter.benefits_alone,
            "_sums": bool(others) and Purpose.WAGES not in self.matter.purposes,
            "_mixed": bool(others) and Purpose.WAGES in self.matter.purposes,
        }
        return [one for one in fitting if fitting[one]]

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
        """Return a period in words, of which one end may be open; empty where it is not known."""
        ends = {"from": first, "to": last}
        days = {name: dated(self.language, day) for name, day in ends.items() if day}
        if len(days) == len(ends):
            return self.say("period", **days)
        return "".join(self.say(f"period_{name}", **{name: day}) for name, day in days.items())

    def until(self) -> str:
        return dated(self.language, deadline(self.wish, self.today, self.court_day))
