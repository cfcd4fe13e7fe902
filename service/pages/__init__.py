"""The doors for people: pages that work on a cheap phone, without scripts, in five languages."""

from typing import Any

from catalog.ground import vault
from service import lines
from service.pages import (
    advice,
    agencies,
    ask,
    countries,
    danger,
    desk,
    desk_accounts,
    desk_advice,
    desk_alike,
    desk_callbacks,
    desk_case_open,
    desk_cases,
    desk_citizens,
    desk_claim,
    desk_erasures,
    desk_evidence,
    desk_gatherings,
    desk_glass,
    desk_journal,
    desk_letters,
    desk_licences,
    desk_limits,
    desk_merge,
    desk_phrases,
    desk_questions,
    desk_session_claim,
    desk_vetting,
    desk_wages,
    desk_warnings,
    evidence,
    follow,
    home,
    invited,
    leaving,
    letters,
    lost,
    matches,
    me,
    me_cases,
    me_file,
    me_secrets,
    offers,
    outbox,
    outside,
    report,
    sign_in,
    sign_in_work,
    vacancies,
    wages,
    walk,
)
from service.web import House

HANDLERS: list[Any] = [
    *home.HANDLERS,
    *vacancies.HANDLERS,
    *agencies.HANDLERS,
    *offers.HANDLERS,
    *matches.HANDLERS,
    *countries.HANDLERS,
    *danger.HANDLERS,
    *leaving.HANDLERS,
    *wages.HANDLERS,
    *follow.HANDLERS,
    *letters.HANDLERS,
    *evidence.HANDLERS,
    *advice.HANDLERS,
    *ask.HANDLERS,
    *report.HANDLERS,
    *walk.HANDLERS,
    *outbox.HANDLERS,
    *sign_in.HANDLERS,
    *sign_in_work.HANDLERS,
    *invited.HANDLERS,
    *lost.HANDLERS,
    *me.HANDLERS,
    *me_file.HANDLERS,
    *me_cases.HANDLERS,
    *me_secrets.HANDLERS,
    *desk_accounts.HANDLERS,
    *desk.HANDLERS,
    *desk_advice.HANDLERS,
    *desk_questions.HANDLERS,
    *desk_callbacks.HANDLERS,
    *desk_gatherings.HANDLERS,
    *desk_phrases.HANDLERS,
    *desk_session_claim.HANDLERS,
    *desk_alike.HANDLERS,
    *desk_citizens.HANDLERS,
    *desk_merge.HANDLERS,
    *desk_wages.HANDLERS,
    *desk_claim.HANDLERS,
    *desk_letters.HANDLERS,
    *desk_evidence.HANDLERS,
    *desk_erasures.HANDLERS,
    *desk_case_open.HANDLERS,
    *desk_cases.HANDLERS,
    *desk_glass.HANDLERS,
    *desk_vetting.HANDLERS,
    *desk_warnings.HANDLERS,
    *desk_licences.HANDLERS,
    *desk_limits.HANDLERS,
    *desk_journal.HANDLERS,
]
OUTSIDE_LANGUAGES: list[Any] = [*outside.HANDLERS]


def prepare(house: House) -> None:
    """Read before the first visitor: the keys that outlast a change of master key, and the lines to call on every page."""
    with house.database.read() as session:
        vault.load(session)
        house.memory["lines"] = lines.read(session, house.today)


def warm(house: House) -> None:
    """Read while the first visitors come: the register in memory; whoever searches meanwhile waits for it."""
    with house.database.read() as session:
        house.shelf(session)
