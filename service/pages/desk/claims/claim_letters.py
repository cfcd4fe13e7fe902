"""The letters of a claim at the desk: choose, preview, make, print, void."""

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Conflict, EditConflict, KeyReused, NotFound, Refusal
from catalog.core.fields import Prose
from i18n import N_, tongues
from matching.identity import deaths
from service.casework import letters
from service.casework.claims import wage_claims
from service.casework.claims.wage_claims import Claim
from service.casework.incidents import incidents
from service.casework.letters import (
    Draft,
    Letter,
    group_letters,
    letter_codes,
    letter_gaps,
    printing,
)
from service.casework.letters.layout import LetterLayout
from service.casework.letters.letter_gaps import Gap
from service.casework.letters.letter_request import NAMES_PASSPORT, LetterRequest
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_clocks, claim_sidebar
from service.pages.desk.shared import desk_page
from service.pages.shared import file_response
from service.web import context, form_actions, rendering
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class LetterChanged(EditConflict):
    slug = "letter-changed"
    sentence = N_(
        "The letter is no longer the one that you saw: you changed it here, or the records changed. "
        "Check it below, then create it."
    )


class ReasonInput(msgspec.Struct):
    reason: Prose


class LettersPage(msgspec.Struct, frozen=True):
    """The letters of a claim; `letter_languages` are those in which a demand can be written."""

    claim: Claim
    about: str
    rows: list[Letter]
    typed: dict[str, str]
    letter_languages: list[tuple[str, str]]
    written: Callable[[str], str]
    officers: dict[str, str]


class LetterDraftPage(msgspec.Struct, frozen=True):
    """A letter as it would be made, and the form of it, for a claim or for the group `record`.

    `once` is the form's key, `seen` the seal of the letter, `lost` what cannot be printed of it,
    `court_day` the last day to go to court with a part of the claim, if it is near, `gaps` what the
    letter needs and lacks, `post` the post that can complete its own head, `asks_operator` whether
    only the operator can complete that of head office, `correct` the claim that names the employer,
    `lacks_heirs` whether a worker has died of whom no heir is proved, `benefits_alone` whether only
    benefits are claimed, `incident` that of the policy in a letter to an insurer, `policies` those
    to choose from.
    """

    claim: Claim | None
    record: str
    reference: str
    correct: str
    about: str
    typed: dict[str, str]
    once: str
    seen: str
    lost: str
    court_day: date | None
    gaps: list[Gap]
    post: str | None
    has_diary: bool
    asks_operator: bool
    lacks_heirs: bool = False
    benefits_alone: bool = False
    incident: str = ""
    policies: list[tuple[str, str]] = []
    instalment_due: date | None = None


class LetterPage(msgspec.Struct, frozen=True):
    """A letter that was made; `reason` says why it is void, `died_on` when the worker died, if so."""

    claim: Claim
    died_on: date | None
    about: str
    letter: Letter
    typed: dict[str, str]
    reason: str
    officers: dict[str, str]
    written: Callable[[str], str]


class LayoutFacts(msgspec.Struct, frozen=True):
    """The layout of a letter as plain values, and the address of its QR picture."""

    sheet: dict[str, Any] | None = None
    picture: str = ""


