"""The person's own protected cases, worded so that an onlooker learns nothing, and consent."""

from datetime import datetime
from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath
from sqlalchemy import select
from sqlmodel import Session, col

from catalog.core.errors import require_found
from catalog.core.journal import Entry
from service.casework.protection import referral_actions, referrals
from service.casework.protection.referrals import WITHDRAWN, Referral
from service.infra.access import Permission
from service.pages.shared import account_page
from service.privacy import access_log
from service.privacy.erasure_records import records
from service.web import context, form_actions
from service.web.context import Req, page_get, page_post
from service.web.form_actions import FormAction


class CaseView(msgspec.Struct):
    """A protected case as its person sees it.

    It shows the status, when anybody opened the case, and whether consent can be withdrawn.
    """

    reference: str
    status: str
    opened_at: datetime
    looks: list[datetime]
    may_withdraw: bool


@page_get("/me/cases", permission=Permission.ME_OPEN)
def show(request: Req) -> Response[Any]:
    """Show the person's own protected cases.

    The page exists for everybody who has a file, so that it reveals nothing by itself. Refuses:
    NotFound for officers, SignInNeeded for programs.
    """
    account_page.require_citizen(request)
    with context.reading(request) as session:
        own = [_build_case_view(session, row) for row in _list_cases(request, session)]
    return form_actions.form_page(request, "account/cases.html", harm=True, own=own)


@page_post("/me/cases/{number:str}/withdraw", permission=Permission.ME_OPEN)
def withdraw(request: Req, lang: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """Withdraw the person's own consent. Refuses: NotFound."""
    account_page.require_citizen(request)

    def action(act: FormAction) -> None:
        mine = _list_cases(request, act.session)
        row = require_found(next((one for one in mine if one.reference == number), None))
        referral_actions.withdraw(act.session, row, by=act.by, on=act.on, day=act.day)

    return form_actions.submit(request, {}, action, f"/{lang}/me/cases", done=form_actions.DONE)


def _list_cases(request: Req, session: Session) -> list[Referral]:
    citizen = account_page.current_account(request, session).citizen
    return (
        referrals.list_for_persons(session, [row.reference for row in records(session, citizen)])
        if citizen
        else []
    )


def _build_case_view(session: Session, row: Referral) -> CaseView:
    looked = col(Entry.act).in_((*access_log.ACTS, "break_glass"))
    asked = select(col(Entry.at)).where(
        col(Entry.reference) == row.reference, col(Entry.noun) == "case", looked
    )
    looks = list(session.execute(asked.order_by(col(Entry.position).desc())).scalars())
    may = row.consent != WITHDRAWN and row.person is not None
    return CaseView(row.reference, row.status, row.opened_at, looks, may)
