"""Telephone numbers, account numbers and Telegram names as one key each, however they are typed.

A number is compared as a whole: part of one is another number.
"""

import re
import unicodedata

# Digits with what people write between them.
_NUMBER = re.compile(r"\+?\d(?:[\s().\-–—]{0,3}\d)+")
_HANDLE = re.compile(
    r"(?:(?<![\w.])@|(?:https?://)?(?:www\.)?(?:t(?:elegram)?\.me|instagram\.com|facebook\.com|vk\.com)/@?)"
    r"([\w.]{3,64})",
    re.IGNORECASE,
)
_BARE_HANDLE = re.compile(r"[\w.]{3,64}")
_MARK = re.compile(r"[_.\d]")
_TOKEN = re.compile(r"(?<![\w.@/])[\w.]{3,64}(?![\w@])")
_AFTER_MEDIUM = re.compile(
    r"\b(?:tg|telegram+|insta(?:gram+)?|телеграм+|тг|инстаграм+)[\s:]+([\w.]{3,64})", re.IGNORECASE
)
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}\b")
_LEAST_DIGITS = 7
# What people write around the name of an account.
_AROUND = re.compile(
    r"\b(?:telegram+|tg|instagram+|insta|facebook|whatsapp|kanal\w*|guruh\w*|akkaunt\w*|profil\w*|"
    r"телеграм+|инстаграм+|ватсап|канал\w*|гуруҳ\w*|групп[аеы]|аккаунт\w*|account|channel|group)\b",
    re.IGNORECASE,
)


def number_keys(text: str) -> set[str]:
    """The telephone and account numbers in a text, with the code of their country."""
    plain = unicodedata.normalize("NFKC", text)
    accounts = {re.sub(r"\s", "", match) for match in _IBAN.findall(plain.upper())}
    found = {_whole(match) for match in _NUMBER.findall(_IBAN.sub(" ", plain.upper()))}
    return accounts | {key for key in found if len(key) >= _LEAST_DIGITS}


def _whole(number: str) -> str:
    """A number in full: nine digits alone are Uzbek, and an 8 in front stands for a country."""
    digits = re.sub(r"\D", "", number)
    if len(digits) == 9:
        return f"998{digits}"
    if len(digits) > 11 and digits.startswith("00"):
        return digits[2:]
    if len(digits) == 10 and digits.startswith("8"):
        return f"998{digits[1:]}"
    return f"7{digits[1:]}" if len(digits) == 11 and digits.startswith("8") else digits


def handle_keys(text: str) -> set[str]:
    """The names of accounts in social media in a text, each in small letters with its marks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
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
    plain = _HANDLE.sub(lambda match: f" {match[1]} ", text)
    words = re.sub(r"[_.@]+", " ", plain).split()
    return " ".join(_AROUND.sub(" ", " ".join(words)).split()) or " ".join(words)
