"""How letters write the names of people."""

from datetime import date

import msgspec
import pytest

from i18n.tongues import LetterLanguage
from service.casework.claims import wage_claims
from service.casework.letters import layout, letter_facts
from tests.service.casework.letters.test_compose import written
from tests.support import cast


@pytest.fixture
def known(seeded):
    """Alisher's claim, with some of the money handed over."""
    with seeded.read() as session:
        session_input = letter_facts.read(
            session,
            wage_claims.get(session, cast.CLAIM, by=cast.ELYOR),
            by=cast.ELYOR,
            day=cast.TODAY,
        )
    return msgspec.structs.replace(
        session_input, handed=[letter_facts.WorkerPayment(date(2026, 9, 3), 50_000_00, "RUB", True)]
    )


@pytest.mark.parametrize(
    ("recorded", "language", "written_name"),
    [
        ("Gʻayrat Yoʻldoshev", LetterLanguage.RU, "Гайрат Юлдошев (Gʻayrat Yoʻldoshev)"),
        ("Gʻayrat Yoʻldoshev", LetterLanguage.UZ_CYRL, "Ғайрат Йўлдошев (Gʻayrat Yoʻldoshev)"),
        ("Gʻayrat Yoʻldoshev", LetterLanguage.EN, "Gʻayrat Yoʻldoshev"),
        ("Ҳасан Қодиров", LetterLanguage.EN, "Hasan Qodirov (Ҳасан Қодиров)"),
        ("Gʻayrat Yoʻldoshev", LetterLanguage.KO, "가이라트 욜도셰프 (Gʻayrat Yoʻldoshev)"),
        ("Ҳасан Қодиров", LetterLanguage.KO, "하산 코디로프 (Hasan Qodirov)"),
        ("Gʻayrat Yoʻldoshev", LetterLanguage.PL, "Gʻayrat Yoʻldoshev"),
        ("Ҳасан Қодиров", LetterLanguage.DE, "Hasan Qodirov"),
        ("Ҳасан Қодиров", LetterLanguage.RU, "Хасан Кодиров (Ҳасан Қодиров)"),
    ],
)
def test_a_name_stands_in_the_script_of_the_letter_with_the_recorded_spelling_beside_it(
    known, recorded, language, written_name
):
    person = msgspec.structs.replace(known, worker=letter_facts.Worker(recorded), officer=recorded)
    letter = written(person, language=language)
    assert written_name in layout.plain(letter)
    signed = letter.blocks[-1].of
    assert signed[0][1] == written_name.partition(" (")[0], "nobody signs with brackets"
