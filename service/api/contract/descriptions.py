"""Descriptions of properties in the API contract.

They are in descriptions.tsv, by component and name, or by name alone (`*`).
"""

import csv
from functools import cache
from pathlib import Path

# A component that repeats the properties of another uses its descriptions too.
SAME_PROPERTIES = {
    "AdviceDetail": "AdviceSession",
    "ClaimCorrection": "NewFacts",
    "AgencyDetail": "Agency",
    "ContactCorrection": "ContactRecord",
    "NewContact": "ContactRecord",
    "GroupSessionCorrection": "GroupSessionRecord",
    "NewGroupSession": "GroupSessionRecord",
    "EventCorrection": "EventRecord",
    "NewEvent": "EventRecord",
    "ReturnCorrection": "ReturnRecord",
    "Match": "Vacancy",
    "VacancyTerms": "Vacancy",
}


@cache
def table() -> dict[tuple[str, str], str]:
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(row["component"], row["property"]): row["description"] for row in rows}


def find_row(component: str, name: str) -> tuple[str, str] | None:
    """Return the key of the most specific row for a property, or None."""
    nearest = [(one, name) for one in (component, SAME_PROPERTIES.get(component), "*") if one]
    return next((one for one in nearest if one in table()), None)


def description(component: str, name: str) -> str:
    """Return the description of a property, or an empty text."""
    return table()[found] if (found := find_row(component, name)) else ""
