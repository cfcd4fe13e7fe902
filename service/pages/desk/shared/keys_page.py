"""The keyboard shortcuts of the desk, as a page and as the list that the key “?” opens."""

from typing import Any

import msgspec
from litestar import Response

from i18n import N_
from service.infra import access
from service.infra.access import Permission
from service.web import context
from service.web.context import Req, page_get


class Shortcut(msgspec.Struct, frozen=True):
    """An access key and what it does, for those who have the permission."""

    key: str
    action: str
    needs: Permission


class ShortcutGroup(msgspec.Struct, frozen=True):
    heading: str
    keys: list[Shortcut]


_ANY, _LOG = Permission.DESK_OPEN, Permission.ADVICE_WRITE
SHORTCUTS = (
    ShortcutGroup(
        N_("On every page"),
        [
            Shortcut("n", N_("Log a session"), _LOG),
            Shortcut("s", N_("Save the open page"), _ANY),
        ],
    ),
    ShortcutGroup(
        N_("Advice"),
        [
            Shortcut("t", N_("Go to the topic field"), _LOG),
            Shortcut("c", N_("Go to the country field"), _LOG),
            Shortcut("o", N_("Go to the note or answer field"), _LOG),
            Shortcut("1–9", N_("Insert your saved text into the note"), _LOG),
            Shortcut("b", N_("Calls to make"), Permission.ADVICE_READ),
            Shortcut("q", N_("Anonymous questions"), Permission.ADVICE_READ),
        ],
    ),
    ShortcutGroup(
        N_("Wage claims"),
        [
            Shortcut("o", N_("Open the first claim of the list"), Permission.WAGES_READ),
            Shortcut("l", N_("Back from a claim to the list"), Permission.WAGES_READ),
            Shortcut("t", N_("Go to the new status of the claim"), Permission.WAGES_STEP),
            Shortcut("v", N_("Go to the action taken"), Permission.WAGES_WRITE),
            Shortcut("a", N_("Add a note"), Permission.WAGES_WRITE),
        ],
    ),
)


class KeysPage(msgspec.Struct, frozen=True):
    groups: list[ShortcutGroup]


@page_get("/desk/keys", permission=Permission.DESK_OPEN)
def show(request: Req) -> Response[Any]:
    """Show the shortcuts of this officer; with `part` only the list, for the script."""
    by = context.actor(request)
    groups = [
        ShortcutGroup(group.heading, [one for one in group.keys if access.allows(by, one.needs)])
        for group in SHORTCUTS
    ]
    shown = [group for group in groups if group.keys]
    if "part" in request.query_params:
        return context.page_fragment(request, "desk/shared/keys.html", groups=shown, part=True)
    return context.page(request, "desk/shared/keys.html", KeysPage(shown), part=False)
