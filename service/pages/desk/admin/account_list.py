"""The list of the accounts of staff and agencies."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from litestar import Response
from msgspec import Meta
from sqlalchemy import ColumnElement, select
from sqlmodel import col

from catalog.core.actor import Role
from catalog.core.fields import Region
from catalog.reference import posts
from catalog.reference.posts import Post
from i18n import N_, NP_
from service.accounts import STAFF, Account, invitations
from service.accounts.invitations import Invitation
from service.infra.access import Permission
from service.input import listing as queries
from service.pages.desk.shared import list_choices, list_columns
from service.web import rendering
from service.web.context import Req, page_get
from service.web.lists import list_cells, listing
from service.web.lists.list_cells import Cell, Country, Labelled, Link, Sentence, Stamp
from service.web.lists.list_view import Choices, Column, FilterField, ListView, Query, Reading


class AccountState(StrEnum):
    """Whether somebody can sign in with an account."""

    ACTIVE = "active"
    INVITED = "invited"
    NO_PASSWORD = "no_password"
    DISABLED = "disabled"


_STATES = {
    AccountState.ACTIVE: Stamp(Sentence(N_("Active")), ""),
    AccountState.INVITED: Stamp(Sentence(N_("Invited")), "soon"),
    AccountState.NO_PASSWORD: Stamp(Sentence(N_("No password yet")), "soon"),
    AccountState.DISABLED: Stamp(Sentence(N_("Disabled")), "no"),
}


# Citizens look after their accounts themselves.
_ROLES = [role.value for role in STAFF]


class AccountFilter(msgspec.Struct, frozen=True):
    """The filter of the accounts, as in the query string."""

    role: Role | None = None
    state: AccountState | None = None
    post: Annotated[str, Meta(max_length=24)] = ""
    region: Region | None = None


class AccountRow(list_columns.RecordRow, frozen=True):
    """An account with its place and state."""

    row: Account
    place: Cell
    state: AccountState


def _terms(_reading: Reading, asked: AccountFilter) -> list[ColumnElement[bool]]:
    return [
        col(Account.role).in_(_ROLES),
        *queries.equals(Account, asked, "role", "post", "region"),
        *(_in_state(asked.state) if asked.state else ()),
    ]


def _in_state(state: AccountState) -> tuple[ColumnElement[bool], ...]:
    invited = col(Account.reference).in_(select(col(Invitation.account)))
    enabled, password = col(Account.disabled_at).is_(None), col(Account.password).is_not(None)
    return {
        AccountState.ACTIVE: (enabled, ~invited, password),
        AccountState.INVITED: (enabled, invited),
        AccountState.NO_PASSWORD: (enabled, ~invited, ~password),
        AccountState.DISABLED: (~enabled,),
    }[state]


def _facts(reading: Reading, rows: list[Account]) -> list[AccountRow]:
    invited, offices = (
        invitations.pending(reading.session),
        posts.by_code(reading.session, [row.post for row in rows]),
    )
    return [AccountRow(row, _place(row, offices), _state(row, invited)) for row in rows]


def _place(row: Account, offices: Mapping[str, Post]) -> Cell:
    if post := offices.get(row.post or ""):
        return Country(post.country, post.city)
    return row.agency or Labelled("region", row.region or "")


def _state(row: Account, invited: Collection[str]) -> AccountState:
    if row.disabled_at:
        return AccountState.DISABLED
    if row.reference in invited:
        return AccountState.INVITED
    return AccountState.ACTIVE if row.password else AccountState.NO_PASSWORD


def _choices(reading: Reading, _asked: AccountFilter) -> Choices:
    reader = reading.reader
    return {
        "role": [(one, rendering.label(reader.lang, "role", one)) for one in _ROLES],
        "state": [(one.value, str(list_cells.data(_STATES[one], reader))) for one in AccountState],
        "post": [
            (one.code, list_choices.office(reading, one))
            for one in rendering.by_country(reader.lang, posts.list_all(reading.session))
        ],
    }


ACCOUNTS = ListView(
    name="accounts",
    path="/desk/accounts",
    permission=Permission.ACCOUNTS_WRITE,
    title=N_("Accounts"),
    counted=NP_("%(num)s account", "%(num)s accounts"),
    filter=AccountFilter,
    order="name",
    query=Query(rows=select(Account), key=(col(Account.reference),), terms=_terms),
    facts=_facts,
    choices=_choices,
    template="desk/admin/accounts.html",
    fields=(
        FilterField(name="role", label=N_("Role"), empty=N_("All roles"), usual=True),
        FilterField(name="state", label=N_("Status"), usual=True),
        FilterField(name="post", label=N_("Mission"), empty=N_("All missions")),
        FilterField(name="region", label=N_("Region"), labels="region"),
    ),
    columns=(
        Column(
            key="name",
            label=N_("Name"),
            cell=lambda one: Link(one.row.name, f"/desk/accounts/{one.reference}"),
            order=(col(Account.name),),
        ),
        Column(
            key="email",
            label=N_("Email"),
            cell=lambda one: one.row.email,
            order=(col(Account.email),),
        ),
        Column(
            key="role",
            label=N_("Role"),
            cell=lambda one: Labelled("role", one.row.role),
            order=(col(Account.role), col(Account.name)),
        ),
        Column(key="place", label=N_("Place"), cell=lambda one: one.place),
        Column(key="state", label=N_("Status"), cell=lambda one: _STATES[one.state]),
        Column(
            key="opened",
            label=N_("Opened on"),
            cell=lambda one: one.row.opened_at,
            order=(col(Account.opened_at),),
            usual=False,
        ),
        Column(
            key="disabled",
            label=N_("Disabled on"),
            cell=lambda one: one.row.disabled_at,
            order=(col(Account.disabled_at),),
            usual=False,
        ),
        list_columns.reference(),
    ),
)


@page_get("/desk/accounts", permission=Permission.ACCOUNTS_WRITE)
def index(request: Req) -> Response[Any]:
    return listing.show(request, ACCOUNTS)
