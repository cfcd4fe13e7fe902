"""The published file of a draw: all that is needed to repeat it, and nothing about who took
part."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from matching.quota import deferred_acceptance
from matching.quota.deferred_acceptance import RULE, Applicant, SeatsAudit, SeatsRule

FORMAT = "musofir-seats/1"
# The most differences that are listed one by one.
MANY = 20


class SeatsVacancy(msgspec.Struct, frozen=True):
    """A vacancy in this draw: the seats that are free for it, those held since an earlier draw, and
    the fewest points with which somebody got one in this draw."""

    vacancy: str
    seats: int
    held: int
    lowest: int | None


class SeatsEntry(msgspec.Struct, frozen=True):
    """One code: its choices with the points that count there, the dearest first. Who holds a seat
    since an earlier draw, or has left, takes no part; of the others `result` says what they got."""

    code: str
    complete_on: date
    choices: tuple[tuple[str, int], ...]
    result: str | None
    holds: str | None
    left: bool


class SeatsFile(msgspec.Struct, frozen=True):
    """A draw as it is published. `sha256` is over everything else as JSON: names in alphabetical
    order, no spaces, UTF-8."""

    format: str
    round: str
    title: str
    country: str
    draw: int
    opens_on: date
    closes_on: date
    rule: SeatsRule
    points_rule: str
    commitment: str
    seed: str
    vacancies: tuple[SeatsVacancy, ...]
    entries: tuple[SeatsEntry, ...]
    audit: SeatsAudit
    sha256: str = ""


def with_hash(file: SeatsFile) -> SeatsFile:
    """The file with its hash."""
    return msgspec.structs.replace(file, sha256=digest(file))


def digest(file: SeatsFile) -> str:
    content = msgspec.to_builtins(file)
    del content["sha256"]
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def encode(file: SeatsFile) -> bytes:
    """The file as it is sent and stored."""
    return msgspec.json.encode(file, order="sorted") + b"\n"


def decode(content: bytes) -> SeatsFile:
    """Parse a file.

    Raises msgspec.DecodeError if it is not such a file or has further content.
    """
    file = msgspec.json.decode(content, type=SeatsFile)
    if msgspec.json.encode(msgspec.json.decode(content), order="sorted") != msgspec.json.encode(
        file, order="sorted"
    ):
        raise msgspec.ValidationError("there is something in it that does not belong there")
    return file


def draw_inputs(file: SeatsFile) -> tuple[dict[str, int], list[Applicant]]:
    """The free seats, and the applicants who take part."""
    return {one.vacancy: one.seats for one in file.vacancies}, taking_part(file.entries)


def taking_part(entered: Iterable[SeatsEntry]) -> list[Applicant]:
    there = [one for one in entered if not one.left and one.holds is None]
    return [Applicant(one.code, one.complete_on, one.choices) for one in there]


def differences(file: SeatsFile) -> Iterator[str]:
    """Compute everything again from the file alone and yield what differs."""
    if file.format != FORMAT or file.rule != RULE:
        yield f"This is {file.format} by the rule {file.rule.name} {file.rule.version}; known here is {RULE.version}."
        return
    if digest(file) != file.sha256:
        yield "The file is not as it was published: another SHA-256 comes out of it."
    if hashlib.sha256(file.seed.encode()).hexdigest() != file.commitment:
        yield "The seed is not the one that was promised before the round closed."
    seats, applicants = draw_inputs(file)
    if len({one.code for one in file.entries}) < len(file.entries) or len(seats) < len(
        file.vacancies
    ):
        yield "A code or a vacancy stands in the file twice."
        return
    result = deferred_acceptance.allocate(seats, applicants, file.seed)
    stated = {one.code: one.result for one in file.entries if one.result is not None}
    yield from _result_differences(stated, result)
    yield from _audit_differences(
        file,
        deferred_acceptance.audit(seats, applicants, file.seed, stated),
        deferred_acceptance.lowest(applicants, stated),
    )


def _result_differences(stated: dict[str, str], result: dict[str, str]) -> Iterator[str]:
    wrong = sorted(
        code for code in stated.keys() | result.keys() if stated.get(code) != result.get(code)
    )
    for code in wrong[:MANY]:
        yield f"{code}: the file says {stated.get(code, 'no seat')}, the rule gives {result.get(code, 'no seat')}."
    if len(wrong) > MANY:
        yield f"And {len(wrong) - MANY} more."


def _audit_differences(file: SeatsFile, audit: SeatsAudit, lowest: dict[str, int]) -> Iterator[str]:
    for name in audit.__struct_fields__:
        values, found = getattr(file.audit, name), getattr(audit, name)
        if values != found:
            yield f"The audit says {name} {values}; counted again it is {found}."
    for one in file.vacancies:
        if one.lowest != lowest.get(one.vacancy):
            yield f"{one.vacancy}: the file says {one.lowest} points were enough; it is {lowest.get(one.vacancy)}."
