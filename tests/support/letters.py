"""Letters for tests: requests, drafts, and letters that were made."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.core.fields import tashkent_day
from i18n.tongues import LetterLanguage
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.letters import Draft, Letter, printing
from service.casework.letters.letter_policies import Enclosure, Policy
from service.casework.letters.letter_request import Kind, LetterRequest
from tests.support import cast

SITE = "https://musofir.example"
POLICY = Policy(
    id=1,
    incident="J-INVENTED",
    insurer="Zashchita Strakh",
    number="NS-000001",
    amount=1_000_000_00,
    currency="RUB",
    event="injury",
    happened_on=cast.TODAY,
    documents=[
        Enclosure("medical", "a.pdf"),
        Enclosure("medical", "b.pdf"),
        Enclosure("other", "c.jpg"),
    ],
)


def letter_request(
    kind: Kind = Kind.DEMAND, language: LetterLanguage = LetterLanguage.EN, **values: Any
) -> LetterRequest:
    return LetterRequest(kind, language, **values)


def drafted(
    session: Session,
    on: datetime,
    wanted: LetterRequest | None = None,
    claim: str = cast.CLAIM,
    by: Actor = cast.CHINORA,
    key: str = "k" * 20,
) -> Draft:
    row = wage_claims.get(session, claim, by=by)
    return letters.draft(
        session, row, wanted or letter_request(), key, by=by, day=tashkent_day(on), site=SITE
    )


def made(
    session: Session,
    on: datetime,
    wanted: LetterRequest | None = None,
    claim: str = cast.CLAIM,
    by: Actor = cast.CHINORA,
    key: str = "k" * 20,
) -> Letter:
    draft = drafted(session, on, wanted, claim, by, key)
    row = wage_claims.get(session, claim, by=by)
    return letters.make(session, row, draft, printing.pdf(draft.sheet), by=by, on=on)
