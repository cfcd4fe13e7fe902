"""SMS: every message once under its own id, in the letters that cost least."""

import asyncio

import pytest

from i18n import CITIZEN_LANGUAGES, Language, gettext
from service.accounts import number_changes
from service.accounts.phone_login import MESSAGE_TEXT
from service.outside import sms
from service.outside.sms import Sms, to_basic_letters
from service.outside.supplier import NotDelivered
from tests.service.outside.fake import letter, say


def send(delivers, **values) -> None:
    asyncio.run(Sms(f"{delivers.url}/in", "invented-token-17").send(letter(**values)))


def test_it_says_to_whom_what_and_which_message_it_is(delivers):
    send(delivers, words="Kodingiz: 493027")
    ((path, headers, body),) = delivers.asked
    assert body == {"to": "+998900000077", "text": "Kodingiz: 493027", "id": "M-INVENTED2345"}
    assert (path, headers["idempotency-key"]) == ("/in", "M-INVENTED2345")
    assert headers["authorization"] == "Bearer invented-token-17"


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_two_hundred_is_a_yes(delivers, status):
    delivers.answer = say(status, b"" if status == 204 else b"whatever")
    send(delivers)


@pytest.mark.parametrize("status", [302, 307, 400, 401, 404, 409, 429, 500, 502, 503])
def test_anything_else_is_a_no(delivers, status):
    delivers.answer = say(status, b'{"to": "+998900000077"}', Location="http://127.0.0.1:9/")
    with pytest.raises(NotDelivered) as values:
        send(delivers)
    assert str(values.value) == f"status {status}"


@pytest.mark.parametrize("apostrophe", "ʻʼ’‘`´")
def test_uzbek_goes_with_the_apostrophe_of_every_telephone(delivers, apostrophe):
    send(delivers, words=f"Kodni o{apostrophe}zgaga aytmang — «493027»")
    assert delivers.asked[0][2]["text"] == 'Kodni o\'zgaga aytmang - "493027"'


@pytest.mark.parametrize(
    "words", ["Ваш код: «493027»", "Кодингиз: 493027 — ҳеч кимга айтманг", "Kodıńız: 493027"]
)
def test_what_needs_other_letters_stays_as_it_was_written(words):
    assert to_basic_letters(words) == words


def count_segments(text: str) -> int:
    """Return how many messages a telephone company charges for a text.

    One message has 160 places, or 70 if a character is outside the basic set; each part of a longer
    text has 153 or 67.
    """
    if set(text) <= sms._BASIC | sms._EXTENDED:
        length, one, part = sum(2 if letter in sms._EXTENDED else 1 for letter in text), 160, 153
    else:
        length, one, part = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= one else -(-length // part)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ы" * 70, 1),
        ("ы" * 71, 2),
        ("ы" * 134, 2),
        ("ы" * 135, 3),
        ("a" * 159 + "ʻ", 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_it_is_counted_as_telephone_companies_count(text, number):
    assert count_segments(text) == number


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_a_code_costs_two_messages_at_most_and_in_uzbek_one(lang):
    result = to_basic_letters(gettext(lang, MESSAGE_TEXT, code="493027"))
    assert count_segments(result) <= (1 if lang in (Language.UZ, Language.EN) else 2)


@pytest.mark.parametrize("lang", CITIZEN_LANGUAGES)
def test_the_message_that_stops_a_new_number_costs_two_at_most(lang):
    address = f"https://musofir.uz/{lang.value}/stop/N-7K2M9QX/{'X' * 24}"
    assert (
        count_segments(
            to_basic_letters(gettext(lang, number_changes.MESSAGE_TEXT, address=address))
        )
        <= 2
    )
