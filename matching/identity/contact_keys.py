"""Telephone numbers, account numbers and Telegram names as one key each, however they are typed.

A number is compared as a whole: part of one is another number.
"""

import re
import unicodedata

# What people write between the digits of a number; anything else ends it, as a plus begins one.
_BREAK = re.compile(r"[^\d\s().,:;~/_*•·|\-‐‑‒–—−+]+|\s,\s|(?=\+)")
# The digits of a whole number: a card, an Uzbek or Russian number with and without its code, and a
# number of another country behind its plus.
_SHAPE = re.compile(
    r"\d{16}|(?:\+|00|810|0(?=998))?(?:998\d{9}|7\d{10})|8\d{9,10}|\d{9}|\+(?!998|7)\d{7,15}"
)
_MOST_DIGITS = 16
_HANDLE = re.compile(
    r"(?:(?<![\w.])@|(?:https?://)?(?:www\.)?(?:t(?:elegram)?\.(?:me|dog)|instagram\.com|facebook\.com|vk\.com)"
    r"/+(?:s/+)?@?|tg:/{0,3}resolve/?\?(?:[\w=]{1,40}&){0,4}domain=@?)"
    r"([\w.]{3,64})",
    re.IGNORECASE,
)
# A name in front of the address of Telegram.
_SUBDOMAIN = re.compile(r"(?<![\w.@])(?:https?://)?(?!www\.)(\w{3,64})\.t\.me\b", re.IGNORECASE)
_BARE_HANDLE = re.compile(r"[\w.]{3,64}")
_MARK = re.compile(r"[_.\d]")
_TOKEN = re.compile(r"(?<![\w.@/])[\w.]{3,64}(?![\w@])")
_AFTER_MEDIUM = re.compile(
    r"\b(?:tg|telegram+|insta(?:gram+)?|телеграм+|тг|инстаграм+)[\s:]+([\w.]{3,64})", re.IGNORECASE
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
_LEAST_DIGITS, _LEAST_IBAN = 7, 15
# What people write around the name of an account.
_AROUND = re.compile(
    r"\b(?:telegram+|tg|instagram+|insta|facebook|whatsapp|kanal\w*|guruh\w*|akkaunt\w*|profil\w*|"
    r"телеграм+|инстаграм+|ватсап|канал\w*|гуруҳ\w*|групп[аеы]|аккаунт\w*|account|channel|group)\b",
    re.IGNORECASE,
)


def number_keys(text: str) -> set[str]:
    """The telephone and account numbers in a text, with the code of their country."""
    plain = _in_digits(unicodedata.normalize("NFKC", text)).upper()
    accounts = {re.sub(r"\s", "", match) for match in _IBAN.findall(plain)}
    accounts = {account for account in accounts if len(account) >= _LEAST_IBAN}
    rest = _IBAN.sub(lambda match: " x " if _is_iban(match[0]) else match[0], plain)
    found = {
        _whole(number)
        for piece in _BREAK.split(rest)
        for number in _numbers(re.findall(r"\+?\d+", piece))
    }
    return accounts | {key for key in found if len(key) >= _LEAST_DIGITS}


def _is_iban(text: str) -> bool:
    return len(re.sub(r"\s", "", text)) >= _LEAST_IBAN


def _in_digits(text: str) -> str:
    """A text with the digits of every script as 0 to 9, and without signs that nobody sees."""
    if text.isascii():
        return text
    seen = (one for one in text if unicodedata.category(one) != "Cf")
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in seen)


def _numbers(groups: list[str]) -> list[str]:
    """The numbers that groups of digits are: as few digits as can be are left over.

    What is left over between them is one number, as it was typed.
    """
    # By the end of each group: the digits left over, the number of numbers, and the last one's
    # first group.
    best: list[tuple[int, int, int | None]] = [(0, 0, None)]
    for end in range(1, len(groups) + 1):
        left, count, _ = best[end - 1]
        ways: list[tuple[int, int, int | None]] = [(left + len(groups[end - 1]), count, None)]
        digits = ""
        for first in range(end - 1, -1, -1):
            digits = groups[first] + digits
            if len(digits) > _MOST_DIGITS:
                break
            if _SHAPE.fullmatch(digits):
                ways.append((best[first][0], best[first][1] + 1, first))
        best.append(min(ways, key=lambda way: way[:2]))
    return _split(groups, [first for _, _, first in best])


def _split(groups: list[str], firsts: list[int | None]) -> list[str]:
    found, rest, end = list[str](), list[str](), len(groups)
    while end:
        first = firsts[end]
        if first is None:
            end -= 1
            rest.append(groups[end])
        else:
            found += ["".join(groups[first:end]), "".join(reversed(rest))]
            rest, end = [], first
    return [*found, "".join(reversed(rest))]


def _whole(number: str) -> str:
    """A number in full: nine digits alone are Uzbek, and an 8 in front stands for a country."""
    number = number.removeprefix("+")
    if len(number) == 9:
        return f"998{number}"
    if prefixed := re.fullmatch(r"(?:00?|810)(998\d{9}|7\d{10})", number):
        return prefixed[1]
    if 11 < len(number) < _MOST_DIGITS and number.startswith("00"):
        return number[2:]
    if len(number) == 10 and number.startswith("8"):
        return f"998{number[1:]}"
    return f"7{number[1:]}" if len(number) == 11 and number.startswith("8") else number


def handle_keys(text: str) -> set[str]:
    """The names of accounts in social media in a text, each in small letters with its marks."""
    plain = _SUBDOMAIN.sub(r"t.me/\1", unicodedata.normalize("NFKC", text).casefold())
    found = _HANDLE.findall(plain)
    bare = plain.strip()
    if (
        not found
        and _BARE_HANDLE.fullmatch(bare)
        and _MARK.search(bare)
        and re.search("[^\\W\\d_]", bare)
    ):
        found = [bare]
    return {f"@{handle.rstrip('.')}" for handle in found if not handle.isdigit()}


def possible_handles(text: str) -> set[str]:
    """The words of a sentence that may be names of accounts without their @, each whole.

    Only to be looked up among known accounts: most are other words.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    marked = (word.rstrip(".") for word in _TOKEN.findall(plain))
    found = {word for word in marked if _MARK.search(word) and re.search("[^\\W\\d_]", word)}
    return {f"@{word.rstrip('.')}" for word in found.union(_AFTER_MEDIUM.findall(plain))}


def contact_keys(text: str) -> set[str]:
    """All telephone and account numbers and names of accounts in a text."""
    return number_keys(text) | handle_keys(text)


def as_words(text: str) -> str:
    """A name of an account as words, to be compared with names of firms."""
    plain = _HANDLE.sub(lambda match: f" {match[1]} ", _SUBDOMAIN.sub(r"t.me/\1", text))
    words = re.sub(r"[_.@]+", " ", plain).split()
    return " ".join(_AROUND.sub(" ", " ".join(words)).split()) or " ".join(words)
