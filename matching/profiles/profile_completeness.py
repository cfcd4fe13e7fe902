"""Completeness of a profile: its five parts as a list of tasks, each with reasons."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlmodel import Session

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_
from matching.profiles import profiles
from matching.profiles.profiles import LookingFor, Paper, PaperRow, TongueRow, TradeRow

# A passport must be valid for half a year beyond a contract, so its review is early.
EARLY = {Paper.PASSPORT.value: 183}
SOON = 90


class Part(LabelledEnum):
    YOURSELF = "yourself", N_("About you")
    TRADES = "trades", N_("Trades")
    LANGUAGES = "languages", N_("Languages")
    PAPERS = "papers", N_("Documents")
    WISHES = "wishes", N_("Preferences")


class TaskStatus(LabelledEnum):
    NOT_STARTED = "not_started", N_("Not started")
    BEGUN = "begun", N_("Started")
    DONE = "done", N_("Done")
    LOOK_AGAIN = "look_again", N_("Check again")


class Reason(msgspec.Struct, frozen=True):
    """Why a task is open: for which document, language or trade, and since or until which day."""

    sentence: str
    about: str = ""
    day: date | None = None


class Task(msgspec.Struct):
    part: Part
    stand: TaskStatus
    reasons: list[Reason] = []


def list_tasks(session: Session, person: str, day: date) -> list[Task]:
    """The tasks for the five parts of a person's profile on a day."""
    row = profiles.for_person(session, person)
    trades, tongues, papers = (
        profiles.rows(session, table, person) for table in (TradeRow, TongueRow, PaperRow)
    )
    return [
        _yourself(row),
        _list_task(Part.TRADES, trades, _trades(trades), ()),
        _list_task(Part.LANGUAGES, tongues, _tongues(tongues), _tests(tongues, day)),
        _list_task(Part.PAPERS, papers, _papers(papers), _ending(papers, day)),
        _preferences(row, day),
    ]


def _yourself(row: LookingFor | None) -> Task:
    if row is None or row.born_on is None:
        return Task(Part.YOURSELF, TaskStatus.NOT_STARTED)
    if row.education is None:
        return Task(Part.YOURSELF, TaskStatus.BEGUN, [Reason(N_("Tell us where you studied."))])
    return Task(Part.YOURSELF, TaskStatus.DONE)


def _list_task(
    part: Part, rows: Sequence[Any], open_: Iterator[Reason], ending: Sequence[Reason]
) -> Task:
    if not rows:
        return Task(part, TaskStatus.NOT_STARTED)
    if ending:
        return Task(part, TaskStatus.LOOK_AGAIN, list(ending))
    reasons = list(open_)
    return Task(part, TaskStatus.BEGUN if reasons else TaskStatus.DONE, reasons)


def _trades(rows: Sequence[TradeRow]) -> Iterator[Reason]:
    for row in rows:
        if row.certificate is None:
            yield Reason(N_("%(what)s: tell us whether you have a document for it"), row.isco08)


def _tongues(rows: Sequence[TongueRow]) -> Iterator[Reason]:
    for row in rows:
        if row.level is None:
            yield Reason(N_("%(what)s: tell us how well you speak it"), row.language)


def _tests(rows: Sequence[TongueRow], day: date) -> list[Reason]:
    items = ((row.language, row.valid_until) for row in rows)
    return [
        _until(about, last, day)
        for about, last in items
        if last and last < review_before(about, day)
    ]


def _papers(rows: Sequence[PaperRow]) -> Iterator[Reason]:
    known = {row.kind: row for row in rows}
    passport = known.get(Paper.PASSPORT.value)
    if passport is None or passport.expires_on is None:
        yield Reason(N_("%(what)s: enter the expiry date"), Paper.PASSPORT.value)


def _ending(rows: Sequence[PaperRow], day: date) -> list[Reason]:
    return [
        _until(row.kind, row.expires_on, day)
        for row in rows
        if row.expires_on and row.expires_on < review_before(row.kind, day)
    ]


def review_before(about: str, day: date) -> date:
    """The day before which an expiry date needs review."""
    return day + timedelta(days=EARLY.get(about, SOON))


def _until(about: str, last: date, day: date) -> Reason:
    if last < day:
        return Reason(N_("%(what)s: expired on %(day)s"), about, last)
    return Reason(N_("%(what)s: expires on %(day)s"), about, last)


def _preferences(row: LookingFor | None, day: date) -> Task:
    answers = row and (
        row.countries,
        row.wage,
        row.housing,
        row.available_from,
        row.hour,
        row.looking,
        row.told_of,
    )
    if row is None or not answers or not any(answers):
        return Task(Part.WISHES, TaskStatus.NOT_STARTED)
    if row.available_from and row.available_from < day:
        return Task(
            Part.WISHES,
            TaskStatus.LOOK_AGAIN,
            [
                Reason(
                    N_("The date you gave as the first day you can work has passed."),
                    "",
                    row.available_from,
                )
            ],
        )
    return Task(Part.WISHES, TaskStatus.DONE)
