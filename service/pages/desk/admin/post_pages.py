"""Posts at the desk: their details, changed by one officer and confirmed by another."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlmodel import Session

from catalog.core.actor import Actor, Role
from catalog.core.errors import NotAllowed, NotFound, Refusal
from catalog.reference import countries, post_changes, posts
from catalog.reference.post_changes import PostChanges, PostOpening
from catalog.reference.posts import Post
from service.approvals import post_requests
from service.infra.access import Permission
from service.input import forms
from service.pages.desk.shared import record_requests
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction

_LISTS = ("telephones", "messengers", "serves")


class PostPage(msgspec.Struct, frozen=True):
    """A post with the form of its details."""

    post: Post
    typed: dict[str, str]


@page_get("/desk/posts", permission=Permission.POSTS_PROPOSE)
def index(request: Req) -> Response[Any]:
    by, today = context.actor(request), context.app_state(request).today
    with context.reading(request) as session:
        rows = [post for post in posts.list_all(session) if post_changes.may_propose(post, by)]
        return context.page(
            request,
            "desk/admin/posts.html",
            rows=rows,
            active={post.code for post in rows if post.is_active(today)},
            opens=by.role is Role.SUPERVISOR,
        )


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
    "/desk/posts", permission=Permission.POSTS_PROPOSE, back="/desk/posts", redraw=_opening_page
)
def open_post(act: FormAction) -> None:
    """Request that a new post be opened, as a supervisor."""
    opening = act.read(PostOpening)
    post_requests.request_opening(act.session, opening, by=act.by, on=act.on, day=act.day)


@form_actions.post(
    "/desk/posts/{post:str}",
    permission=Permission.POSTS_PROPOSE,
    back="/desk/posts/{post}",
    redraw=_page,
)
def change(act: FormAction, post: str) -> None:
    """Request that details of a post be changed, or be confirmed as they stand."""
    row = _own(act.session, post, act.by)
    values = _read(act.typed)
    post_requests.request_change(act.session, row, values, by=act.by, on=act.on, day=act.day)
