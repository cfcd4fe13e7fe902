"""What letters lack: every kind in every language for random claims, each empty field named."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import msgspec
import pytest

from i18n import Language
from i18n.tongues import LetterLanguage
from service.casework.claims.components import Component
from service.casework.claims.wage_claims import Line
from service.casework.evidence import file_states, owners
from service.casework.evidence.owners import RecordKind
from service.casework.letters import compose, layout, letter_gaps
from service.casework.letters.layout import Facts
from service.casework.letters.letter_facts import (
    Contact,
    Firm,
    Matter,
    Office,
    Place,
    Worker,
    WorkerPayment,
)
from service.casework.letters.letter_gaps import Gap
from service.casework.letters.letter_law import AnswerPeriod, LawBasis
from service.casework.letters.letter_policies import Enclosure, Policy
from service.casework.letters.letter_request import (
    PAPERS_OF_WORKER,
    Kind,
    LetterRequest,
    available_languages,
)
from service.casework.letters.letter_writer import LetterWriter
from service.casework.money.money_entries import Balance
from service.casework.scope.incident_tables import IncidentKind
from tests.support import cast
from tests.support.letters import POLICY, SITE

_NAMES = ("Gʻayrat Alzinov", "Dilnoz Yoʻldosheva", "Ҳасан Қодиров", "Alisher Invented")
_DOCUMENTS = (*owners.document_kinds(RecordKind.INCIDENT), *file_states.Kind)
_RULE = LawBasis(dict.fromkeys(Language, "Insurance Act, 9"), frozenset())
_LAW = LawBasis(dict.fromkeys(Language, "Labor Standards Act of Korea, article 36"), frozenset())


def random_matter(random: Random, share: float) -> Matter:
    """Return a claim of which each fact is recorded with this chance."""

    def maybe(value, nothing=""):
        return value if random.random() < share else nothing

    places = ("RU", "RUB"), ("KR", "KRW"), ("TR", "TRY"), ("PL", "PLN"), ("DE", "EUR")
    country, currency = random.choice(places)
    place = Place(country, "Town", dict.fromkeys(Language, "Town"))
    begun = date(2026, 1, 1) + timedelta(days=random.randrange(200))
    lines = [
        Line(
            claim="W",
            number=number,
            component=component.value,
            currency=currency,
            claimed=100_00,
            first_day=maybe(begun, None),
        )
        for number, component in enumerate(random.sample(list(Component), random.randint(1, 4)))
    ]
    return Matter(
        claim="W-RANDOM22",
        state="received",
        worker=Worker(random.choice(_NAMES), maybe(1990, None), maybe("AA1234567")),
        employer=Firm("Invented Works", maybe("7 Employer Street"), maybe("7700000000")),
        place=place,
        worked_from=maybe(begun, None),
        worked_to=maybe(begun + timedelta(days=90), None),
        lines=lines,
        balances=[Balance(currency, due=100_00)],
        handed=[WorkerPayment(begun, 100_00, currency, True)],
        office=maybe(Office("X", "embassy", place), None),
        contact=Contact(maybe("1 Office Street"), maybe("+7 495 000 00 00"), maybe("o@m.example")),
        officer="Elyor",
        law=maybe([_LAW], []),
        policies=[random_policy(random, maybe)],
        insurer_answer=maybe(AnswerPeriod(30, _RULE), None),
    )


def random_policy(random: Random, maybe) -> Policy:
    return msgspec.structs.replace(
        POLICY,
        number=maybe("NS-000001"),
        event=random.choice(list(IncidentKind)).value,
        happened_on=maybe(cast.TODAY, None),
        documents=maybe([Enclosure(one.value, "a.pdf") for one in _DOCUMENTS], []),
    )


def every_letter(matter, to=None):
    for kind in Kind:
        for language in available_languages(kind, matter.place.country):
            addressed = to if kind in (Kind.COMPLAINT, Kind.INSURER) else None
            wish = LetterRequest(kind, language, to=addressed)
            pen = LetterWriter(matter, wish, cast.TODAY)
            yield wish, compose.letter(pen, "L-22222222", SITE)


def blank(sheet):
    rows = [row for block in sheet.blocks if isinstance(block, Facts) for row in block.rows]
    return [name for name, value in [*rows, *sheet.marks, *sheet.to] if not value]


def test_no_letter_of_fifty_whole_claims_in_any_language_lacks_what_its_receiver_needs():
    random, lacking, many = Random(12), Counter(), 0
    for _ in range(50):
        matter = random_matter(random, share=1)
        for wish, sheet in every_letter(matter, to="Labour inspectorate\n2 State Street"):
            lacking.update((wish.kind, gap) for gap in letter_gaps.find(matter, wish))
            # The bearer of a power of attorney and of a receipt writes what is blank by hand.
            if wish.kind not in PAPERS_OF_WORKER:
                lacking.update((wish.kind, name) for name in blank(sheet))
            assert "–" not in layout.plain(sheet).split("\n")
            many += 1
    assert (lacking, many > 800) == (Counter(), True)


# What shows on the letter that a fact was there.
_SIGNS = {
    Gap.OFFICE_ADDRESS: "1 Office Street",
    Gap.OFFICE_TELEPHONE: "+7 495 000-00-00",
    Gap.OFFICE_EMAIL: "o@m.example",
    Gap.EMPLOYER_ADDRESS: "7 Employer Street",
    Gap.EMPLOYER_NUMBER: "7700000000",
    Gap.POLICY_NUMBER: "NS-000001",
    Gap.BIRTH_YEAR: "1990",
    Gap.PASSPORT: "AA1234567",
}


def test_each_field_that_is_empty_in_a_random_claim_is_named_and_no_other():
    random = Random(13)
    for _ in range(50):
        matter = random_matter(random, share=0.5)
        for wish, sheet in every_letter(matter):
            text, gaps = layout.plain(sheet), letter_gaps.find(matter, wish)
            for gap, sign in _SIGNS.items():
                assert not (gap in gaps and sign in text), (wish, gap)
            law = {LetterLanguage.KO: "제36조"}.get(wish.language, "article 36")
            assert (law in text) == (
                wish.kind in (Kind.DEMAND, Kind.COMPLAINT) and Gap.LAW not in gaps
            )
            if wish.kind is Kind.INSURER:
                assert len(blank(sheet)) == len({Gap.POLICY_NUMBER, Gap.EVENT_DAY} & {*gaps})
                (policy,) = matter.policies
                assert (Gap.ENCLOSED in gaps) == (not policy.documents)


@pytest.mark.parametrize("kind", [Kind.POWER, Kind.RECEIPT])
def test_a_passport_that_is_not_recorded_is_written_in_by_hand(kind):
    matter = random_matter(Random(1), share=0)
    wish = LetterRequest(kind, LetterLanguage.EN)
    assert Gap.PASSPORT not in letter_gaps.find(matter, wish)
    sheet = compose.letter(LetterWriter(matter, wish, cast.TODAY), "L-22222222", SITE)
    assert "Passport No." in blank(sheet)
