"""The advice desk: a short form to use during a call, and the list of advice sessions."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath, FromQuery
from sqlmodel import Session

from catalog.core import fields
from catalog.core.actor import Actor
from catalog.core.errors import Mistakes, Refusal, require_found
from catalog.reference import countries
from catalog.reference.posts import Post
from i18n import N_
from matching.identity import known_persons, persons, telephones
from matching.identity.persons import Citizen
from matching.journey.check_ins import CheckIn
from service.casework import people_access as cases
from service.casework.advice import (
    advice_sessions,
    advice_texts,
    callbacks,
    claim_from_session,
    questions,
    session_corrections,
    snippets,
)
from service.casework.advice.advice_sessions import NewSession, UsualCall
from service.casework.advice.advice_texts import Given, LocalisedText
from service.casework.advice.callbacks import Callback
from service.casework.advice.questions import Question
from service.casework.advice.snippets import OwnPhrase
from service.casework.advice.topics import Channel
from service.casework.people_access import LookupResult
from service.casework.protection import check_in_alarms, minors, referrals
from service.casework.protection.referrals import Referral
from service.casework.scope import advice_tables, claim_scope
from service.infra import access, drafts, responsible_bodies
from service.infra.access import Permission
from service.infra.drafts import SavedDraft
from service.input import forms
from service.pages.desk.advice import session_correction_page, session_day
from service.pages.desk.people import duplicate_check, person_pages
from service.pages.desk.shared import correction_pages, desk_page, draft_forms
from service.pages.desk.shared.draft_forms import CallDraft
from service.web import context, form_actions
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction

# Buttons that look something up before the form is saved.
LOOKUP_BUTTONS = ("know", "fill", "usual", "look")
# The form of a referral, if this application has that route.
REFERRAL_PATH = "/{lang:str}/desk/referrals/new"
# Values of most calls. Topic, country and outcome are chosen for each session, as figures count them.
DEFAULTS = {"channel": "hotline", "level": "advice"}


class NameForPhone(Refusal):
    slug = "name-for-phone"
    sentence = N_(
        "Enter a name, or what the caller wants to be called, so that the number can be saved."
    )


class SavedBefore(Refusal):
    slug = "saved-before"
    sentence = N_(
        "You saved the same session as %(number)s a few minutes ago. Is this another one?"
    )


# A session with the words of the last one is questioned for so long.
SAME_WORDS = timedelta(minutes=10)


class SessionPage(msgspec.Struct, frozen=True):
    row: advice_tables.Session
    post: Post | None
    note: str
    person: Citizen | None
    linked: Citizen | None
    link_reason: str
    shown: dict[str, str]
    phone: str
    minutes: int | None
    safety_of: str
    cases: list[Referral]


class RelatedRecords(msgspec.Struct, frozen=True):
    """The texts, calls, origin and claims of a session, and whether it can be referred."""

    given: list[Given]
    called: list[Callback]
    check_in: CheckIn | None
    question: Question | None
    claims: list[str]
    officers: dict[str, str]
    refers: bool


class SessionFormPage(msgspec.Struct, frozen=True):
    """The form of a session, with the advice texts, the persons who may be meant, and the draft."""

    typed: dict[str, str]
    codes: list[str]
    phrases: list[OwnPhrase]
    usual: list[UsualCall]
    said: list[LocalisedText]
    known: LookupResult | None
    kept: dict[str, SavedDraft]
    waiting: list[CallDraft]


@page_get("/desk/advice/new", permission=Permission.ADVICE_WRITE)
def show_form(
    request: Req,
    matter: FromQuery[str] = "",
    citizen: FromQuery[str] = "",
    draft: FromQuery[str] = "",
    called: FromQuery[str] = "",
) -> Response[Any]:
    """Show the form for a new call, or the draft of a legal problem or of the call that is named.

    `called` is the session whose call back is what is logged.
    """
    by, record = context.actor(request), matter or draft
    with context.reading(request) as session:
        last = advice_sessions.last(session, by=by)
        kept = drafts.list_own(session, record, by=by).get(draft_forms.SESSION) if record else None
        waiting = draft_forms.list_calls(session, by=by, but=record)
        earlier = _of_matter(session, matter, by=by)
    call = draft if kept and not matter else draft_forms.new_call()
    values = {"matter": matter, "citizen": citizen, "called": called}
    values |= {"call": "" if matter else call}
    # Answers to questions from the website tell nothing about the next call or visitor.
    usual = {"channel": last.channel} if last and last.channel != Channel.WEBSITE else {}
    typed = DEFAULTS | usual | (kept.typed if kept else {})
    typed |= {name: value for name, value in values.items() if value}
    return _form(request, earlier | typed, None, kept=kept, waiting=waiting)


def _of_matter(session: Session, matter: str, *, by: Actor) -> dict[str, str]:
    """Return topic, country and person of the latest session on a legal problem, if it is known."""
    row = advice_sessions.latest_on(session, matter, by=by) if matter else None
    if row is None:
        return {}
    return {"topic": row.topic, "country": row.country or "", "citizen": row.citizen or ""}


@page_post("/desk/advice/new", permission=Permission.ADVICE_WRITE)
def log(request: Req, lang: FromPath[str], data: Form) -> Response[Any]:
    asked = {name: str(data.pop(name, "")) for name in LOOKUP_BUTTONS}
    if any(asked.values()):
        return _form_after_lookup(request, form_actions.typed_values(data), asked)
    return form_actions.submit(
        request,
        data,
        _save_session,
        lambda done: f"/{lang}/desk/advice/{done.get('next', done['reference'])}",
        partial(_form, request),
        done=N_("Session %(reference)s is saved."),
    )


def _form_after_lookup(request: Req, typed: dict[str, str], asked: dict[str, str]) -> Response[Any]:
    """Show the form again with what its button looked up.

    These are similar persons, the officer's own snippet in the note, a usual call, or the advice
    text.
    """
    if asked["know"]:
        return duplicate_check.form_with_matches(request, typed, _form)
    with context.reading(request) as session:
        mine = {
            str(one.number): one.text
            for one in snippets.list_own(session, by=context.actor(request))
        }
    if text := mine.get(asked["fill"]):
        typed["note"] = f"{typed.get('note', '')}\n{text}".strip()
    if asked["usual"].count("/") == 2:
        typed["topic"], typed["country"], typed["outcome"] = asked["usual"].split("/")
    return _form(request, typed, None)


@page_get("/desk/advice/texts", permission=Permission.ADVICE_READ)
def show_texts(
    request: Req, topic: FromQuery[str] = "", country: FromQuery[str] = ""
) -> Response[Any]:
    """Return the advice texts on the chosen topic, for the script of the form."""
    with context.reading(request) as session:
        texts = _find_texts(request, session, topic, country)
    return context.page_fragment(request, "desk/advice/texts.html", said=texts, code=country)


def _find_texts(request: Req, session: Session, topic: str, country: str) -> list[LocalisedText]:
    current = advice_texts.current(
        session, topic, country or None, context.app_state(request).today, staff=True
    )
    return [advice_texts.localise(one, context.language(request)) for one in current]


class CallbackDay(msgspec.Struct):
    """The day of a callback, to be checked although other answers are wrong."""

    follow_up_on: date | None = None


def _read_session(act: FormAction, values: dict[str, Any]) -> NewSession:
    """Return what was typed, with all mistakes at once. Refuses: InvalidInput."""
    mistakes, phone = Mistakes(), str(values.get("phone", "")).strip()
    new_session: NewSession | None = None
    with mistakes.noted():
        new_session = forms.read(NewSession, values, today=act.day)
    with mistakes.noted():
        if phone and not str(values.get("name", "")).strip() and not values.get("citizen"):
            raise NameForPhone("name")
    with mistakes.noted():
        if phone and not values.get("citizen"):
            telephones.international_number(phone)
    with mistakes.noted():
        session_day.read(act)
    with mistakes.noted():
        day = act.read(CallbackDay).follow_up_on
        fields.require_ahead(day, act.day, "follow_up_on")
    mistakes.require_none()
    return require_found(new_session)


def _require_new_words(act: FormAction, new_session: NewSession) -> None:
    """Question a session that says what the officer's last one says, as after the back button.

    Refuses: SavedBefore."""
    last = advice_sessions.last(act.session, by=act.by)
    if last is None or act.on - last.at > SAME_WORDS or not new_session.note:
        return
    facts = (new_session.topic.value, new_session.country, new_session.outcome.value)
    is_same = facts == (last.topic, last.country, last.outcome)
    if is_same and advice_sessions.note(act.session, last) == new_session.note:
        raise SavedBefore("again", number=last.reference)


def _save_session(act: FormAction) -> Answer:
    call, then, called, again = (
        act.typed.pop(name, "") for name in ("call", "then", "called", "again")
    )
    choice = msgspec.to_builtins(duplicate_check.read_choice(act.typed))
    values = {name: text for name, text in act.typed.items() if name not in session_day.FIELDS}
    new_session = _read_session(act, values | choice)
    if not again:
        _require_new_words(act, new_session)
    person = cases.choose_caller(act.session, new_session, by=act.by, on=act.on)
    held_on = session_day.read(act)
    row = advice_sessions.log(
        act.session, new_session, by=act.by, on=act.on, day=held_on, person=person
    )
    minors.refer(act.session, row.reference, by=act.by, on=act.on, day=act.day)
    if called:
        callbacks.record_logged(act.session, called, by=act.by, on=act.on)
    record = new_session.matter or call
    draft_forms.delete_sent(act.request, act.session, draft_forms.SESSION, record)
    return {"reference": row.reference, "next": "new" if then == "new" else row.reference}


@page_get("/desk/advice/{number:str}", permission=Permission.ADVICE_READ)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return _page(request, number, {})


@page_post("/desk/advice/{number:str}/reveal", permission=Permission.CITIZENS_REVEAL)
def reveal(request: Req, number: FromPath[str]) -> Response[Any]:
    """Show the caller's phone number in full, once, on this page."""
    by = context.actor(request)
    access.require(by, Permission.ADVICE_READ)
    phone = person_pages.reveal_number(
        request, "phone", lambda session: advice_sessions.get(session, number, by=by).citizen
    )
    return _page(request, number, {"phone": phone})


