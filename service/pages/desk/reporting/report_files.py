"""Files of a year that is not published yet, marked as such on each page and sheet."""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.core.errors import NotFound
from i18n import STAFF_LANGUAGES, Language
from service.infra.access import Permission
from service.pages.public.report_pages import FILE_FORMATS
from service.reporting import documents
from service.reporting.annual import draft_edition
from service.web import auth_middleware, context
from service.web.context import Form, Req, page_post

KINDS = ("pdf", "xlsx", "csv")


@page_post("/desk/report/{year:int}/files", permission=Permission.REPORT_READ)
def export(request: Req, lang: FromPath[str], year: FromPath[int], data: Form) -> Response[Any]:
    """Return the year as it stands now; the export is recorded before it leaves.

    Refuses: ConfirmFirst, NotFound, TooManyAttempts.
    """
    kind, by, state = str(data.get("kind", "")), context.actor(request), context.app_state(request)
    if kind not in KINDS:
        raise NotFound
    auth_middleware.require_fresh(request)
    auth_middleware.count_attempt(request, "export", by.account)
    reader = context.require_language(lang)
    written = reader if reader in STAFF_LANGUAGES else Language.UZ
    with context.reading(request) as session:
        edition = draft_edition.current_draft(
            session, year, state.settings.smallest, state.today, by=by
        )
    file = FILE_FORMATS[f".{kind}"]
    draft = documents.build_draft(edition, written, state.today, state.city(written))
    content = file.write(draft, state.today)
    context.note_read(request, "report_year", str(year), act="export")
    name = f"musofir-{year}-not-published-{written.value}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{name}"'} | context.NO_STORE
    return Response(content, media_type=file.media, headers=headers)
