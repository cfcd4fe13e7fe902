"""An Atom feed (RFC 4287) of the newest vacancies that a search finds."""

from datetime import date
from xml.etree import ElementTree

from litestar import Response
from litestar.params import FromPath

from i18n import Language, formats, gettext
from matching.search import saved_searches, search_results
from matching.search.register_cache import RegisterCache
from matching.search.search import Order
from matching.search.search_results import Item, Query
from service.infra.access import Permission
from service.pages.shared import search_form
from service.web import context
from service.web.context import Req, page_get
from service.web.jobs import job_posting, job_titles
from service.web.response_cache import Cached

_MOST = 50
_ATOM = "http://www.w3.org/2005/Atom"


@page_get("/vacancies/feed", permission=Permission.PUBLIC, cached=Cached(Query.__struct_fields__))
def feed(request: Req, lang: FromPath[str]) -> Response[str]:
    """Return the newest vacancies of a search; a filter that is not understood is left out."""
    reader, today = context.require_language(lang), context.app_state(request).today
    query, _ = search_form.read(
        {name: value[:128] for name, value in request.query_params.items() if value}
    )
    with context.reading(request) as session:
        register_cache = context.register_cache(request, session)
        filters = search_results.filters(register_cache.rates, query)
        found = search_results.page(
            session, register_cache, query.q, filters, today, limit=_MOST, order=Order.NEWEST
        )
    base = f"{context.app_state(request).settings.public_url.rstrip('/')}/{lang}/vacancies"
    tree = _feed(base, query, found.items, reader)
    tree.extend(_entry(base, item, register_cache, reader) for item in found.items)
    text = ElementTree.tostring(tree, encoding="unicode", xml_declaration=True)
    return Response(text, media_type="application/atom+xml; charset=utf-8")


def _feed(base: str, query: Query, items: list[Item], lang: Language) -> ElementTree.Element:
    found = saved_searches.address(query)
    tree = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": lang.value})
    title = gettext(lang, "Jobs abroad")
    _add(tree, "title", f"{title}: {query.q}" if query.q else title)
    _add(tree, "id", f"{base}/feed?{found}")
    _add(tree, "updated", _moment(max((item.opens_on for item in items), default=date(2019, 1, 1))))
    ElementTree.SubElement(_add(tree, "author"), "name").text = "Musofir"
    _add(tree, "link", rel="self", href=f"{base}/feed?{found}")
    _add(tree, "link", rel="alternate", href=f"{base}?{found}")
    return tree


def _entry(
    base: str, item: Item, register_cache: RegisterCache, lang: Language
) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    title = job_titles.title(lang, register_cache.lexicon, register_cache.occupations, item)
    _add(entry, "title", f"{title.text}, {formats.country(lang, item.country)}")
    _add(entry, "id", f"{base}/{item.reference}")
    _add(entry, "updated", _moment(item.opens_on))
    _add(entry, "link", rel="alternate", href=f"{base}/{item.reference}")
    _add(entry, "summary", job_posting.summary(item, register_cache.in_soum(item), lang))
    return entry


def _add(
    parent: ElementTree.Element, name: str, text: str = "", **values: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name, values)
    # XML has no place for control characters, which an imported title may have.
    element.text = "".join(letter for letter in text if letter.isprintable()) or None
    return element


def _moment(day: date) -> str:
    """The first moment of a day in Tashkent."""
    return f"{day.isoformat()}T00:00:00+05:00"
