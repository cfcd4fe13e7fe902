"""The articles of a letter: none of a row that nobody confirmed, and none that names no act."""

from sqlalchemy import update

from catalog.reference import countries
from catalog.reference.countries import Fact, Kind, Mark, NewFact
from i18n.tongues import LetterLanguage
from service.casework.letters import letter_law
from tests.support import cast


def state(session, clock, component, text, mark=Mark.OFFICIAL, **values):
    texts = {
        "en": f"{text} Basis: Invented Act, article 9.",
        "ru": f"{text} Основание: Выдуманный закон, статья 9.",
        "uz": f"{text} Asos: Oʻylab topilgan qonun, 9-modda.",
        "uz_cyrl": f"{text} Асос: Ўйлаб топилган қонун, 9-модда.",
    }
    if not text:
        texts = dict.fromkeys(texts, "Complain.")
    fact = NewFact(
        "RU", Kind.MONEY_RULE, mark, "law.example", component=component, **texts | values
    )
    return countries.state_fact(session, fact, by=cast.IRODA, on=clock())


def test_only_official_and_confirmed_rows_that_name_their_act_are_relied_on(seeded, clock):
    with seeded.write() as session:
        session.execute(update(Fact).values(mark=Mark.UNCONFIRMED.value))
        state(session, clock, "pay_after_end", "Pay.")
        state(session, clock, "late_interest", "Interest.", Mark.SOURCED)
        state(session, clock, "base_pay", "")
        state(session, clock, "small_claims", "Another subject.")
        found = letter_law.read(session, "RU", cast.TODAY)
        assert [one.name_in(LetterLanguage.RU) for one in found] == ["Выдуманный закон, статья 9"]
        assert found[0].name_in(LetterLanguage.UZ_CYRL) == "Ўйлаб топилган қонун, 9-модда"
        assert letter_law.covering(found, ["leave"]) == found
        assert letter_law.covering(found, ["interest"]) == []


def test_the_period_of_an_insurer_is_that_of_a_trusted_row_in_days(seeded, clock):
    with seeded.write() as session:
        for text, mark, value, unit in (
            ("Answer.", Mark.SOURCED, 10, "days"),
            ("Answer.", Mark.OFFICIAL, 2, "months"),
            ("", Mark.OFFICIAL, 20, "days"),
        ):
            state(session, clock, letter_law.INSURER_ANSWER, text, mark, value=value, unit=unit)
        assert letter_law.answer_period(session, "RU", cast.TODAY) is None
        state(session, clock, letter_law.INSURER_ANSWER, "Answer.", value=30, unit="days")
        found = letter_law.answer_period(session, "RU", cast.TODAY)
        assert (found.days, found.law.name_in(LetterLanguage.EN)) == (30, "Invented Act, article 9")
        assert letter_law.covering(letter_law.read(session, "RU", cast.TODAY), ["insurance"]) == []
