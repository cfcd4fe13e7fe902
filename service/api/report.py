"""API route of the figures of a year, each with its unit; unlike units are never added."""

import re
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound
from service.api import api_routes
from service.infra.access import Permission
from service.reporting import documents
from service.reporting.annual import public_year, remarks
from service.reporting.checks import check_sentences
from service.reporting.documents import data
from service.reporting.documents.data import ReportData
from service.web import context
from service.web.context import Req
from service.web.response_cache import Cached


class YearReport(ReportData):
    """A year as its page and its files say it, in the reader's language. `open`: the year is not
    over; `provisional`: it is not published yet and counted once a day; `published`: as two signed
    it, with its corrections. Period: the days that are counted; revision: which edition of the
    figures it is and of which day; definitions: what holds of every figure; small_numbers: which
    numbers are not told, and why; fingerprint: the hash of what was signed, of a published year;
    changes: the numbers that a correction changed, null for a first edition. Checks: what the
    figures of the printed report say about one another, each with a verdict; remarks: what a
    statistician wrote on them."""

    checks: list[dict[str, Any]]
    remarks: list[dict[str, Any]]


@api_routes.get(
    "/report/{year:str}",
    operation_id="report_show",
    tags=["report"],
    permission=Permission.PUBLIC,
    cached=Cached(kind="reports"),
    gives=YearReport,
    refuses=(404,),
)
def show(request: Req, year: FromPath[str]) -> Response[YearReport]:
    """The figures of one year, each with the sentence that defines it, and what whoever reads them
    must know.
    """
    if not re.fullmatch(r"[1-9][0-9]{3}", year):
        raise NotFound
    lang, app_state = context.language(request), context.app_state(request)
    edition = public_year.current_edition(
        app_state.database, int(year), app_state.settings.smallest, on=app_state.clock()
    )
    values = msgspec.structs.asdict(
        data.build_data(
            documents.build_document(edition, lang, app_state.today, app_state.city(lang))
        )
    )
    values |= {
        "checks": check_sentences.to_dicts(lang, edition.year.checks),
        "remarks": remarks.to_dicts(lang, edition.year.remarks),
    }
    return api_routes.respond(
        YearReport(**{name: values[name] for name in YearReport.__struct_fields__})
    )
