"""Random people and vacancies, sensible and absurd, and the plain way to rank them: every sheet
weighed by itself."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import strategies as some

from catalog.core.exchange_rates import Rate, RateTable
from catalog.core.fields import MAX_INT, MAX_MINOR
from matching.scoring import score
from matching.scoring.eligibility import Level, Profile, Terms, profiles_for_vacancy
from matching.scoring.score import ScoreBreakdown

DAY = date(2026, 11, 25)
_WORTH = {
    "EUR": 1_000_000,
    "USD": 1_100_000,
    "KRW": 1_600_000_000,
    "KWD": 330_000,
    "UZS": 13_000_000_000,
}
RATES = RateTable(
    DAY,
    {
        code: Rate(currency=code, on=DAY, millionths=worth, source="")
        for code, worth in _WORTH.items()
    },
)
_CODES = some.sampled_from(["7212", "7213", "7231", "7112", "5120"])
_DAYS = some.integers(-400, 4_000).map(lambda days: DAY + timedelta(days=days))
_PAY = some.one_of(
    some.sampled_from([0, 100_00, 2_900_000]), some.integers(0, 10**7), some.integers(0, 2**63 - 1)
)
_YEARS = some.one_of(some.integers(0, 12), some.just(MAX_INT))
_AGES = some.one_of(some.integers(16, 70), some.just(MAX_INT))
_CURRENCIES = some.sampled_from([*_WORTH, "TRY"])

TERMS = some.builds(
    Terms,
    reference=some.integers(0, 10**6).map(lambda number: f"V-{number}"),
    isco08=_CODES,
    country=some.sampled_from(["KR", "RU"]),
    pay_month=some.none() | _PAY,
    currency=_CURRENCIES,
    housing=some.sampled_from([None, "employer", "worker", "state"]),
    language_required=some.sampled_from(
        ["", "ko:A2", "ko:B2, en:A1", "ru:C2", "ko:TOPIK", "nonsense"]
    ),
    age_min=some.none() | _AGES,
    age_max=some.none() | _AGES,
    experience_years=some.none() | _YEARS,
    licence_required=some.sampled_from(["", "C,CE"]),
    opens_on=_DAYS,
    closes_on=_DAYS,
    contract_months=some.none() | some.integers(0, 60) | some.just(MAX_INT),
)
REGISTER = some.lists(TERMS, max_size=40, unique_by=lambda one: one.reference)
PROFILES = some.builds(
    Profile,
    occupation=_CODES,
    years=_YEARS,
    age=some.none() | _AGES,
    language=some.sampled_from([None, "ko", "en", "ru"]),
    level=some.none() | some.sampled_from(Level),
    certificate=some.sampled_from([None, True, False]),
    wage=some.none() | _PAY.map(lambda pay: min(pay, MAX_MINOR)),
    currency=some.none() | _CURRENCIES,
    housing=some.sampled_from([None, True, False]),
    available_from=some.none() | _DAYS,
    country=some.just(None),
    passport_until=some.none() | _DAYS,
    health_until=some.none() | _DAYS,
)
WISHED = some.sampled_from(["", "KR", "KR,RU", "DE"])


def plain(
    profiles: Sequence[Profile], terms: Sequence[Terms], rates: RateTable | None, wished: str = ""
) -> list[tuple[str, int]]:
    """The open vacancies of a person's kinds of work, each with its best sheet, in the order of the
    ranking."""
    best: dict[str, ScoreBreakdown] = {}
    for one in terms:
        own = [profile for profile in profiles if one.isco08[:2] == profile.occupation[:2]]
        if not wished or one.country in wished.split(","):
            for profile in profiles_for_vacancy(own, one):
                sheet = score.calculate_score(profile, one, rates)
                if sheet.open and _place(sheet) < _place(best.get(one.reference)):
                    best[one.reference] = sheet
    return [
        (one, best[one].points) for one in sorted(best, key=lambda one: (*_place(best[one]), one))
    ]


def _place(sheet: ScoreBreakdown | None) -> tuple[int, int]:
    return (-sheet.points, sheet.knowable) if sheet else (1, 0)
