"""Is it real? A form for what somebody was offered, one verdict with its reasons to print, and a way to warn others."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog import countries
from catalog.ground.refusals import NotFound, Refusal
from matching import offers, reports
from matching.offers import Offer
from matching.query import understand
from matching.reports import NewReport, Report
from matching.shelf import Shelf
from service import entrance, forms, web
from service.access import Permission
from service.web import Form, Req, page_get, page_post


@page_get("/offers", permission=Permission.PUBLIC)
def show(request: Req, lang: FromPath[str]) -> Response[Any]:
    """The form, and under it the verdict on what was typed; an address that can be sent on."""
    web.of_address(lang)
    typed = {name: value for name, value in request.query_params.items() if value}
    with web.reading(request) as session:
        shown: dict[str, Any] = {"typed": typed, "errors": {}, "judged": None, "codes": countries.destinations(session)}
        if not typed:
            return web.page(request, "offers/show.html", **shown)
        try:
            shelf = web.shelf(request, session)
            judged = offers.check(session, shelf.names, _offer(typed, shelf), web.house(request).today)
        except Refusal as refusal:
            return web.page(request, "offers/show.html", status=422, **shown | {"errors": forms.by_field(refusal)})
        return web.page(request, "offers/show.html", **shown | {"judged": judged})


def _offer(typed: dict[str, Any], shelf: Shelf) -> Offer:
    """What was typed, with the trade brought to the unit group that it most likely means."""
    told = forms.minor({name: value for name, value in typed.items() if name != "trade"}, "wage", "currency")
    called = understand(typed.get("trade", "")[:128], shelf.lexicon).called
    return forms.read(Offer, {"occupation": called[0].isco08 if called else None} | told)


@page_get("/offers/report", permission=Permission.PUBLIC)
def ask(request: Req, lang: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    return _form(request, {}, None)


@page_post("/offers/report", permission=Permission.PUBLIC)
def report(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    web.of_address(lang)
    key, typed = data.pop("once", ""), data
    try:
        told = forms.read(NewReport, typed)
        entrance.attempt_to_tell(request)
        with web.writing(request) as session:
            on, by = web.house(request).clock(), web.who(request)
            deed = lambda: {"reference": reports.report(session, told, by=by, on=on).reference}  # noqa: E731
            done = web.done_by_form(request, session, key, typed, deed)
    except Refusal as refusal:
        return _form(request, typed, refusal)
    return web.see_other(f"/{lang}/offers/reported/{done['reference']}")


@page_get("/offers/reported/{number:str}", permission=Permission.PUBLIC)
def reported(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    web.of_address(lang)
    with web.reading(request) as session:
        if session.get(Report, number) is None:
            raise NotFound
    return web.page(request, "offers/reported.html", number=number)


def _form(request: Req, typed: dict[str, Any], refusal: Refusal | None) -> Response[Any]:
    with web.reading(request) as session:
        codes = countries.destinations(session)
    errors = forms.by_field(refusal)
    return web.page(
        request,
        "offers/report.html",
        status=entrance.status_of(request, refusal),
        typed=typed,
        errors=errors,
        codes=codes,
    )


HANDLERS = [show, ask, report, reported]
