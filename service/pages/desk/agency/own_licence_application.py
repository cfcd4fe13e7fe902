"""An agency's own application for a licence or its renewal.

The agency fills in what an officer would, and two officers decide.
"""

from typing import Any

from litestar import Response
from litestar.params import FromPath

from catalog.licensing import licence_applications, recruiting_rights
from service.infra.access import Permission
from service.pages.desk.licensing import licence_application_pages
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


@page_get("/desk/own/licence", permission=Permission.OWN_WRITE)
def show_form(request: Req) -> Response[Any]:
    agency = recruiting_rights.require_agency(context.actor(request))
    with context.reading(request) as session:
        typed = licence_application_pages.register_values(session, agency)
    return licence_application_pages.form(request, agency, typed, own=True)


@page_post("/desk/own/licence", permission=Permission.OWN_WRITE)
def file(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    agency = recruiting_rights.require_agency(context.actor(request))
    return licence_application_pages.file_application(request, lang, agency, data, own=True)


@page_post("/desk/own/licence/{number:str}", permission=Permission.OWN_WRITE)
def withdraw(request: Req, lang: FromPath[str], number: FromPath[str], data: Form) -> Response[Any]:
    """Withdraw the agency's application while it waits. Refuses: NotFound."""

    def action(act: FormAction) -> Answer:
        return {
            "agency": licence_applications.withdraw(
                act.session, number, by=act.by, on=act.on
            ).agency
        }

    form_actions.run(request, data, action)
    return context.see_other(f"/{lang}/desk/own#petitions")
