"""The daily email about one's own notices: switched on or off, and its language."""

import msgspec

from i18n import Language
from service.casework.worklists import notice_digest
from service.casework.worklists.notice_digest import DigestChoice
from service.infra.access import Permission
from service.pages.shared import account_page
from service.web import form_actions
from service.web.form_actions import FormAction


class DigestInput(msgspec.Struct):
    wanted: bool = False
    digest_language: Language | None = None


@form_actions.post(
    "/me/digest",
    permission=Permission.DESK_OPEN,
    back="/me#digest",
    redraw=account_page.overview,
)
def choose(act: FormAction) -> None:
    given = act.read(DigestInput)
    choice = DigestChoice(given.wanted, given.digest_language)
    notice_digest.choose(act.session, choice, by=act.by, on=act.on)
