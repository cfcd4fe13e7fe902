"""Protected cases for officers trained for them: the list, one case, and its actions."""

from datetime import datetime
from functools import partial
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core import journal
from catalog.core.actor import Actor
from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from catalog.reference import posts
from catalog.reference.posts import Post
from i18n import N_
from matching.identity import persons
from matching.identity.persons import Citizen
from service.casework.people_access import NoSuchValue
from service.casework.protection import (
    forced_labour_indicators,
    referral_actions,
    referral_links,
    referrals,
    screenings,
)
from service.casework.protection.forced_labour_indicators import (
    Signs,
    Suggestion,
    YesNoUnknown,
)
from service.casework.protection.referral_actions import (
    NewAnswer,
    NewCaseFacts,
    NewConsent,
    NewSending,
)
from service.casework.protection.referral_links import LinkSummary, SharedFact
from service.casework.protection.referrals import Act, Referral
from service.casework.protection.screenings import Origin
from service.infra import access
from service.infra.access import Permission
from service.pages.desk.protection import case_opening
from service.pages.desk.shared import desk_page
from service.web import auth_middleware, context, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class NoteInput(msgspec.Struct):
    note: Prose


@page_get("/desk/cases/{number:str}", permission=Permission.REFERRALS_READ)
def show(request: Req, number: FromPath[str]) -> Response[Any]:
    return show_case(request, number, {})


class SignsPage(msgspec.Struct):
    row: Referral
    typed: dict[str, str]
    signs: tuple[str, ...]
    suggestion: Suggestion


@page_get("/desk/cases/{number:str}/signs", permission=Permission.REFERRALS_WRITE)
def show_signs(request: Req, number: FromPath[str]) -> Response[Any]:
    """Show the eleven signs, one question each, with the latest answers."""
    with context.reading(request) as session:
        row = referrals.get(session, number, by=context.actor(request))
        known = screenings.latest(session, row.reference)
    context.note_read(request, "case", number)
    return form_actions.form_page(
        request,
        "desk/protection/case_signs.html",
        SignsPage(
            row=row,
            typed=case_opening.signs_as_typed(known),
            signs=Signs.__struct_fields__,
            suggestion=forced_labour_indicators.suggest(known),
        ),
        harm=True,
    )


@page_post("/desk/cases/{number:str}/reveal", permission=Permission.REFERRALS_WRITE)
def reveal(request: Req, number: FromPath[str]) -> Response[Any]:
    """Show the person's phone number in full, once, on this page.

    It is recorded under the case, which names nobody. Refuses: ConfirmFirst, NotFound, NoSuchValue.
    """
    access.require(context.actor(request), Permission.REFERRALS_READ)
    auth_middleware.require_fresh(request)
    phone = form_actions.run(request, {}, partial(_reveal, number=number), answer_is_secret=True)
    return show_case(request, number, {}, shown=phone)


def _reveal(act: FormAction, number: str) -> Answer:
    row = referrals.get(act.session, number, by=act.by)
    person = act.session.get(Citizen, referrals.unseal(act.session, row, "person"))
    phone = persons.phone(act.session, person) if person else ""
    _note_reveal(act.session, row, phone, by=act.by, on=act.on)
    return {"phone": phone}


def _note_reveal(session: Session, row: Referral, phone: str, *, by: Actor, on: Any) -> None:
    if not phone:
        raise NoSuchValue
    journal.write(session, "reveal", "case", row.reference, by=by, on=on, fields=("phone",))


def show_case(
    request: Req,
    number: str,
    typed: dict[str, str],
    refusal: Refusal | None = None,
    shown: dict[str, str] | None = None,
    link: dict[str, str] | None = None,
) -> Response[Any]:
    """Show the whole case; the read is recorded before it leaves.

    Refuses: NotFound, Unavailable.
    """
    by = context.actor(request)
    with context.reading(request) as session:
        row = referrals.get(session, number, by=by)
        answer = form_actions.form_page(
            request,
            "desk/protection/case.html",
            case_page(session, row, by, context.app_state(request).clock()),
            CaseForms(typed, shown or {}, link or {}, tuple(SharedFact)),
            refusal=refusal,
            harm=True,
            glass=False,
        )
    context.note_read(request, "case", row.reference)
    return answer


class CaseForms(msgspec.Struct):
    """The forms of a case: typed values, what was revealed, a link just made, what it may share."""

    typed: dict[str, str]
    shown: dict[str, str]
    link: dict[str, str]
    shareable: tuple[SharedFact, ...] = ()


