"""The form of an agency's vacancy, whose title is classified before it is submitted."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import InvalidInput, Mistakes, Refusal
from catalog.core.fields import reference
from catalog.employers.employers import Employer
from catalog.licensing import recruiting_rights
from catalog.reference import countries, country_measures
from catalog.reference.country_measures import Measure, MeasureKind
from catalog.reference.occupations import Occupation
from catalog.vacancies import agency_vacancies
from catalog.vacancies.agency_vacancies import VacancyInput
from catalog.vacancies.vacancies import Vacancy
from i18n import N_, formats
from matching.lexicon.classifier import classify
from service.infra.access import Permission
from service.input import cell_parsing, forms
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# An agency does not state whether a unit group was classified, or what is a quota.
FIELDS = tuple(
    name for name in VacancyInput.__struct_fields__ if name not in ("classified", "quota")
)
MAX_LENGTHS = cell_parsing.lengths(Vacancy) | {
    "employer": cell_parsing.lengths(Employer)["name"],
    "register_no": 40,
    "external_id": 60,
}
# For answers that are needed and could not be read, so that the others can be compared.
_NEUTRAL = {
    "title": "-",
    "language": "uz",
    "country": "KR",
    "employer": "-",
    "seats": "1",
    "wage_min": "0",
    "currency": "USD",
    "period": "month",
}
_MONEY = ("wage_min", "wage_max", "worker_fee")
SUBMITTED = N_(
    "The vacancy has been submitted. Now add its documents: an officer needs them to check it."
)


class CityElsewhere(Refusal):
    """A question: the same town and country sent again are accepted."""

    slug = "city-elsewhere"
    sentence = N_(
        "We know a town of this name in another country: %(countries)s. If the town and the "
        "country are right, submit again."
    )


def may_recruit(request: Req, session: Session) -> bool:
    try:
        recruiting_rights.require_allowed(
            session, context.actor(request), context.app_state(request).today
        )
    except recruiting_rights.MayNotRecruitNow:
        return False
    return True


@page_get("/desk/own/vacancies/new", permission=Permission.OWN_WRITE)
def show_form(request: Req, lang: FromPath[str]) -> Response[Any]:
    return form(
        request,
        {"language": lang, "opens_on": str(context.app_state(request).today), "period": "month"},
        None,
    )


@page_post("/desk/own/vacancies/new", permission=Permission.OWN_WRITE)
def submit(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    typed = form_actions.typed_values(data)
    try:
        require_valid(request, typed)
        if answer := ask_first(request, typed):
            return answer
        done = form_actions.run(request, data, _submit)
    except Refusal as refusal:
        return form(request, typed, refusal)
    after = f"/{lang}/desk/documents/vacancy/{done['reference']}"
    return context.redirect_done(request, after, SUBMITTED)


def _submit(act: FormAction) -> Answer:
    result = read_vacancy(act.typed)
    row = agency_vacancies.submit(act.session, result, by=act.by, on=act.on, day=act.day)
    return {"reference": row.reference}


def require_valid(request: Req, typed: dict[str, str]) -> None:
    """Report what cannot be read together with what cannot be true. Refuses: InvalidInput.

    An answer that cannot be read is left out, or replaced by one that contradicts no other.
    """
    mistakes, today = Mistakes(), context.app_state(request).today
    with mistakes.noted():
        read_vacancy(typed)
    neutral = _NEUTRAL | dict.fromkeys(("opens_on", "closes_on"), str(today))
    unread = {field: neutral.get(field, "") for field in mistakes.fields}
    with mistakes.noted(), context.reading(request) as session:
        agency_vacancies.validate(
            session, read_vacancy(typed | unread), by=context.actor(request), day=today
        )
    mistakes.require_none()


def read_vacancy(typed: dict[str, str]) -> VacancyInput:
    """Parse the typed vacancy and report all errors at once. Refuses: InvalidInput."""
    values = {name: value for name in FIELDS if (value := typed.get(name, "").strip())}
    values.setdefault("external_id", reference("N", 6))
    if "wage_min" in values:
        values.setdefault("wage_max", values["wage_min"])
    try:
        return cell_parsing.read(
            VacancyInput, values, cell_parsing.VACANCY_READERS, longest=MAX_LENGTHS
        )
    except InvalidInput as wrong:
        # Where no highest pay was typed, an error of the lowest pay is shown only once.
        meant = [
            one
            for one in wrong.errors
            if one.field != "wage_max" or typed.get("wage_max", "").strip()
        ]
        raise InvalidInput(
            [
                forms.MissingAnswer(one.field) if isinstance(one, cell_parsing.EmptyCell) else one
                for one in meant
            ]
        ) from wrong


def ask_first(
    request: Req, typed: dict[str, str], row: Vacancy | None = None
) -> Response[Any] | None:
    """Show the form with questions about title and town, if there are any not yet asked."""
    groups, question = suggest_groups(request, typed), _question_city(request, typed)
    if not groups and question is None:
        return None
    return form(request, typed, question, groups=groups, row=row)


def _question_city(request: Req, typed: dict[str, str]) -> CityElsewhere | None:
    """Return a question about a town that we know in other countries alone, if it is new."""
    country, city = typed["country"].strip().upper(), typed.get("city", "").strip()
    meant = f"{country} {city}"
    if not city or typed.get("seen_city") == meant:
        return None
    typed["seen_city"] = meant
    with context.reading(request) as session:
        known = context.register_cache(request, session).lexicon.places.countries_of_city(city)
    if not known or country in known:
        return None
    names = (formats.country(context.language(request), code) for code in sorted(known))
    return CityElsewhere("city", countries=", ".join(names))


def suggest_groups(request: Req, typed: dict[str, str]) -> list[Occupation]:
    """Return the unit groups that the title may mean, if they have not been shown yet."""
    if typed.get("isco08", "").strip() or typed.get("seen_title") == typed.get("title"):
        return []
    with context.reading(request) as session:
        register_cache = context.register_cache(request, session)
        found = classify(register_cache.lexicon, typed.get("title", ""))
        groups = [
            register_cache.occupations[code]
            for code, _ in found.ranked
            if code in register_cache.occupations
        ]
    typed["seen_title"] = typed.get("title", "")
    typed["isco08"] = found.isco08 or ""
    return groups


class VacancyFormPage(msgspec.Struct):
    typed: dict[str, str]
    codes: list[str]
    pauses: list[Measure]
    recruits: bool
    groups: list[Occupation]
    row: Vacancy | None


def form(
    request: Req,
    typed: dict[str, str],
    refusal: Refusal | None,
    *,
    groups: list[Occupation] | None = None,
    row: Vacancy | None = None,
) -> Response[Any]:
    if isinstance(refusal, InvalidInput):
        refusal.sort([*typed])
    with context.reading(request) as session:
        codes, may = countries.destinations(session), may_recruit(request, session)
        # By the time the form is sent, what titles mean is learnt.
        context.register_cache(request, session).lexicon.lessons.begin()
        today = context.app_state(request).today
        pauses = country_measures.list_in_force(session, today, MeasureKind.PAUSE)
    shown = VacancyFormPage(typed, codes, pauses, may, groups or [], row)
    return form_actions.form_page(
        request, "desk/agency/own_vacancy_form.html", shown, refusal=refusal
    )


def form_values(session: Session, row: Vacancy) -> dict[str, str]:
    """Return a vacancy as it was submitted, for the form that changes it."""
    firm = session.get_one(Employer, row.employer)
    values: dict[str, Any] = {
        name: getattr(row, name) for name in FIELDS if name not in ("employer", "register_no")
    }
    values |= {
        "employer": firm.name,
        "register_no": firm.register_no,
        "external_id": agency_vacancies.own_number(row),
    }
    values |= {name: forms.format_amount(values[name], row.currency) for name in _MONEY}
    return {name: "" if value is None else str(value) for name, value in values.items()}
