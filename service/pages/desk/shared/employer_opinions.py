"""Posts' opinions on an employer, shown beside claims and vacancies; they only warn."""

from collections.abc import Sequence

import msgspec
from sqlmodel import Session

from catalog.employers.employers import Employer
from catalog.reference.posts import Post, by_code
from service.casework.claims.wage_claims import Claim
from service.casework.employers import employer_records, opinions
from service.casework.employers.opinions import EmployerOpinion, Opinion
from service.pages.desk.shared import desk_page
from service.web.lists.list_cells import Labelled, Stamp


class ClaimOpinions(msgspec.Struct, frozen=True):
    """Current opinions on employers, by claim; their posts by code."""

    judged: dict[str, list[EmployerOpinion]]
    said_by: dict[str, Post]


def for_claims(session: Session, claims: Sequence[Claim]) -> ClaimOpinions:
    """Return the current opinions on the employers of these claims."""
    known = {
        claim.reference: opinions.employer_key(claim.employer, claim.country) for claim in claims
    }
    found = opinions.current(session, known.values())
    return ClaimOpinions(
        judged={number: found.get(one, []) for number, one in known.items()},
        said_by=posts(session, [row for rows in found.values() for row in rows]),
    )


class VacancyOpinions(msgspec.Struct, frozen=True):
    """Current opinions on the employer of a vacancy; `warned` are those that say to send nobody."""

    judged: list[EmployerOpinion]
    judges: dict[str, str]
    said_by: dict[str, Post]
    warned: list[EmployerOpinion]
    firm: str


def for_vacancy(session: Session, employer: Employer) -> VacancyOpinions:
    one = (employer.country, employer.key)
    rows = opinions.current(session, [one]).get(one, [])
    return VacancyOpinions(
        judged=rows,
        judges=desk_page.officer_names(session, {row.officer for row in rows}),
        said_by=posts(session, rows),
        warned=[row for row in rows if row.verdict == Opinion.DO_NOT_SEND],
        firm=employer_records.number_of(one),
    )


def posts(session: Session, rows: Sequence[EmployerOpinion]) -> dict[str, Post]:
    return by_code(session, [row.post for row in rows])


_COLOURS = {Opinion.DO_NOT_SEND: "no", Opinion.CAUTION: "soon"}


def stamp(row: EmployerOpinion) -> Stamp:
    """Return the cell of an opinion in a list."""
    verdict = Opinion(row.verdict)
    return Stamp(Labelled("opinion", verdict.value), _COLOURS.get(verdict, ""))
