"""An agency at its own desk: Hamid, for whichever agency a test needs, and somebody who applied
there."""

import re

from catalog.vacancies import vacancies
from matching.applications.applications import Application
from service import accounts
from tests.support import cast
from tests.support.sample_applications import applied, worker

OWN = "/en/desk/own"
# Nothing of these may reach an agency before its candidate agrees.
SECRETS = ("Worker Invented", "000 00 71", "0000071", "Invented Worker")


def acts_for(seeded, agency: str | None) -> None:
    """From now on Hamid acts for this agency."""
    with seeded.write() as session:
        accounts.find(session, cast.email("hamid")).agency = agency


def candidate(seeded, clock, **values: object) -> Application:
    """Somebody's application for the published vacancy of AG-VALID."""
    with seeded.write() as session:
        row = applied(session, worker(session, on=clock()), on=clock(), **values)
        session.flush()
        session.expunge(row)
        return row


def vacancy(seeded, name: str = "published") -> str:
    with seeded.read() as session:
        return cast.named(session, name).reference


def move_to_another_vacancy(session, number: str, on) -> None:
    """Make an application one for a second vacancy of AG-VALID."""
    firm, job = cast.named(session, "cook").employer, cast.vacancy("J-TWO", title="Welder two")
    row, *_ = vacancies.submit(session, job, agency="AG-VALID", employer=firm, by=cast.HAMID, on=on)
    session.flush()
    session.get_one(Application, number).vacancy = row.reference


def hidden(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]
