"""Whether two sets of facts are of one person: surely, likely, or of two."""

from enum import Enum

import msgspec

from matching.identity import personal_names
from matching.identity.personal_names import Likeness
from matching.identity.persons import AgeBand, Sex

_BANDS = (AgeBand.UNDER_18, AgeBand.FROM_18, AgeBand.FROM_30, AgeBand.FROM_45)


class Verdict(Enum):
    SURE = "sure"
    LIKELY = "likely"
    DIFFERENT = "different"


class PersonFacts(msgspec.Struct, frozen=True):
    """What is known of a person; numbers as blind indexes, and empty if not stated."""

    name: str = ""
    phone: str = ""
    passport: str = ""
    pinfl: str = ""
    birth_year: int | None = None
    sex: str = Sex.NOT_STATED.value
    age_band: str = AgeBand.NOT_STATED.value
    region: str = ""


def compare(one: PersonFacts, other: PersonFacts) -> Verdict:
    """Decide whether these facts are of one person.

    SURE: the same passport or PINFL and nothing that contradicts it; or the same telephone, given
    name and surname, and no other year of birth or sex. LIKELY: a document with a contradiction; a
    like name with the same telephone, or with the same year of birth and region.
    """
    if one.pinfl and other.pinfl and one.pinfl != other.pinfl:
        return Verdict.LIKELY if _equal(one.passport, other.passport) else Verdict.DIFFERENT
    likeness = personal_names.compare(one.name, other.name)
    contradictory = contradicts(one, other)
    if _equal(one.passport, other.passport) or _equal(one.pinfl, other.pinfl):
        named = bool(one.name and other.name)
        clear = not contradictory and (likeness is not Likeness.OTHER or not named)
        return Verdict.SURE if clear else Verdict.LIKELY
    if likeness is Likeness.OTHER or (contradictory and likeness is not Likeness.SAME):
        return Verdict.DIFFERENT
    if _equal(one.phone, other.phone):
        sure = likeness is Likeness.SAME and not contradictory
        return Verdict.SURE if sure else Verdict.LIKELY
    near = likeness is not Likeness.LIKE and not contradictory
    return Verdict.LIKELY if near and _same_origin(one, other) else Verdict.DIFFERENT


def _equal(one: str, other: str) -> bool:
    return bool(one) and one == other


def _same_origin(one: PersonFacts, other: PersonFacts) -> bool:
    """Whether both were born in the same year and come from the same region."""
    return (
        one.birth_year is not None
        and one.birth_year == other.birth_year
        and _equal(stated_region(one.region), other.region)
    )


def stated_region(region: str) -> str:
    """A region, or nothing if it was not stated."""
    return "" if region == "not_stated" else region


def contradicts(one: PersonFacts, other: PersonFacts) -> bool:
    """Whether the years of birth or the sexes are stated and differ.

    Ages contradict each other if they are not even neighbours: years passed between two calls.
    """
    years = {one.birth_year, other.birth_year} - {None}
    sexes = {one.sex, other.sex} - {Sex.NOT_STATED.value}
    ages = _ages((one.age_band, other.age_band))
    return len(years) > 1 or len(sexes) > 1 or (len(ages) == 2 and abs(ages[0] - ages[1]) > 1)


def _ages(bands: tuple[str, str]) -> list[int]:
    order = [band.value for band in _BANDS]
    return [order.index(band) for band in bands if band in order]
