"""One of the agency's own vacancies: state, changes, the officer's remarks, withdrawal."""

from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core import staff_notices
from catalog.core.errors import Refusal
from catalog.employers.employers import Employer
from catalog.reference.country_measures import Measure
from catalog.reference.occupations import Occupation
from catalog.vacancies import agency_vacancies, vetting, vetting_replies
from catalog.vacancies.vacancies import State, Vacancy
from catalog.vacancies.vetting_points import Point
from catalog.vacancies.vetting_replies import VettingAnswer
from i18n import formats
from matching.recruiting import applicant_view
from service.casework.evidence.owners import RecordKind
from service.infra.access import Permission
from service.pages.desk.agency import own_vacancy_form, own_vacancy_list
from service.pages.desk.shared import record_documents
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


@page_get("/desk/own/vacancies/{reference:str}", permission=Permission.OWN_OPEN)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    """Show the vacancy, whose notices are read with it."""
    answer, on = _show(request, reference, {}, None), context.app_state(request).clock()
    with context.writing(request) as session:
        about = ("vacancy", (reference,))
        staff_notices.mark_opened(session, *about, by=context.actor(request), on=on)
    return answer


class VacancyPage(msgspec.Struct):
    """A vacancy as its agency sees it; its remarks do not name the officer.

    `changes` and `withdraws` are whether its state allows that.
    """

    row: Vacancy
    firm: Employer
    own_number: str
    counts: dict[str, int]
    remarks: dict[str, str]
    answers: dict[str, list[VettingAnswer]]
    returned: bool
    changes: bool
    withdraws: bool
    recruits: bool
    trades: dict[str, Occupation]
    hidden: str
    pause: Measure | None


def _show(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    by = context.actor(request)
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=by)
        state = State(row.state)
        shown = VacancyPage(
            row=row,
            firm=session.get_one(Employer, row.employer),
            own_number=agency_vacancies.own_number(row),
            counts=applicant_view.count_by_state(session, reference, by=by),
            remarks=vetting_replies.remarks(session, reference),
            answers=vetting_replies.replies_by_point(session, reference),
            returned=state is State.RETURNED,
            changes=state in agency_vacancies.CHANGEABLE_STATES,
            withdraws=state in vetting.STEPS["withdraw"][0],
            recruits=own_vacancy_form.may_recruit(request, session),
            trades=context.register_cache(request, session).occupations,
            hidden=own_vacancy_list.hidden_reasons(request, session, [row]).get(reference, ""),
            pause=vetting.find_country_pause(session, row, context.app_state(request).today),
        )
        return form_actions.form_page(
            request,
            "desk/agency/own_vacancy.html",
            shown,
            record_documents.of_record(request, session, RecordKind.VACANCY, reference),
            refusal=refusal,
            typed=typed,
            points=[vetting_replies.WHOLE, *Point],
        )


@page_get("/desk/own/vacancies/{reference:str}/amend", permission=Permission.OWN_WRITE)
def show_form(request: Req, reference: FromPath[str]) -> Response[Any]:
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=context.actor(request))
        typed = own_vacancy_form.form_values(session, row) | {
            "seen_title": row.title,
            "seen_city": f"{row.country} {row.city}",
            "version": str(row.version),
            "language_required": formats.languages_needed(
                context.reader(request).lang, row.language_required
            ),
        }
    return own_vacancy_form.form(request, typed, None, row=row)


@page_post("/desk/own/vacancies/{reference:str}/amend", permission=Permission.OWN_WRITE)
def amend(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    typed = form_actions.typed_values(data)
    with context.reading(request) as session:
        row = agency_vacancies.get(session, reference, by=context.actor(request))
    try:
        own_vacancy_form.require_valid(request, typed)
        if answer := own_vacancy_form.ask_first(request, typed, row):
            return answer
        form_actions.run(request, data, lambda act: _amend(act, reference))
    except Refusal as refusal:
        return own_vacancy_form.form(request, typed, refusal, row=row)
    return context.see_other(f"/{lang}/desk/own/vacancies/{reference}")


def _amend(act: FormAction, reference: str) -> Answer:
    """Change the terms of a vacancy.

    Refuses: NotFound, EditConflict, and what agency_vacancies.amend refuses.
    """
    row = agency_vacancies.get(act.session, reference, by=act.by)
    act.require_version(row)
    result = own_vacancy_form.read_vacancy(act.typed)
    agency_vacancies.amend(act.session, row, result, by=act.by, on=act.on, day=act.day)
    return {"reference": reference}


post = partial(
    form_actions.post,
    back="/desk/own/vacancies/{reference}",
    find=lambda act, reference: agency_vacancies.get(act.session, reference, by=act.by),
    redraw=_show,
)


@post("/desk/own/vacancies/{reference:str}/withdraw", permission=Permission.OWN_WRITE)
def withdraw(act: FormAction, row: Vacancy) -> None:
    agency_vacancies.withdraw(
        act.session, row, act.typed.get("reason", "")[:120], by=act.by, on=act.on
    )


@post("/desk/own/vacancies/{reference:str}/answers", permission=Permission.OWN_WRITE)
def answer(act: FormAction, row: Vacancy) -> None:
    vetting_replies.resubmit(act.session, row, act.typed, by=act.by, on=act.on)
