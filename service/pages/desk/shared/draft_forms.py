"""Drafts of the desk's long forms.

A script saves them while they are typed; they are offered when the form is opened again, or
discarded.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import fields
from catalog.core.actor import Actor
from catalog.core.errors import NotFound
from matching.identity import persons
from service.casework.claims import wage_claims
from service.infra import access, drafts, idempotency
from service.infra.access import Permission
from service.infra.drafts import NewDraft, SavedDraft
from service.web import context, form_actions
from service.web.context import Form, Req, page_post
from service.web.form_actions import FormAction

# Hidden fields for the record that the writer saw; without them a draft could be sent against
# another one.
_CARRIED = re.compile(r"version|seen|known|was|was_\w{1,40}")
# The prefix of the record of a draft of a call.
_CALL = "N"
_RECORD = re.compile(r"[A-Z0-9-]{0,24}")


class LongForm(msgspec.Struct, frozen=True):
    """A form whose text is stored: its address, the stored fields, and who may send it.

    Fields that are not named here are never stored: no secret, no code, no number of a document or
    an account.
    """

    path: str
    fields: re.Pattern[str]
    needs: Permission


def _claim_form(path: str, names: str, needs: Permission) -> LongForm:
    return LongForm(f"/desk/wages/{{record}}/{path}", re.compile(names), needs)


_SESSION = (
    "topic|country|channel|level|outcome|held_on|follow_up_on|note|name|phone|citizen|matter|"
    "region|sex|age_band|birth_year|occupation_major"
)
SESSION = "session"
# Drafts of calls that an officer can have; older ones are deleted.
MOST_CALLS = 20
FORMS = {
    SESSION: LongForm("/desk/advice/new", re.compile(_SESSION), Permission.ADVICE_WRITE),
    "step": _claim_form(
        "steps",
        "to|reason|next_action|due|closing_reason|happened_on|post|duplicate_of",
        Permission.WAGES_STEP,
    ),
    "note": _claim_form("notes", "note", Permission.WAGES_WRITE),
    "payment": _claim_form(
        "payments",
        r"amount|currency|payer|method|hand|on|line|settles\.(?:currency|basis|amount)",
        Permission.WAGES_PAY,
    ),
    "sums": _claim_form("amounts", r"(documented|agreed)_[0-9]{1,3}", Permission.WAGES_WRITE),
    "facts": _claim_form("correct", r"fact_\w{1,40}|reason", Permission.WAGES_WRITE),
    "second": _claim_form("approvals", "second_asked|second_reason", Permission.WAGES_STEP),
}


@page_post("/desk/drafts", permission=Permission.DESK_OPEN)
def save(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    """Save what is in a form of this officer, for the script.

    Refuses: NotFound, NotAllowed, TooLong, NotText.
    """

    def action(act: FormAction) -> None:
        draft = _read_draft(act, lang, data)
        if drafts.save(act.session, draft, by=act.by, on=act.on) and draft.form == SESSION:
            drafts.keep_newest(act.session, SESSION, MOST_CALLS, by=act.by)

    # The field `once` is the key of the form that is being written, not of this request.
    form_actions.run(request, {}, action)
    return Response(None, status_code=204)


@page_post("/desk/drafts/drop", permission=Permission.DESK_OPEN)
def discard(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    form, record = _find_form(request, data)
    form_actions.run(request, {}, lambda act: drafts.discard(act.session, form, record, by=act.by))
    is_matter = form == SESSION and record and not is_call(record)
    matter = f"?matter={record}" if is_matter else ""
    place = FORMS[form].path if form == SESSION else f"/desk/wages/{record}"
    return context.see_other(f"/{lang}{place}{matter}")


def new_call() -> str:
    """Return the record of the draft of a new call."""
    return fields.reference(_CALL, 12)


def is_call(record: str) -> bool:
    return record.startswith(f"{_CALL}-")


class CallDraft(msgspec.Struct, frozen=True):
    """A draft of a call in one line: when it was saved, and whom or what it is about."""

    record: str
    at: datetime
    name: str
    phone: str
    topic: str


def list_calls(session: Session, *, by: Actor, but: str = "") -> list[CallDraft]:
    """Return one's own drafts of calls to continue or delete, except the one that is open."""
    return [
        CallDraft(
            draft.record,
            draft.at,
            draft.typed.get("name", ""),
            persons.mask_number(re.sub("[^+0-9]", "", draft.typed.get("phone", ""))),
            draft.typed.get("topic", ""),
        )
        for draft in drafts.list_of_form(session, SESSION, by=by)
        if draft.record != but and is_call(draft.record)
    ]


def _find_form(request: Req, data: Mapping[str, Any]) -> tuple[str, str]:
    """Return the form and its record, if the officer may send it.

    Refuses: NotFound, NotAllowed.
    """
    form, record = str(data.get("form", "")), str(data.get("record", ""))
    if form not in FORMS or not _RECORD.fullmatch(record):
        raise NotFound
    access.require(context.actor(request), FORMS[form].needs)
    return form, record


def _read_draft(act: FormAction, lang: str, data: Mapping[str, Any]) -> NewDraft:
    form, record = _find_form(act.request, data)
    by, kind = act.by, FORMS[form]
    about = None if form == SESSION else wage_claims.get(act.session, record, by=by).citizen
    values = {name: fields.text(str(value)) for name, value in data.items()}
    typed = {name: value for name, value in values.items() if kind.fields.fullmatch(name)}
    carried = {name: value for name, value in values.items() if _CARRIED.fullmatch(name)}
    route = f"/{lang}{kind.path.format(record=record)}"
    return NewDraft(
        form,
        record,
        idempotency.storage_key(values.get("once", ""), by=by, route=route),
        typed,
        carried,
        about,
    )


def form_of(path: str) -> str:
    """Return the form that is sent to an address of a claim, or an empty string."""
    last = path.rpartition("/")[2]
    return next(
        (
            form
            for form, kind in FORMS.items()
            if kind.path.endswith(f"/{last}") and form != SESSION
        ),
        "",
    )


def delete_sent(request: Req, session: Session, form: str, record: str) -> None:
    """Delete the draft of a form in the transaction that handles the form."""
    if form:
        drafts.discard(session, form, record, by=context.actor(request))


def list_for_record(
    request: Req, session: Session, record: str, typed: Mapping[str, str]
) -> dict[str, SavedDraft]:
    """Return the drafts to offer on a page about a record, by form.

    A form that was just sent shows what was sent.
    """
    by = context.actor(request)
    known = drafts.list_own(session, record, by=by)
    return {
        form: kept
        for form, kept in known.items()
        if access.allows(by, FORMS[form].needs)
        and not any(map(FORMS[form].fields.fullmatch, typed))
    }
