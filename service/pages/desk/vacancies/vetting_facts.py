"""What the service knows about the points of a vetting, each fact with its source."""

from datetime import date

import msgspec
from sqlalchemy import func, or_, select
from sqlmodel import Session, col

from catalog.core import exchange_rates
from catalog.employers.employers import Employer
from catalog.licensing.agencies import AgencyStatus
from catalog.reference import countries
from catalog.reference.countries import Fact, Kind, Mark
from catalog.vacancies import vacancies, vetting_precedents
from catalog.vacancies.vacancies import Vacancy
from catalog.vacancies.vetting_points import Point
from i18n import Language, formats, gettext
from service.casework.claims.wage_claims import Claim, ClaimState
from service.casework.employers import opinions
from service.casework.employers.opinions import EmployerOpinion, Opinion
from service.pages.desk.shared.employer_opinions import VacancyOpinions
from service.web import rendering
from service.web.reader import Reader

# The marks with which a legal minimum counts, and the components of it that pay is compared with.
_CERTAIN = (Mark.OFFICIAL.value, Mark.CONFIRMED.value)
_LONGEST = 200


class KnownFact(msgspec.Struct, frozen=True):
    """One fact about a point, as text with its source; `passes` is what follows from it alone.

    True: the point is met, False: it is not met or must be looked into, None: nothing follows.
    """

    point: Point
    text: str
    source: str
    passes: bool | None = None


class VettingBasis(msgspec.Struct, frozen=True):
    """The records from which the facts of a vacancy come, and who reads."""

    row: Vacancy
    employer: Employer
    licence: AgencyStatus
    judged: VacancyOpinions
    reader: Reader
    day: date

    @property
    def lang(self) -> Language:
        return self.reader.lang


def collect(session: Session, basis: VettingBasis) -> list[KnownFact]:
    """Return what is known, in order of the points."""
    facts = [
        *_employer(session, basis),
        _licence(basis),
        *_lowest_pay(session, basis),
        _claims(session, basis),
        *(_opinion(basis, one) for one in basis.judged.judged),
    ]
    order = list(Point)
    return sorted(facts, key=lambda fact: order.index(fact.point))


def _employer(session: Session, basis: VettingBasis) -> list[KnownFact]:
    lang, source = basis.lang, gettext(basis.lang, "register of vacancies")
    facts = []
    if number := basis.employer.register_no:
        text = gettext(lang, "Register number stated: %(number)s.", number=number)
        facts.append(KnownFact(Point.EMPLOYER_EXISTS, text, source))
    total, published = vetting_precedents.count_earlier(session, basis.row)
    text = gettext(
        lang,
        "Other vacancies of this employer: %(total)s, of which published: %(published)s.",
        total=total,
        published=published,
    )
    return [*facts, KnownFact(Point.EMPLOYER_EXISTS, text, source)]


def _licence(basis: VettingBasis) -> KnownFact:
    """State whether the recruiter may recruit here today, its licence and until when it is valid."""
    lang, status = basis.lang, basis.licence
    text = gettext(
        lang,
        "%(agency)s on %(day)s: %(state)s.",
        agency=status.agency.name,
        day=formats.date(lang, basis.day),
        state=rendering.label(lang, "licence_state", status.state.value),
    )
    if status.licence and (number := status.licence.number):
        text += " " + gettext(lang, "Licence number: %(number)s.", number=number)
    if status.valid_to:
        until = formats.short_date(lang, status.valid_to)
        text += " " + gettext(lang, "Valid until %(day)s.", day=until)
    source = gettext(lang, "register of licences")
    return KnownFact(Point.INTERMEDIARY_LICENSED, text, source, status.may_recruit_here)


def _lowest_pay(session: Session, basis: VettingBasis) -> list[KnownFact]:
    """Compare the lowest pay of a month with each certain legal minimum of the country."""
    row, lang = basis.row, basis.lang
    rates, facts = exchange_rates.table(session, basis.day), []
    for fact in _minimum_wages(session, basis):
        lowest = _month(fact, row)
        if lowest is None or fact.currency is None or row.pay_month is None:
            continue
        pay = rates.convert(row.pay_month, row.currency, fact.currency)
        text = gettext(
            lang,
            "Pay from %(pay)s a month; legal minimum %(minimum)s.",
            pay=formats.money(lang, row.pay_month, row.currency),
            minimum=formats.money(lang, lowest, fact.currency),
        )
        passes = None if pay is None else pay >= lowest
        facts.append(KnownFact(Point.WAGE_FLOOR, text, fact.source, passes))
    return facts


def _minimum_wages(session: Session, basis: VettingBasis) -> list[Fact]:
    """Return the certain minimum wages: those of a month where the law states one.

    A month calculated from an hour may be less, as it leaves out paid days of rest."""
    known = [
        fact
        for fact in countries.facts(session, basis.row.country, basis.day)
        if fact.kind == Kind.MINIMUM_WAGE and fact.component == "gross" and fact.mark in _CERTAIN
    ]
    return [fact for fact in known if fact.unit == "month"] or known


def _month(fact: Fact, row: Vacancy) -> int | None:
    if fact.value is None:
        return None
    return vacancies.pay_month(fact.value, fact.unit, row.hours_per_week)


def _claims(session: Session, basis: VettingBasis) -> KnownFact:
    opened, closed = count_claims(session, basis.employer)
    lang = basis.lang
    text = gettext(
        lang,
        "Wage claims against %(employer)s on %(day)s: open %(open)s, closed %(closed)s.",
        employer=basis.employer.name,
        day=formats.date(lang, basis.day),
        open=opened,
        closed=closed,
    )
    source = gettext(lang, "register of wage claims")
    return KnownFact(Point.NO_OPEN_CLAIMS, text, source, passes=not opened)


def count_claims(session: Session, employer: Employer) -> tuple[int, int]:
    """Return the numbers of open and of closed claims against an employer, however it is spelt.

    They are counted whole, not only within the reader's scope: a number names nobody.
    """
    # A claim that was stored without its key is compared by its name.
    named = or_(col(Claim.employer_key) == employer.key, col(Claim.employer_key).is_(None))
    asked = select(col(Claim.employer), col(Claim.state), func.count()).where(
        col(Claim.country) == employer.country, named
    )
    numbers = {True: 0, False: 0}
    for name, state, many in session.execute(asked.group_by(col(Claim.employer), col(Claim.state))):
        if opinions.employer_key(name, employer.country) == (employer.country, employer.key):
            numbers[state == ClaimState.CLOSED] += int(many)
    return numbers[False], numbers[True]


def _opinion(basis: VettingBasis, one: EmployerOpinion) -> KnownFact:
    lang = basis.lang
    text = gettext(
        lang,
        "%(day)s: %(verdict)s. %(reason)s",
        day=formats.date(lang, one.day),
        verdict=rendering.label(lang, "opinion", one.verdict),
        reason=one.reason,
    )
    return KnownFact(
        Point.POST_OPINION, text[:_LONGEST], _office(basis, one), one.verdict == Opinion.GOOD
    )


def _office(basis: VettingBasis, one: EmployerOpinion) -> str:
    post = basis.judged.said_by.get(one.post)
    return basis.reader.office(post) if post else one.post