class CasePage(msgspec.Struct):
    """A case as its officers read it: person, origin, signs, and all that was done.

    `origin` is the origin, `there` the signs answered with yes, `same` the person's other cases,
    `reach` how to reach them, `allowed` the answers that its status permits, and `links` those
    given to the other body.
    """

    row: Referral
    person: Citizen | None
    phone: str
    origin: Origin | None
    suggestion: Suggestion
    there: list[str]
    acts: list[tuple[Act, str]]
    officers: dict[str, str]
    same: list[Referral]
    reach: str
    allowed: list[str]
    posts: list[Post]
    links: list[LinkSummary]


def case_page(session: Session, row: Referral, by: Actor, now: datetime) -> CasePage:
    subject, number = (referrals.unseal(session, row, name) for name in ("person", "origin"))
    person, signs = session.get(Citizen, subject), screenings.latest(session, row.reference)
    acts = referrals.acts(session, row)
    links = referral_links.list_for_case(session, row, now)
    same = (
        [one for one in referrals.list_for_persons(session, [subject], by=by) if one is not row]
        if subject
        else []
    )
    return CasePage(
        row=row,
        person=person,
        phone=persons.mask_number(persons.phone(session, person)) if person else "",
        origin=screenings.find_origin(session, number) if number else None,
        suggestion=forced_labour_indicators.suggest(signs),
        there=[
            name for name in Signs.__struct_fields__ if getattr(signs, name) is YesNoUnknown.YES
        ],
        acts=acts,
        officers=desk_page.officer_names(session, {act.officer for act, _ in acts})
        | {one.row.number: one.officer for one in links},
        same=same,
        reach=referrals.unseal(session, row, "reach"),
        allowed=sorted(referral_actions.ALLOWED.get(row.status, ())),
        posts=posts.list_for(session, by),
        links=links,
    )


post = partial(
    form_actions.post,
    back="/desk/cases/{number}",
    find=lambda act, number: referrals.get(act.session, number, by=act.by),
    redraw=show_case,
    reads=Permission.REFERRALS_READ,
)


@post(
    "/desk/cases/{number:str}/consent",
    permission=Permission.REFERRALS_WRITE,
    done=N_("The consent is recorded."),
)
def agree(act: FormAction, row: Referral) -> None:
    referral_actions.agree(act.session, row, act.read(NewConsent), by=act.by, on=act.on)


@post(
    "/desk/cases/{number:str}/send",
    permission=Permission.REFERRALS_WRITE,
    done=N_("The referral is sent."),
)
def send(act: FormAction, row: Referral) -> None:
    sending = act.read(NewSending)
    referral_actions.send(act.session, row, sending, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/cases/{number:str}/answer",
    permission=Permission.REFERRALS_WRITE,
    done=N_("The answer is recorded."),
)
def answer(act: FormAction, row: Referral) -> None:
    answer = act.read(NewAnswer)
    referral_actions.answer(act.session, row, answer, by=act.by, on=act.on, day=act.day)


@post(
    "/desk/cases/{number:str}/facts",
    permission=Permission.REFERRALS_WRITE,
    done=N_("The correction is saved."),
)
def put_right(act: FormAction, row: Referral) -> None:
    facts = act.read(NewCaseFacts)
    referral_actions.amend(act.session, row, facts, by=act.by, on=act.on, day=act.day)


@post("/desk/cases/{number:str}/signs", permission=Permission.REFERRALS_WRITE)
def screen(act: FormAction, row: Referral) -> None:
    referral_actions.rescreen(act.session, row, act.read(Signs), by=act.by, on=act.on)


@post(
    "/desk/cases/{number:str}/notes",
    permission=Permission.REFERRALS_WRITE,
    versioned=False,
    done=N_("The note is added."),
)
def note(act: FormAction, row: Referral) -> None:
    referral_actions.add_note(act.session, row, act.read(NoteInput).note, by=act.by, on=act.on)


@post("/desk/cases/{number:str}/withdraw", permission=Permission.REFERRALS_WRITE)
def withdraw(act: FormAction, row: Referral) -> None:
    referral_actions.withdraw(act.session, row, by=act.by, on=act.on, day=act.day)


@post("/desk/cases/{number:str}/another", permission=Permission.REFERRALS_WRITE)
def open_another(act: FormAction, row: Referral) -> Answer:
    """Open a separate case for another body."""
    case = referral_actions.open_for_another_body(
        act.session, row, by=act.by, on=act.on, day=act.day
    )
    return {"number": case.reference}
