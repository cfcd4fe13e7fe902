"""Days as officers type them: "tomorrow", "in a week", "a week ago", "Monday", "10 December"; 3.12.2026.

Words of any language are understood.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from i18n import formats
from i18n.scripts import tokens

_LONGEST = 40
_DAYS = {
    "today bugun сегодня": 0,
    "tomorrow ertaga завтра": 1,
    "indinga indin послезавтра": 2,
    "yesterday kecha вчера": -1,
}
_WEEKDAYS = (
    "monday mon dushanba понедельник пн",
    "tuesday tue seshanba вторник вт",
    "wednesday wed chorshanba среда среду ср",
    "thursday thu payshanba четверг чт",
    "friday fri juma пятница пятницу пт",
    "saturday sat shanba суббота субботу сб",
    "sunday sun yakshanba воскресенье вс",
)
_NUMBERS = (
    "a an one bir один одну одна",
    "two ikki два две",
    "three uch три",
    "four toʻrt четыре",
    "five besh пять",
    "six olti шесть",
    "seven yetti семь",
    "eight sakkiz восемь",
    "nine toʻqqiz девять",
    "ten oʻn десять",
)
_DAY = "day days kun kundan день дня дней"
_WEEK = "week weeks hafta haftadan неделя неделю недели недель неделе"
_MONTH = "month months oy oydan месяц месяца месяцев месяце"
_AGO = "ago oldin avval burun назад"
# Words that change nothing: the day is the next one.
_FILLERS = (
    "in the next this keyin keyingi kelasi kuni soʻng через в во на следующий следующая"
    " следующую следующей следующем"
)
# A day of a month without its year is of the past if it was this recent.
_RECENT = timedelta(days=120)
_DATE = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_DATE_IN_WORDS = re.compile(r"([0-9]{1,2})[ -]([^\W\d_]+)(?:[ ,]+([0-9]{4}))?")


def parse(text: str, today: date | None) -> date | None:
    """Return the day that a text means, or None. Words need a day to count from."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    try:
        if found := _DATE.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
        if (found := _DATE_IN_WORDS.fullmatch(text)) and (month := formats.month_number(found[2])):
            return _of_month(int(found[1]), month, found[3], today)
        return _from_words(text, today) if today else None
    except (ValueError, OverflowError):
        return None


def _from_words(text: str, today: date) -> date | None:
    if found := re.fullmatch(r"\+ ?([0-9]{1,4})", text):
        return today + timedelta(days=int(found[1]))
    words = tokens(text)
    if words == tokens("the day after tomorrow"):
        return today + timedelta(days=2)
    words = [word for word in words if word not in _fillers()]
    match words:
        # In Uzbek, oʻn is ten, and has the letters of the English word before a day.
        case ["on", word] | [word] if word in _named():
            return today + timedelta(days=_named()[word])
        case ["on", word] | [word] if word in _weekdays():
            return today + timedelta(days=(_weekdays()[word] - today.weekday() - 1) % 7 + 1)
        case [*counted, word] if word in tokens(_AGO):
            return _counted(today, counted, -1)
    return _counted(today, words, 1)


def _counted(today: date, words: list[str], sign: int) -> date | None:
    """Return the day so many days, weeks or months after today, or before it."""
    match words:
        case [unit]:
            return _after(today, sign, unit)
        case [number, unit]:
            many = int(number) if number.isdecimal() else _numbers().get(number, 0)
            return _after(today, sign * many, unit) if 0 < many < 1_000 else None
    return None


def _of_month(day: int, month: int, year: str | None, today: date | None) -> date | None:
    """Return a day of a month; without a year the next one, or one of the last four months."""
    if year:
        return date(int(year), month, day)
    if today is None:
        return None
    years = (today.year - 1, today.year, today.year + 1)
    days = [date(one, month, day) for one in years if day <= calendar.monthrange(one, month)[1]]
    return next((one for one in days if one >= today - _RECENT), None)


def _after(today: date, many: int, unit: str) -> date | None:
    if unit in tokens(_DAY):
        return today + timedelta(days=many)
    if unit in tokens(_WEEK):
        return today + timedelta(weeks=many)
    if unit not in tokens(_MONTH):
        return None
    years, month = divmod(today.month - 1 + many, 12)
    year = today.year + years
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(tokens(_FILLERS))


@cache
def _named() -> Mapping[str, int]:
    return {word: days for words, days in _DAYS.items() for word in tokens(words)}


@cache
def _weekdays() -> Mapping[str, int]:
    return {word: day for day, words in enumerate(_WEEKDAYS) for word in tokens(words)}


@cache
def _numbers() -> Mapping[str, int]:
    return {word: many for many, words in enumerate(_NUMBERS, 1) for word in tokens(words)}
