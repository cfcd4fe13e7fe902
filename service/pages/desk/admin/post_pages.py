"""Posts at the desk: their details, changed by one officer and confirmed by another."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.core.fields import CountryCode
from catalog.reference import countries, post_changes, posts
from catalog.reference.post_changes import PostChanges, PostOpening
from catalog.reference.posts import Post
from i18n import N_, NP_
from service.approvals import post_requests
from service.infra.access import Permission
from service.input import forms
from service.input.listing import YesNo
from service.pages.desk.shared import list_choices, list_columns, record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction
from service.web.lists import listing
from service.web.lists.list_cells import Labelled, Link, Reference, Sentence, Stamp
from service.web.lists.list_view import Choices, Column, FilterField, KnownRows, ListView, Reading

_LISTS = ("telephones", "messengers", "serves")


class PostPage(msgspec.Struct, frozen=True):
    """A post with the form of its details."""

    post: Post
    typed: dict[str, str]


class PostFilter(msgspec.Struct, frozen=True):
    """The filter of the missions, as in the query string; `open`: whether it is open today."""

    country: CountryCode | None = None
    kind: posts.Kind | None = None
    open: YesNo | None = None
    telephone: YesNo | None = None


class PostRow(msgspec.Struct, frozen=True):
    """A mission with its name, and what is wrong with it."""

    row: Post
    name: str
    wrong: tuple[Stamp, ...]

    @property
    def reference(self) -> str:
        return self.row.code


class PostListPage(msgspec.Struct, frozen=True):
    """Whether the reader may propose a new mission."""

    opens: bool


def _find(reading: Reading, asked: PostFilter) -> list[Post]:
    today = listing.today(reading)
    rows = [
        post
        for post in posts.list_all(reading.session)
        if post_changes.may_propose(post, reading.by)
    ]
    return [
        post
        for post in rows
        if asked.country in (None, post.country)
        and asked.kind in (None, post.kind)
        and (asked.open is None or post.is_active(today) == (asked.open is YesNo.YES))
        and (asked.telephone is None or bool(post.telephones) == (asked.telephone is YesNo.YES))
    ]


def _facts(reading: Reading, rows: list[Post]) -> list[PostRow]:
    today, made = listing.today(reading), []
    for post in rows:
        closed = [] if post.is_active(today) else [N_("not open today")]
        silent = [] if post.telephones else [N_("no telephone")]
        wrong = tuple(Stamp(Sentence(one), "soon") for one in [*closed, *silent])
        made.append(PostRow(post, list_choices.office(reading, post), wrong))
    return made


def _choices(reading: Reading, _asked: PostFilter) -> Choices:
    return {
        "country": list_choices.destinations(reading),
        "open": list_choices.yes_no(reading),
        "telephone": list_choices.yes_no(reading),
    }


POSTS = ListView(
    name="posts",
    path="/desk/posts",
    permission=Permission.POSTS_PROPOSE,
    title=N_("Missions abroad"),
    counted=NP_("%(num)s mission", "%(num)s missions"),
    filter=PostFilter,
    order="country",
    query=KnownRows(find=_find),
    facts=_facts,
    choices=_choices,
    extra=lambda reading, _asked, _rows: PostListPage(reading.by.role is Role.SUPERVISOR),
    template="desk/admin/posts.html",
    fields=(
        list_columns.COUNTRY_FIELD,
        FilterField(name="kind", label=N_("Type of mission"), labels="post", usual=True),
        FilterField(name="open", label=N_("Open today"), empty=N_("Either")),
        FilterField(name="telephone", label=N_("With a telephone"), empty=N_("Either")),
    ),
    columns=(
        Column(
            key="name",
            label=N_("Mission"),
            cell=lambda one: Link(one.name, f"/desk/posts/{one.reference}"),
            order=(lambda row: row.kind, lambda row: row.city),
        ),
        list_columns.country(lambda row: row.country),
        Column(
            key="telephones",
            label=N_("Telephone"),
            cell=lambda one: tuple(one.row.telephones.splitlines()),
        ),
        Column(key="wrong", label=N_("Status"), cell=lambda one: one.wrong),
        Column(
            key="confirmed",
            label=N_("Confirmed on"),
            cell=lambda one: one.row.confirmed_on,
            order=(lambda row: row.confirmed_on,),
        ),
        Column(
            key="code",
            label=N_("Code"),
            cell=lambda one: Reference(one.reference),
            order=(lambda row: row.code,),
        ),
        Column(key="address", label=N_("Address"), cell=lambda one: one.row.address, usual=False),
        Column(
            key="source",
            label=N_("Source"),
            cell=lambda one: (Labelled("mark", one.row.mark), one.row.source),
            usual=False,
        ),
    ),
)


@page_get("/desk/posts", permission=Permission.POSTS_PROPOSE)
def index(request: Req) -> Response[Any]:
    return listing.show(request, POSTS)


@page_get("/desk/posts/new", permission=Permission.POSTS_PROPOSE)
def show_opening(request: Req) -> Response[Any]:
    return _opening_page(request, {})


@page_get("/desk/posts/{post:str}", permission=Permission.POSTS_PROPOSE)
def show(request: Req, post: FromPath[str]) -> Response[Any]:
    return _page(request, post, {})


def _read(typed: dict[str, str]) -> PostChanges:
    """Read the form of details, in which an empty field removes what stood there.

    Refuses: InvalidInput."""
    stated: dict[str, Any] = {
        name: text
        for name, text in typed.items()
        if name in PostChanges.__struct_fields__ and (text or name not in ("source", "reason"))
    }
    stated |= {name: stated[name].splitlines() for name in _LISTS if name in stated}
    return forms.read(PostChanges, stated, typed=True)


def _own(session: Session, code: str, by: Actor) -> Post:
    """Return a post whose changes this person may propose. Refuses: NotFound."""
    post = posts.get(session, code)
    if not post_changes.may_propose(post, by):
        raise NotFound
    return post


def _page(
    request: Req, code: str, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    with context.reading(request) as session:
        post = _own(session, code, context.actor(request))
        now = post_changes.current(post)
        stated = now | {"opened": now["opened_on"], "closed": now["closed_on"]}
        shown = PostPage(post=post, typed=stated | typed)
        about = record_requests.of_record(session, code)
        return form_actions.form_page(
            request, "desk/admin/post.html", shown, about, refusal=refusal
        )


def _opening_page(
    request: Req, typed: dict[str, str], refusal: Refusal | None = None
) -> Response[Any]:
    if context.actor(request).role is not Role.SUPERVISOR:
        raise NotAllowed
    with context.reading(request) as session:
        return form_actions.form_page(
            request,
            "desk/admin/post_new.html",
            refusal=refusal,
            typed=typed,
            codes=countries.destinations(session),
        )


@form_actions.post(
    "/desk/posts",
    permission=Permission.POSTS_PROPOSE,
    back="/desk/posts",
    redraw=_opening_page,
    done=N_("The request is sent. A second person will decide."),
)
def open_post(act: FormAction) -> None:
    """Request that a new post be opened, as a supervisor."""
    opening = act.read(PostOpening)
    post_requests.request_opening(act.session, opening, by=act.by, on=act.on, day=act.day)


@form_actions.post(
    "/desk/posts/{post:str}",
    permission=Permission.POSTS_PROPOSE,
    back="/desk/posts/{post}",
    done=N_("The request is sent. A second person will decide."),
    redraw=_page,
)
def change(act: FormAction, post: str) -> None:
    """Request that details of a post be changed, or be confirmed as they stand."""
    row = _own(act.session, post, act.by)
    values = _read(act.typed)
    post_requests.request_change(act.session, row, values, by=act.by, on=act.on, day=act.day)
