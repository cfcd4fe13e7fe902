"""Vetting points: what is checked before anybody is sent abroad, and which terms affect each."""

from collections.abc import Iterable

from catalog.core.labelled_enum import LabelledEnum
from i18n import N_


class Point(LabelledEnum):
    """A point checked before anybody is sent abroad."""

    EMPLOYER_EXISTS = "employer_exists", N_("The employer is on its country’s register")
    INTERMEDIARY_LICENSED = "intermediary_licensed", N_("The foreign intermediary is licensed")
    POWER_OF_ATTORNEY = "power_of_attorney", N_("Power of attorney or agency contract")
    DEMAND_LETTER = "demand_letter", N_("Employer’s letter requesting workers")
    PERMIT_BASIS = "permit_basis", N_("Quota or other basis for the work permit")
    CONTRACT_LANGUAGES = "contract_languages", N_("Contract in Uzbek and in the country’s language")
    WAGE_FLOOR = "wage_floor", N_("Pay not below the legal minimum or the market rate")
    HOURS_AND_REST = "hours_and_rest", N_("Hours, rest and overtime")
    HOUSING = "housing", N_("Housing and related deductions from pay")
    INSURANCE = "insurance", N_("Insurance")
    PASSPORT_STAYS = "passport_stays", N_("The passport stays with the worker")
    COSTS = "costs", N_("Who pays which costs")
    RETURN_TICKET = "return_ticket", N_("Return ticket")
    NO_DISCRIMINATION = (
        "no_discrimination",
        N_("No conditions about applicants’ sex, ethnicity or family"),
    )
    NO_STRIKE_OR_WAR = "no_strike_or_war", N_("No strike, and not in a war zone")
    NO_OPEN_CLAIMS = "no_open_claims", N_("No open wage claims against the employer")
    CONTACT_REACHED = "contact_reached", N_("Contact reached by telephone and call logged")
    POST_OPINION = "post_opinion", N_("Opinion of the embassy or consulate")


ALL_POINTS = frozenset(Point)
# The letter of demand and the contract state each term of the work, and the post judged it as a
# whole.
_WRITTEN = frozenset({Point.DEMAND_LETTER, Point.CONTRACT_LANGUAGES, Point.POST_OPINION})
_PAY = _WRITTEN | {Point.WAGE_FLOOR}
_CHOSEN_BY = _WRITTEN | {Point.NO_DISCRIMINATION}
# True on the day of vetting, but not necessarily until a later day.
DATED_POINTS = frozenset(
    {
        Point.INTERMEDIARY_LICENSED,
        Point.POWER_OF_ATTORNEY,
        Point.DEMAND_LETTER,
        Point.PERMIT_BASIS,
        Point.NO_STRIKE_OR_WAR,
        Point.NO_OPEN_CLAIMS,
        Point.CONTACT_REACHED,
        Point.POST_OPINION,
    }
)

# The points that each term of a vacancy affects; a free text may affect all.
POINTS_BY_TERM: dict[str, frozenset[Point]] = {
    "external_id": frozenset(),
    "language": frozenset(),
    "classified": frozenset(),
    "opens_on": frozenset(),
    "agency": ALL_POINTS,
    "employer": ALL_POINTS,
    "country": ALL_POINTS,
    "description": ALL_POINTS,
    "title": _CHOSEN_BY | {Point.PERMIT_BASIS, Point.WAGE_FLOOR, Point.HOURS_AND_REST},
    "isco08": _WRITTEN | {Point.PERMIT_BASIS, Point.WAGE_FLOOR, Point.HOURS_AND_REST},
    "city": _PAY | {Point.PERMIT_BASIS, Point.HOUSING, Point.RETURN_TICKET, Point.NO_STRIKE_OR_WAR},
    "seats": _WRITTEN | {Point.PERMIT_BASIS, Point.HOUSING},
    "wage_min": _PAY,
    "wage_max": _PAY,
    "period": _PAY,
    "pay_month": _PAY,
    "currency": _PAY | {Point.COSTS},
    "hours_per_week": _PAY | {Point.HOURS_AND_REST},
    "housing": _WRITTEN | {Point.HOUSING, Point.COSTS},
    "meals": _WRITTEN | {Point.HOUSING, Point.COSTS},
    "travel": _WRITTEN | {Point.RETURN_TICKET, Point.COSTS},
    "insurance": _WRITTEN | {Point.INSURANCE, Point.COSTS},
    "worker_fee": _WRITTEN | {Point.COSTS},
    "language_required": _CHOSEN_BY,
    "age_min": _CHOSEN_BY,
    "age_max": _CHOSEN_BY,
    "experience_years": _CHOSEN_BY,
    "licence_required": _CHOSEN_BY,
    "contract_months": _WRITTEN | {Point.PERMIT_BASIS, Point.INSURANCE, Point.RETURN_TICKET},
    "closes_on": DATED_POINTS,
    "quota": DATED_POINTS,
}


def affected_points(changed: Iterable[str]) -> frozenset[Point]:
    """The points to check again when these terms change (domain 2.6).

    A term that is not listed affects all.
    """
    return frozenset().union(*(POINTS_BY_TERM.get(name, ALL_POINTS) for name in changed))