def _find_counted(act: FormAction, number: str) -> advice_tables.Session:
    """Return a session that is not void; a void one is no edit conflict. Refuses: VoidSession."""
    row = advice_sessions.get(act.session, number, by=act.by)
    if row.voided_at:
        raise session_corrections.VoidSession
    return row


def _show_refusal(
    request: Req, number: str, typed: dict[str, str], refusal: Refusal
) -> Response[Any]:
    return _page(request, number, {}, typed, refusal)


@form_actions.post(
    "/desk/advice/{number:str}/void",
    permission=Permission.ADVICE_WRITE,
    back="/desk/advice/{number}",
    find=_find_counted,
    redraw=_show_refusal,
    reads=Permission.ADVICE_READ,
    done=N_("The session is marked as void."),
)
def void(act: FormAction, row: advice_tables.Session) -> None:
    reason = correction_pages.reason_of(act.typed)
    session_corrections.void(act.session, row, reason, by=act.by, on=act.on)


def _page(
    request: Req,
    number: str,
    shown: dict[str, str],
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response[Any]:
    """Show a whole session; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    today = context.app_state(request).today
    with context.reading(request) as session:
        row = advice_sessions.get(session, number, by=context.actor(request))
        answer = form_actions.form_page(
            request,
            "desk/advice/session.html",
            _session_page(request, session, row, shown),
            _related_records(request, session, row),
            session_correction_page.history(request, session, number),
            harm=row.topic in claim_scope.HARM,
            responsible=responsible_bodies.for_country(session, row.country, today),
            typed=typed or {},
            refusal=refusal,
        )
    context.note_read(request, "advice", number)
    return answer


def _session_page(
    request: Req, session: Session, row: advice_tables.Session, shown: dict[str, str]
) -> SessionPage:
    by = context.actor(request)
    person = session.get(Citizen, row.citizen) if row.citizen else None
    return SessionPage(
        row=row,
        post=session.get(Post, row.post) if row.post else None,
        note=advice_sessions.note(session, row),
        person=person,
        linked=cases.get_linked_record(session, person, by=by) if person else None,
        link_reason=known_persons.link_reason(session, person) if person else "",
        shown=shown,
        phone=persons.mask_number(persons.phone(session, person)) if person else "",
        minutes=session_corrections.current(session, row).minutes,
        safety_of=row.reference,
        cases=referrals.opened_from(session, row.reference, by=by),
    )


def _related_records(request: Req, session: Session, row: advice_tables.Session) -> RelatedRecords:
    called = callbacks.by_sessions(session, [row.reference]).get(row.reference, [])
    return RelatedRecords(
        given=advice_texts.versions_by_session(session, [row.reference]).get(row.reference, []),
        called=called,
        check_in=check_in_alarms.find_by_session(session, row.reference),
        question=questions.find_by_session(session, row.reference),
        claims=claim_from_session.claims(session, row.reference),
        officers=desk_page.officer_names(session, {row.officer, *(one.officer for one in called)}),
        refers=any(route.path == REFERRAL_PATH for route in request.app.routes),
    )


def _form(
    request: Req,
    typed: dict[str, str],
    refusal: Refusal | None,
    known: LookupResult | None = None,
    kept: SavedDraft | None = None,
    waiting: Sequence[CallDraft] = (),
) -> Response[Any]:
    if known is None:
        known = duplicate_check.people_to_choose(request, typed, refusal)
    by = context.actor(request)
    with context.reading(request) as session:
        shown = SessionFormPage(
            typed=typed,
            codes=countries.destinations(session),
            phrases=snippets.list_own(session, by=by),
            usual=advice_sessions.usual_calls(session, by=by),
            said=_find_texts(request, session, typed.get("topic", ""), typed.get("country", "")),
            known=known,
            kept={draft_forms.SESSION: kept} if kept else {},
            waiting=list(waiting),
        )
    return form_actions.form_page(request, "desk/advice/log.html", shown, refusal=refusal)
