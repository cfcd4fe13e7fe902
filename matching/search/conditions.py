"""Conditions of work that a query states: housing, pay, language, hours, contract, experience."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec

from catalog.core.exchange_rates import exponent
from i18n.scripts import tokens
from matching.lexicon import ages, amounts, misspelt_kinds
from matching.lexicon import condition_words as wording
from matching.lexicon import number_words as numbers
from matching.lexicon.condition_kinds import OTHER, kind
from matching.lexicon.condition_patterns import Pattern, may_state, pattern, words
from matching.lexicon.stopwords import STOPWORDS
from matching.search import condition_frames

UNDER_AGE: Final = "under_age"  # beside "age": of somebody who is not yet 18
LONGEST: Final = 28  # words of a query in which conditions are looked for
GAP: Final = "|"  # stands where a condition was, so that nothing is read across it
_GIVEN: Final = "+"  # the same for a benefit
_LONGEST_NAME: Final = 4


class Pay(msgspec.Struct, frozen=True):
    """The least pay in minor units, a month or an hour; whole ones where no currency is stated."""

    minor: int
    currency: str
    hourly: bool = False


class Terms(msgspec.Struct, frozen=True):
    """The terms of work that filters and the words of a query have by the same names."""

    housing: bool | None = None  # given by the employer or the State, as the next three
    meals: bool | None = None
    travel: bool | None = None
    insurance: bool | None = None
    no_fee: bool | None = None  # the worker pays no fee
    state_programme: bool | None = None  # of the State
    experience_max: int | None = None  # years
    language: str | None = None  # required by the work; "none": requires no language
    language_not: str | None = None
    hours_max: int | None = None  # a week
    months_min: int | None = None  # of the contract
    months_max: int | None = None


class Conditions(Terms, frozen=True):
    """What a query states besides work and place.

    `not_applied` are conditions that are understood but that no filter can apply.
    """

    pay: Pay | None = None
    country_not: tuple[str, ...] = ()
    occupation_not: tuple[str, ...] = ()
    not_applied: tuple[str, ...] = ()
    under_age: bool = False  # of somebody who is not yet 18

    def stated(self) -> dict[str, Any]:
        """The conditions that are stated, except those that cannot be applied."""
        return {
            name: value
            for name in (self.__struct_fields__ if self != NONE else ())
            if (value := getattr(self, name)) not in (None, ())
            and name not in ("not_applied", "under_age")
        }


NONE: Final = Conditions()


def with_not_applied(stated: Conditions, name: str) -> Conditions:
    """The conditions, with one more that is understood and cannot be applied."""
    return msgspec.structs.replace(stated, not_applied=(*stated.not_applied, name))


Names = Callable[[str], bool]  # whether an occupation has this name, written as one word
Known = Callable[[str], bool]  # whether the word belongs to some occupation or place


def take(text: str, names: Names, known: Known) -> tuple[list[str], Conditions]:
    """Return the other words of a query, with a gap between clauses, and the conditions it states."""
    plain = amounts.plain(text)
    parts = (" ".join(tokens(part)) for part in _PUNCTUATION.split(plain))
    clauses = f" {GAP} ".join(part for part in parts if part).split()
    if all(kind(word) == OTHER and not may_state(word) and known(word) for word in clauses):
        return clauses, NONE
    reader = _Reader(" ".join(clauses[:LONGEST]), names)
    reader.free_order(known)
    whole = tokens(plain) if GAP in clauses else clauses
    if not reader.found and names("".join(whole)):
        return whole, NONE
    reader.text = misspelt_kinds.corrected(reader.text.split(), known)
    for step in _STEPS if any(map(may_state, reader.text.split())) else ():
        step(reader)
    if not reader.found and not reader.not_applied:
        return clauses, NONE
    refused = dict.fromkeys(reader.not_applied)
    conditions = Conditions(
        **reader.found,
        not_applied=tuple(name for name in refused if name != UNDER_AGE),
        under_age=UNDER_AGE in refused,
    )
    rest = numbers.FILLER.sub(" ", reader.text).split()
    return [GAP if word == _GIVEN else word for word in rest], conditions


_PUNCTUATION: Final = re.compile(r"[,;!?()]+|(?<!\w)но(?!\w)|\.(?=\s|$)")


class _Reader:
    """The folded text that is left, and the conditions found in it."""

    def __init__(self, text: str, names: Names) -> None:
        self.text, self._names = text, names
        self.found: dict[str, Any] = {}
        self.not_applied: list[str] = []

    def every(
        self,
        pattern: Pattern,
        wanted: Callable[[re.Match[str]], bool] | None = None,
        gap: str = GAP,
    ) -> Iterator[re.Match[str]]:
        """Take each match out of the text, unless it belongs to the name of an occupation."""
        at = 0
        while match := pattern.search(self.text, at):
            if (wanted and not wanted(match)) or self._of_name(match):
                at = match.end()
                continue
            self.text = f"{self.text[: match.start()]}{gap}{self.text[match.end() :]}"
            at = match.start()
            yield match

    def state(self, name: str, value: Any) -> None:
        """Note a condition; the first one stated holds."""
        self.found.setdefault(name, value)

    def free_order(self, known: Known) -> None:
        """Take the conditions whose words stand in any order."""
        words = self.text.split()
        self.text, found = condition_frames.read(
            self.text, known, lambda first, last: self._in_name(words, first, last)
        )
        for name, value in found:
            self.state(name, value)

    def _of_name(self, match: re.Match[str]) -> bool:
        before, inside = self.text[: match.start()].split(), match[0].split()
        words = [*before, *inside, *self.text[match.end() :].split()]
        return self._in_name(words, len(before), len(before) + len(inside))

    def _in_name(self, words: list[str], first: int, last: int) -> bool:
        """Whether these words belong to the name of an occupation that reaches beyond them."""
        for start in range(max(0, first - _LONGEST_NAME + 1), last):
            for end in range(start + 2, min(start + _LONGEST_NAME, len(words)) + 1):
                reaches_out = (start < first < end) or (start < last < end)
                span = words[start:end]
                if reaches_out and not STOPWORDS.issuperset(span) and self._names("".join(span)):
                    return True
        return False


def _currency(word: str) -> str:
    return next(
        code for code, names in numbers.CURRENCIES.items() if re.fullmatch(names, word) is not None
    )


_NUMBER: Final = r"(?P<low>\d{1,10})(?: (?P<high>\d{1,10}))?"
_PER: Final = rf"(?:(?P<hour>{numbers.PER_HOUR})|(?P<year>{numbers.PER_YEAR})|{numbers.PER_MONTH})"
_ROUND: Final = rf"(?:{numbers.PAY_WORDS}|{numbers.PER_MONTH}|{numbers.AT_LEAST})"
_PAY: Final = pattern(
    rf"(?:{_ROUND} )*+(?:(?P<first>{numbers.PER_HOUR}) )?(?:{_ROUND} )*+"
    rf"(?P<most>{numbers.AT_MOST} )?(?:{_ROUND} )*+{_NUMBER} (?P<currency>{numbers.ANY_CURRENCY})"
    rf"(?: (?P<over>{numbers.AT_MOST}))?(?: {numbers.AT_LEAST})?(?: {_PER})?(?: {_ROUND}(?!\S))*+"
)
_CURRENCY_FIRST: Final = pattern(
    rf"(?:{_ROUND} )*+(?:(?P<first>{numbers.PER_HOUR}) )?(?P<currency>{numbers.ANY_CURRENCY}) (?:{_ROUND} )*+"
    rf"(?P<most>{numbers.AT_MOST} )?(?P<low>\d{{2,10}})"
    rf"(?: (?P<over>{numbers.AT_MOST}))?(?: {_PER})?(?: {_ROUND}(?!\S))*+"
)
_PLAIN_PAY: Final = pattern(
    rf"(?:(?:{_ROUND} )++(?P<low>\d{{3,10}})|(?P<large>\d{{7,10}})|(?P<bare>\d{{5,6}})"
    rf"|(?P<high>\d{{3,10}}) (?:{numbers.AT_LEAST} )?{numbers.PAY_WORDS})"
)


def _pay(reader: _Reader) -> None:
    for match in (*reader.every(_PAY), *reader.every(_CURRENCY_FIRST)):
        if match["most"] or match["over"] or match["currency"].endswith("gacha"):
            reader.not_applied.append("wage_max")
            continue
        currency = _currency(match["currency"])
        amount = int(match["low"]) / (12 if match["year"] else 1)
        minor = min(round(amount * 10 ** exponent(currency)), 10**13)
        reader.state("pay", Pay(minor, currency, bool(match["hour"] or match["first"])))
    for match in reader.every(_PLAIN_PAY):
        low = int(match["low"] or match["high"] or match["large"] or match["bare"])
        if low < amounts.MILLION:
            reader.state("pay", Pay(low, ""))
        else:
            reader.state("pay", Pay(low * 100, "UZS"))


_A_WEEK, _A_DAY = numbers.A_WEEK, numbers.A_DAY
_WORK: Final = words("ish|работы|рабочий день|рабоч*|work|jumıs|ishlash")
_WORK_WEEK: Final = words("ish|рабоч* неделя|work week|работы")
_DAYS_WORDS: Final = words("kun|kunlik|дней|дня|дневн*|days|day|kún|kúnlik")
_HOURS: Final = pattern(
    rf"(?:(?:{numbers.AT_MOST}|{_A_WEEK}|{_A_DAY}) )*+(?P<hours>\d{{1,2}}) {numbers.HOURS}"
    rf"(?: (?:{numbers.AT_MOST}|{_A_WEEK}|{_A_DAY}|{_WORK})(?!\S))*+"
)
_DAYS_A_WEEK: Final = pattern(
    rf"(?:{_A_WEEK} )?(?P<days>[4567]) {_DAYS_WORDS}(?: {_A_WEEK}| {_WORK_WEEK}(?!\S))*+"
)


def _hours(reader: _Reader) -> None:
    days = next((int(match["days"]) for match in reader.every(_DAYS_A_WEEK)), None)
    for match in reader.every(_HOURS):
        hours = int(match["hours"])
        reader.state("hours_max", hours if hours > 14 else hours * (days or 6))
    if days is not None:
        reader.state("hours_max", days * 8 + (8 if days == 5 else 0))


_UNIT: Final = rf"(?:(?P<months>{numbers.MONTHS})|(?P<years>{numbers.YEARS}))"
_HAVING: Final = words("с|со|есть|with|have|i have|от")
_OF_WORK: Final = words("работы|of|от|bor|kamida|ish|рабочего|is|work|jumıs|ga yaqin")
_FOR: Final = words("на|for|uchun|с|сроком на|срок")
_EXPERIENCED: Final = pattern(
    rf"(?:(?:{_HAVING} )?{numbers.EXPERIENCE}(?: {_OF_WORK}(?!\S))*+"
    rf" (?P<first>\d{{1,2}}) {_UNIT}"
    rf"|(?:{_HAVING} )?(?P<second>\d{{1,2}}) (?:{numbers.YEARS}|(?P<few>{numbers.MONTHS}))(?: {_OF_WORK})?"
    rf" {numbers.EXPERIENCE}(?: {words('bilan|bor|menen|bar|работы')}(?!\S))*+)"
)
_BEFORE_TERM: Final = (
    rf"(?:(?:{numbers.TERM}|{_FOR}) )*+"
    rf"(?:(?:(?P<most>{numbers.AT_MOST})|(?P<least>{numbers.AT_LEAST})) )?(?:{_FOR} )?"
)
_SHALL_BE: Final = words("boʻlsin|bolsın|boʻlishi kerak")
_AFTER_TERM: Final = (
    rf"(?: (?:{numbers.TERM}|{_SHALL_BE})(?!\S))*+"
    rf"(?: (?:[{GAP}] )?(?P<after>{numbers.AT_MOST}|{numbers.AT_LEAST})(?!\S))?(?: {numbers.TERM}(?!\S))*+"
)
_TERM: Final = pattern(rf"{_BEFORE_TERM}(?:(?P<number>\d{{1,2}}) )?{_UNIT}{_AFTER_TERM}")
_HALF: Final = pattern(
    _BEFORE_TERM
    + words("полгода|полугода|yarim yil|yarim yilga|yarim yillik|half a year|yarım jıl|yarım jılǵa")
    + _AFTER_TERM
)


def _lengths(reader: _Reader) -> None:
    for match in reader.every(_EXPERIENCED):
        number = int(match["first"] or match["second"])
        reader.state("experience_max", number // 12 if match["months"] or match["few"] else number)
    _ages(reader)
    for match in reader.every(_HALF):
        _bounded(reader, match, 6)
    for match in reader.every(_TERM, _is_length):
        _term(reader, match)


def _ages(reader: _Reader) -> None:
    for match in reader.every(ages.OLD, ages.is_age):
        _age(reader, ages.is_minor(match))
    for match in reader.every(ages.UNDER):
        _age(reader, int(match["age"]) <= ages.ADULT)
    for _ in reader.every(ages.MINORS):
        _age(reader, True)


def _age(reader: _Reader, minor: bool) -> None:
    reader.not_applied.append("age")
    if minor:
        reader.not_applied.append(UNDER_AGE)


def _is_length(match: re.Match[str]) -> bool:
    """Whether a length is said: “oylik” or “год” alone says none."""
    return match["number"] is not None or " " in match[0]


def _term(reader: _Reader, match: re.Match[str]) -> None:
    _bounded(reader, match, int(match["number"] or 1) * (12 if match["years"] else 1))


def _bounded(reader: _Reader, match: re.Match[str], months: int) -> None:
    after = match["after"] or ""
    most = match["most"] or re.fullmatch(numbers.AT_MOST, after) or "gacha" in match[0]
    least = not most and (
        match["least"] or after or re.search(r"(?:oy|yil|ay|jil)d[ae]n\b", match[0])
    )
    _contract(reader, months, bool(most), bool(least))


def _contract(reader: _Reader, months: int, most: bool, least: bool) -> None:
    if not most:
        reader.state("months_min", months)
    if not least:
        reader.state("months_max", months)


def _language(reader: _Reader) -> None:
    for match in reader.every(wording.WITHOUT_LANGUAGE):
        code = _code(match.groupdict())
        reader.state("language", "none")
        if code:
            reader.state("language_not", code)
    if wording.OF_LANGUAGE.search(reader.text):
        return
    for match in reader.every(wording.WITH_LANGUAGE):
        reader.state("language", _code(match.groupdict()))


def _code(groups: Mapping[str, str | None]) -> str | None:
    typed = next(filter(None, groups.values()), None)
    if typed is None:
        return None
    stems = wording.LANGUAGES.items()
    return next(code for code, words in stems if re.fullmatch(words, typed))


def _benefits(reader: _Reader) -> None:
    for name, (yes, no) in wording.BENEFITS.items():
        for _ in reader.every(no):
            reader.state(name, False)
        for _ in reader.every(yes, gap=_GIVEN):
            reader.state(name, True)


def _experience(reader: _Reader) -> None:
    for _ in reader.every(wording.WITHOUT_EXPERIENCE):
        reader.state("experience_max", 0)


def _simple(reader: _Reader) -> None:
    for condition, name, value in wording.SIMPLE:
        for _ in reader.every(condition):
            reader.state(name, value)


def _rest(reader: _Reader) -> None:
    for condition, name in wording.NOT_APPLIED:
        for _ in reader.every(condition):
            reader.not_applied.append(name)


def _spelled_numbers(reader: _Reader) -> None:
    for spelled, number in numbers.NUMBERS_SPELLED:
        reader.text = spelled.sub(number, reader.text)


_STEPS: Final = (
    _spelled_numbers,
    _pay,
    _hours,
    _lengths,
    _language,
    _experience,
    _benefits,
    _simple,
    _rest,
)
