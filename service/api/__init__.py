"""Routes of the API, which call the same functions as the pages, and its OpenAPI document."""

from typing import Any

from service.api import (
    advice,
    agencies,
    evidence,
    matches,
    offers,
    referrals,
    report,
    schema,
    seats,
    vacancies,
    wages,
)

HANDLERS: list[Any] = [
    *vacancies.HANDLERS,
    *agencies.HANDLERS,
    *offers.HANDLERS,
    *matches.HANDLERS,
    *advice.HANDLERS,
    *wages.HANDLERS,
    *referrals.HANDLERS,
    *evidence.HANDLERS,
    *report.HANDLERS,
    *seats.HANDLERS,
]
SCHEMA = schema.schema_route(HANDLERS)
