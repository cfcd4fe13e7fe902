"""Letters for a group at the desk: chosen, previewed and made; a made one opens from its claim."""

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.errors import Conflict, KeyReused, NotFound, Refusal
from i18n import gettext
from service.casework.groups import groups
from service.casework.groups.groups import Group
from service.casework.letters import Letter, group_letters, printing
from service.casework.letters.group_letters import GroupDraft
from service.casework.letters.letter_request import SENT_ABROAD, LetterRequest
from service.infra import access
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.claims import claim_letters, claim_sidebar
from service.pages.desk.shared import desk_page
from service.web import context, form_actions, rendering
from service.web.context import Form, Req, page_get, page_post
from service.web.form_actions import Answer, FormAction


class GroupLettersPage(msgspec.Struct, frozen=True):
    """The letters of a group, and the form of a new one; `record` is the path of the group."""

    group: Group
    record: str
    about: str
    rows: list[Letter]
    letter: dict[str, str]
    kinds: list[tuple[str, str]]
    kind_id: str
    letter_languages: list[tuple[str, str]]
    written: Callable[[str], str]
    officers: dict[str, str]


@page_get("/desk/groups/{reference:str}/letters", permission=Permission.WAGES_READ)
def index(request: Req, reference: FromPath[str]) -> Response[Any]:
    return _index(request, reference, {}, None)


@page_post("/desk/groups/{reference:str}/letters/preview", permission=Permission.LETTERS_MAKE)
def preview(request: Req, reference: FromPath[str], data: Form) -> Response[Any]:
    """Show a letter as it would be made now."""
    access.require(context.actor(request), Permission.WAGES_READ)
    values, key, _seen = claim_letters.read_form(data)
    return _preview(request, reference, values, key)


@page_post("/desk/groups/{reference:str}/letters", permission=Permission.LETTERS_MAKE)
def make(request: Req, lang: FromPath[str], reference: FromPath[str], data: Form) -> Response[Any]:
    access.require(context.actor(request), Permission.WAGES_READ)
    values, key, seen = claim_letters.read_form(data)
    try:
        claim, number = _make(request, reference, values, key, seen)
    except NotFound:
        raise
    except Refusal as refusal:
        return _preview(request, reference, values, key, refusal)
    return context.see_other(f"/{lang}/desk/wages/{claim}/letters/{number}")


def _draft(
    request: Req, session: Session, reference: str, values: dict[str, str], key: str
) -> GroupDraft:
    by, app_state = context.actor(request), context.app_state(request)
    return group_letters.draft(
        session,
        groups.get(session, reference, by=by),
        forms.read(LetterRequest, values),
        key,
        by=by,
        day=app_state.today,
        site=app_state.settings.public_url.rstrip("/"),
        home=app_state.settings.head_office,
    )


def _make(
    request: Req, reference: str, values: dict[str, str], key: str, seen: str
) -> tuple[str, str]:
    """Print the letter, then store it if it is still the one that was shown; return the claim from
    which it opens, and its number."""
    with context.reading(request) as session:
        drafted = _draft(request, session, reference, values, key)
    printed = printing.pdf(drafted.letter.sheet)

    def action(act: FormAction) -> Answer:
        now = _draft(request, act.session, reference, values, key)
        if {drafted.letter.seal, now.letter.seal} != {seen}:
            raise claim_letters.LetterChanged
        letter = group_letters.make(act.session, now, printed, by=act.by, on=act.on)
        return {"claim": letter.claim, "letter": letter.number}

    answer = form_actions.run(request, values | {"once": key, "seen": seen}, action)
    return str(answer["claim"]), str(answer["letter"])


def _index(
    request: Req, reference: str, typed: dict[str, str], refusal: Refusal | None
) -> Response[Any]:
    with context.reading(request) as session:
        group = groups.get(session, reference, by=context.actor(request))
        rows = group_letters.list_for_group(session, group, by=context.actor(request))
        lang = context.language(request)
        shown = GroupLettersPage(
            group=group,
            record=f"groups/{reference}",
            about=group.country,
            rows=rows,
            letter=claim_sidebar.usual_letter(group.country) | typed,
            kinds=[(kind.value, gettext(lang, kind.label)) for kind in SENT_ABROAD],
            kind_id="",
            letter_languages=claim_sidebar.letter_languages(group.country),
            written=claim_letters.language_name,
            officers=desk_page.officer_names(session, {row.made_by for row in rows}),
        )
        answer = form_actions.form_page(request, "desk/groups/letters.html", shown, refusal=refusal)
    context.note_read(request, "group", reference)
    return answer


def _preview(
    request: Req, reference: str, values: dict[str, str], key: str, refusal: Refusal | None = None
) -> Response[Any]:
    """Show the letter and its form; what was typed is kept, right or wrong."""
    drafted = None
    if isinstance(refusal, KeyReused | Conflict):
        key = rendering.fresh_key()
    with context.reading(request) as session:
        group = groups.get(session, reference, by=context.actor(request))
        try:
            drafted = _draft(request, session, reference, values, key)
        except Refusal as wrong:
            refusal = wrong
    errors = forms.errors_by_field(refusal) if refusal else {}
    if drafted is None and {"kind", "language"} & set(errors):
        return _index(request, reference, values, refusal)
    letter, claims = (drafted.letter, drafted.claims) if drafted else (None, [])
    first = claims[0].reference if claims else ""
    shown = claim_letters.draft_page(
        letter, values, key, f"groups/{reference}", group.country, correct=f"wages/{first}"
    )
    people = [claim.citizen for claim in claims]
    return claim_letters.show_draft(request, shown, letter, "group", people, refusal)
