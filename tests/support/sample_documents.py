"""Vacancies in vetting, and documents of records as agencies and officers send them."""

from datetime import datetime

from sqlmodel import Session

from catalog.core.actor import Actor
from catalog.employers import employers
from catalog.vacancies import vacancies, vetting
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting import CheckInput, Verdict
from catalog.vacancies.vetting_points import Point
from service.casework import evidence
from service.casework.evidence import Item, NewFile, file_uploads, owners
from service.casework.evidence.file_uploads import Store
from service.casework.evidence.owners import RecordKind
from tests.support import cast, sample_files


def submitted(session: Session, number: str, on: datetime, **terms: object) -> Vacancy:
    """Submit a vacancy of Hamid's agency at Hanbit in Korea."""
    firm = employers.record(session, cast.HANBIT, by=cast.FARIDA, on=on).reference
    new = cast.vacancy(number, **{"title": f"Welder {number}"} | terms)
    return vacancies.submit(session, new, agency="AG-VALID", employer=firm, by=cast.FARIDA, on=on)[
        0
    ]


def approved(session: Session, number: str, on: datetime, **terms: object) -> Vacancy:
    """Submit a vacancy, find on each point that it is met, and publish it."""
    row = submitted(session, number, on, **terms)
    vetting.step(session, row.reference, "take_up", by=cast.FARIDA, on=on)
    for point in Point:
        finding = CheckInput(point, Verdict.PASS, f"Paper on {point.value}")
        vetting.check(session, row.reference, finding, by=cast.FARIDA, on=on)
    for act in ("approve", "publish"):
        vetting.step(session, row.reference, act, by=cast.GULNORA, on=on)
    return row


def attach(
    store: Store,
    kind: RecordKind,
    reference: str,
    on: datetime,
    *,
    document: str = "demand",
    content: bytes = b"",
    name: str = "letter.pdf",
    replaces: int | None = None,
    by: Actor = cast.FARIDA,
) -> Item:
    """Add a document to a record; it is a PDF unless another content is given."""
    content = content or sample_files.pdf()
    new = NewFile(name, len(content), document, file_uploads.mark(content), replaces)
    with store.database.write() as session:
        owner = owners.find_record(session, kind, reference)
        row = evidence.register(session, owner, new, by=by, on=on).reference
    return file_uploads.finish(store, row, owners.identity(owner), content, by=by, on=on)