@page_get("/desk/wages/{reference:str}/letters", permission=Permission.WAGES_READ)
def index(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _index(request, reference, {}, None)


@page_post("/desk/wages/{reference:str}/letters/preview", permission=Permission.LETTERS_MAKE)
def preview(request: Req, reference: FromPath[str], data: Form) -> Response[Any]:
    """Show a letter as it would be made now.

    The form is posted, so that nothing of the letter is in an address.
    """
    access.require(context.actor(request), Permission.WAGES_READ)
    values, key, _seen = read_form(data)
    return _preview(request, reference, values, key)


@page_post("/desk/wages/{reference:str}/letters", permission=Permission.LETTERS_MAKE)
def make(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    access.require(context.actor(request), Permission.WAGES_READ)
    values, key, seen = read_form(data)
    try:
        number = _make(request, reference, values, key, seen)
    except NotFound:
        raise
    except Refusal as refusal:
        return _preview(request, reference, values, key, refusal)
    page = f"/{lang}/desk/wages/{reference}/letters/{number}"
    return context.redirect_done(request, page, N_("The letter is created."))


@page_get("/desk/wages/{reference:str}/letters/{number:str}", permission=Permission.WAGES_READ)
def show(request: Req, reference: FromPath[str], number: FromPath[str]) -> Response[Any]:
    return _show(request, reference, number, {}, None)


@page_get("/desk/wages/{reference:str}/letters/{number:str}/pdf", permission=Permission.WAGES_READ)
def download(request: Req, reference: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Return the letter as PDF, printed again from its text.

    The read is recorded before it leaves.
    """
    with context.reading(request) as session:
        row = _letter(request, session, reference, number)
        sheet, revealed = letters.letter_layout(session, row), _revealed(request, session, row)
    _note_read(request, reference, revealed)
    return file_response.letter(number, sheet)


def read_form(data: dict[str, Any]) -> tuple[dict[str, str], str, str]:
    """Return the typed values, the form's key, and the seal of the letter that was shown."""
    values = {name: str(value) for name, value in data.items() if name != forms.TOKEN_FIELD}
    key, seen = (values.pop(name, "") for name in ("once", "seen"))
    return values, key or rendering.fresh_key(), seen


def _draft(
    request: Req, session: Session, reference: str, values: dict[str, str], key: str
) -> Draft:
    by, app_state = context.actor(request), context.app_state(request)
    claim = wage_claims.get(session, reference, by=by)
    site = app_state.settings.public_url.rstrip("/")
    wish = forms.read(LetterRequest, values)
    near = claim_clocks.court_day(session, claim, app_state.clock())
    return letters.draft(
        session,
        claim,
        wish,
        key,
        by=by,
        day=app_state.today,
        site=site,
        court_day=near,
        home=app_state.settings.head_office,
    )


def _make(request: Req, reference: str, values: dict[str, str], key: str, seen: str) -> str:
    """Print the letter, then store it if it is still the one that was shown.

    Printing comes first, because it takes time.
    """
    with context.reading(request) as session:
        drafted = _draft(request, session, reference, values, key)
    printed = printing.pdf(drafted.sheet)

    def action(act: FormAction) -> Answer:
        if {drafted.seal, _draft(request, act.session, reference, values, key).seal} != {seen}:
            raise LetterChanged
        claim = wage_claims.get(act.session, reference, by=act.by)
        letter = letters.make(act.session, claim, drafted, printed, by=act.by, on=act.on)
        return {"letter": letter.number}

    try:
        sent = values | {"once": key, "seen": seen}
        return str(form_actions.run(request, sent, action)["letter"])
    except Conflict:
        # The button was pressed twice at once, and the other request came first.
        with context.reading(request) as session:
            return _letter(request, session, reference, letters.number_of(drafted)).number


def _letter(request: Req, session: Session, reference: str, number: str) -> Letter:
    """Return a letter of this claim. Refuses: NotFound."""
    row = letters.get(session, number, by=context.actor(request))
    if row.claim != reference and not group_letters.names(session, number, reference):
        raise NotFound
    return row


def _revealed(request: Req, session: Session, row: Letter) -> list[str]:
    """Return the persons whose passport a letter may name, if the actor may see that.

    Refuses: NotAllowed."""
    if row.kind not in NAMES_PASSPORT:
        return []
    access.require(context.actor(request), Permission.CITIZENS_REVEAL)
    return letters.citizens_named(session, row)


def _note_read(request: Req, reference: str, revealed: list[str]) -> None:
    """Record that a letter was read, and whose passport was seen in it."""
    context.note_read(request, "claim", reference)
    if revealed:
        context.note_read(request, "citizen", *revealed, act="reveal")


def _index(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    with context.reading(request) as session:
        claim = wage_claims.get(session, reference, by=context.actor(request))
        rows = letters.list_for_claim(session, reference)
        of_group = group_letters.list_naming(session, reference, by=context.actor(request))
        rows += [row for row in of_group if row.claim != reference]
        shown = LettersPage(
            claim=claim,
            about=claim.country,
            rows=rows,
            typed=claim_sidebar.usual_letter(claim.country, claim) | typed,
            letter_languages=claim_sidebar.letter_languages(claim.country),
            written=language_name,
            officers=desk_page.officer_names(session, {row.made_by for row in rows}),
        )
        answer = form_actions.form_page(request, "desk/claims/letters.html", shown, refusal=refusal)
    context.note_read(request, "claim", reference)
    return answer


def language_name(tag: str) -> str:
    """Return the name of a letter's language in that language."""
    return tongues.NAMES[tongues.LetterLanguage(tag)]


def _preview(
    request: Req, reference: str, values: dict[str, str], key: str, refusal: Refusal | None = None
) -> Response[Any]:
    """Show the letter and its form; what was typed is kept, right or wrong."""
    drafted = None
    if isinstance(refusal, KeyReused | Conflict):
        key = rendering.fresh_key()
    with context.reading(request) as session:
        claim = wage_claims.get(session, reference, by=context.actor(request))
        near = claim_clocks.court_day(session, claim, context.app_state(request).clock())
        try:
            drafted = _draft(request, session, reference, values, key)
        except Refusal as wrong:
            refusal = wrong
    errors = forms.errors_by_field(refusal) if refusal else {}
    if drafted is None and {"kind", "language"} & set(errors):
        return _index(request, reference, values, refusal)
    shown = draft_page(drafted, values, key, f"wages/{reference}", claim.country, claim, near)
    return show_draft(request, shown, drafted, "claim", [claim.citizen], refusal)


def draft_page(
    drafted: Draft | None,
    values: dict[str, str],
    key: str,
    record: str,
    country: str,
    claim: Claim | None = None,
    court_day: date | None = None,
    correct: str = "",
) -> LetterDraftPage:
    """Return the page of a letter of a record, with what was typed where there is no letter yet."""
    return LetterDraftPage(
        claim=claim,
        record=record,
        reference=record.partition("/")[2],
        correct=correct or record,
        about=country,
        typed=values | (_draft_values(drafted) if drafted else {}),
        once=key,
        seen=drafted.seal if drafted else "",
        lost=drafted.lost if drafted else "",
        court_day=court_day,
        gaps=drafted.gaps if drafted else [],
        post=drafted.post if drafted else None,
        has_diary=drafted is not None and drafted.has_diary,
        lacks_heirs=drafted is not None and drafted.lacks_heirs,
        benefits_alone=drafted is not None and drafted.benefits_alone,
        incident=drafted.policy.incident if drafted and drafted.policy else "",
        policies=[(str(one.id), one.name) for one in drafted.policies] if drafted else [],
        instalment_due=drafted.instalment_due if drafted else None,
        asks_operator=drafted is not None
        and drafted.post is None
        and any(gap in drafted.gaps for gap in letter_gaps.OF_OFFICE),
    )


def show_draft(
    request: Req,
    shown: LetterDraftPage,
    drafted: Draft | None,
    noun: str,
    people: list[str],
    refusal: Refusal | None,
) -> Response[Any]:
    """Show the letter of a record and its form; the read is recorded before it leaves.

    `people` are those whose passports it may name."""
    layout = _layout_facts(drafted.sheet) if drafted else LayoutFacts()
    answer = form_actions.form_page(
        request, "desk/claims/letter_draft.html", shown, layout, refusal=refusal
    )
    context.note_read(request, noun, shown.reference)
    if shown.incident:
        context.note_read(request, incidents.NOUN, shown.incident)
    if drafted and drafted.names_passport:
        context.note_read(request, "citizen", *people, act="reveal")
    return answer


def _draft_values(drafted: Draft) -> dict[str, str]:
    """Return the values of a draft that its writer left empty."""
    to, day = drafted.wish.to or drafted.proposed, drafted.until.isoformat()
    policy = str(drafted.policy.id) if drafted.policy else ""
    return {"to": to, "day": day, "enclosed": drafted.enclosed, "policy": policy}


def _layout_facts(sheet: LetterLayout) -> LayoutFacts:
    return LayoutFacts(msgspec.to_builtins(sheet), letter_codes.picture_address(sheet.check.opens))


def _show(
    request: Req, reference: str, number: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    with context.reading(request) as session:
        row = _letter(request, session, reference, number)
        revealed = _revealed(request, session, row)
        claim = wage_claims.get(session, reference, by=context.actor(request))
        shown = LetterPage(
            claim=claim,
            died_on=deaths.day_of_death(session, claim.citizen),
            about=claim.country,
            letter=row,
            typed=typed,
            reason=letters.void_reason(session, row),
            officers=desk_page.officer_names(session, {row.made_by, row.voided_by or ""}),
            written=language_name,
        )
        erased = row.told is None
        layout = LayoutFacts() if erased else _layout_facts(letters.letter_layout(session, row))
        answer = form_actions.form_page(
            request, "desk/claims/letter.html", shown, layout, refusal=refusal
        )
    _note_read(request, reference, revealed)
    return answer


@form_actions.post(
    "/desk/wages/{reference:str}/letters/{number:str}/void",
    permission=Permission.LETTERS_VOID,
    back="/desk/wages/{reference}/letters/{number}",
    redraw=_show,
    reads=Permission.WAGES_READ,
    done=N_("The letter is marked as void."),
)
def void(act: FormAction, reference: str, number: str) -> None:
    _letter(act.request, act.session, reference, number)
    letters.void(act.session, number, act.read(ReasonInput).reason, by=act.by, on=act.on)
