"""Reversing a payment for a group at the desk: each entry is shown, then one request is sent."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core import approvals
from catalog.core.errors import Refusal
from catalog.core.fields import Prose
from i18n import N_
from service.approvals import reversal_requests
from service.approvals.reversal_requests import GroupReversal
from service.casework.groups import groups
from service.infra.access import Permission
from service.web import context, form_actions
from service.web.context import Req, page_get
from service.web.form_actions import FormAction


class ReasonInput(msgspec.Struct):
    reason: Prose


class GroupReversalPage(msgspec.Struct, frozen=True):
    """A payment with its entries: `seen` is their digest, `obstacle` why it cannot be reversed.

    `waiting`: the reversal is requested and not decided yet."""

    reference: str
    employer: str
    reversal: GroupReversal
    obstacle: Refusal | None
    seen: str
    waiting: bool
    typed: dict[str, str]


@page_get(
    "/desk/groups/{reference:str}/received/{payment:str}/reversal",
    permission=Permission.WAGES_READ,
)
def show(request: Req, reference: FromPath[str], payment: FromPath[str]) -> Response[Any]:
    return _page(request, reference, payment, {}, None)


def _page(
    request: Req,
    reference: str,
    payment: str,
    typed: dict[str, str],
    refusal: Refusal | None,
) -> Response[Any]:
    """Show each entry; the read is recorded before it leaves. Refuses: NotFound."""
    by = context.actor(request)
    with context.reading(request) as session:
        group = groups.get(session, reference, by=by)
        reversal = reversal_requests.preview(session, group, payment, by=by)
        requests = approvals.list_about(session, reference)
        shown = GroupReversalPage(
            reference=reference,
            employer=group.employer,
            reversal=reversal,
            obstacle=reversal.obstacle,
            seen=approvals.digest(reversal.stated),
            waiting=any(one.changes.get("payment") == payment for one in requests),
            typed=typed,
        )
        answer = form_actions.form_page(
            request, "desk/groups/group_reversal.html", shown, refusal=refusal
        )
    context.note_read(request, "group", reference)
    return answer


@form_actions.post(
    "/desk/groups/{reference:str}/received/{payment:str}/reversal",
    permission=Permission.WAGES_PAY,
    back="/desk/groups/{reference}",
    redraw=_page,
    reads=Permission.WAGES_READ,
    done=N_("The request is sent. A second person will decide."),
)
def request_reversal(act: FormAction, reference: str, payment: str) -> None:
    """Ask a second person to reverse all entries of the payment."""
    group = groups.get(act.session, reference, by=act.by)
    reason, seen = act.read(ReasonInput).reason, act.typed.get("seen", "")
    reversal_requests.request_group_reversal(
        act.session, group, payment, reason, seen=seen, by=act.by, on=act.on
    )
