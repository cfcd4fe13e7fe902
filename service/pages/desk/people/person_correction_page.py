"""Correcting a person's record at the desk."""

from typing import Any

from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Mistakes, Refusal
from i18n import CITIZEN_LANGUAGES, N_, NATIVE_NAMES, Language, gettext
from matching.identity import person_corrections, persons, telephones
from matching.identity.person_corrections import PersonFacts
from matching.identity.persons import Citizen
from service.accounts import opened_records
from service.casework import people_access
from service.casework.protection import minors
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import correction_pages, record_fields
from service.pages.desk.shared.correction_pages import CorrectionForm, CorrectionHistory, FactField
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

# What the form has only for a person who does not sign in with their number.
_PHONE = N_("Telephone number")
_OWN_NUMBER = N_(
    "This person signs in with their telephone number. They change it themselves in their "
    "account, under “My new number”. If they have lost it, use “Replace a lost telephone number” "
    "in their record."
)


@page_get("/desk/citizens/{reference:str}/correct", permission=Permission.CITIZENS_WRITE)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _page(request, reference, {}, None)


def history(session: Session, reference: str) -> CorrectionHistory:
    """Return the corrections of a person's record as its pages show them."""
    return correction_pages.history(
        session,
        person_corrections.NOUN,
        reference,
        lambda: {one.value: name for one, name in NATIVE_NAMES.items()},
    )


def _page(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    """Show the form; the read is recorded before it leaves. Refuses: NotFound, ErasedPerson."""
    access.require(context.actor(request), Permission.CITIZENS_READ)
    languages = {one.value: NATIVE_NAMES[one] for one in CITIZEN_LANGUAGES}
    with context.reading(request) as session:
        row = people_access.get(session, reference, by=context.actor(request))
        persons.require_not_erased(session, reference)
        languages.setdefault(row.language, row.language)
        facts = person_corrections.current(row)
        own = opened_records.is_opened(session, row)
        shown = correction_pages.fact_fields(
            facts, record_fields.PERSON, {"language": [*languages.items()]}
        )
        form = CorrectionForm(
            heading=N_("Correct the record"),
            reference=reference,
            back=f"/desk/citizens/{reference}",
            send_to=f"/desk/citizens/{reference}/correct",
            facts=shown if own else [*shown, _phone_field(request, session, row)],
            version=person_corrections.version(session, row),
            typed=typed,
            note=_OWN_NUMBER if own else "",
        )
        answer = correction_pages.form_page(request, history(session, reference), form, refusal)
    context.note_read(request, "citizen", reference)
    return answer


def _phone_field(request: Req, session: Session, row: Citizen) -> FactField:
    """Return the field of a new number, which names only the last digits of the known one."""
    lang, known = (
        Language(request.path_params["lang"]),
        persons.mask_number(persons.phone(session, row)),
    )
    hint = N_("Recorded now: %(number)s. Leave this empty if it is right.")
    return FactField("phone", _PHONE, hint=gettext(lang, hint, number=known) if known else "")


@form_actions.post(
    "/desk/citizens/{reference:str}/correct",
    permission=Permission.CITIZENS_WRITE,
    back="/desk/citizens/{reference}",
    redraw=_page,
    find=lambda act, reference: people_access.get(act.session, reference, by=act.by),
    versioned=False,
    reads=Permission.CITIZENS_READ,
    done=N_("The correction is saved."),
)
def correct(act: FormAction, row: Citizen) -> None:
    facts, reason = correction_pages.with_reason(act, lambda: _read_facts(act, row))
    seen = forms.parse_hidden_number(act.typed.get("version", ""))
    known_age = row.age_band
    person_corrections.correct(act.session, row, facts, reason, seen, by=act.by, on=act.on)
    if row.age_band != known_age:
        minors.refer_person(act.session, row, by=act.by, on=act.on, day=act.day)


def _read_facts(act: FormAction, row: Citizen) -> PersonFacts:
    """Return the facts as typed. Refuses: all that is wrong with them at once."""
    mistakes = Mistakes()
    with mistakes.noted():
        facts = act.read(PersonFacts)
    with mistakes.noted():
        if phone := act.typed.get("phone", "").strip():
            opened_records.require_unproved_number(act.session, row)
            telephones.international_number(phone)
    mistakes.require_none()
    return facts
