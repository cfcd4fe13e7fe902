"""What the service keeps about people, why, for how long, and who sees it."""

from typing import Any, NamedTuple

import msgspec
from litestar import Response

from i18n import N_
from service.infra.access import Permission
from service.infra.settings import DisclosureLimits
from service.privacy import retention
from service.web import context
from service.web.context import Req, page_get
from service.web.response_cache import Cached


class CookieText(NamedTuple):
    """What one cookie holds, and how long a browser keeps it."""

    name: str
    holds: str
    lasts: str


COOKIES = (
    CookieText("lang", N_("The language you last used"), N_("one year")),
    CookieText(
        "sid",
        N_("The fact that you are signed in"),
        N_(
            "until you sign out or close the browser; at most twelve hours, or one hour "
            "without activity (half an hour for staff)"
        ),
    ),
    CookieText(
        "way",
        N_("The telephone number you are using to sign in, encrypted"),
        N_("ten minutes, or half an hour when a lot of people are signing in"),
    ),
    CookieText(
        "claim",
        N_("Your answers for a wage claim, encrypted"),
        N_("twelve hours, or one hour once the claim has been sent"),
    ),
    CookieText("question", N_("The code for a question you sent, encrypted"), N_("one hour")),
    CookieText(
        "list",
        N_("For staff: which list a record was opened from"),
        N_("until you sign out or close the browser"),
    ),
    CookieText(
        "done", N_("The sentence that the next page shows after you sent a form"), N_("one minute")
    ),
    CookieText(
        "searches",
        N_("For staff: the last searches for a person, encrypted"),
        N_("until you sign out or close the browser"),
    ),
)
# What the rules of service/privacy/retention.py delete, in the order of the page.
PERIODS = {
    "codes": N_("Sign-in codes, in scrambled form"),
    "sign_ins": N_("Which browsers were used to sign in to an account"),
    "attempts": N_(
        "Number of sign-in attempts, forms sent and searches with no results, stored with a "
        "scrambled value instead of a telephone number or network address"
    ),
    "once": N_("Our response to a form, so that nothing is done twice if you send the form twice"),
    "outbox": N_("Messages we have sent you, encrypted"),
    "drafts": N_("Text an officer typed but did not send, encrypted"),
    "invitations": N_("Invitations for staff"),
    "staff_notices": N_("Notices for staff, once they have been read"),
    retention.CASES: N_("Your file (this period starts when your last case ends)"),
}


class PrivacyPage(msgspec.Struct, frozen=True):
    """Each cookie by its full name, and the days after which each kind of record is deleted.

    `smallest` are the smallest numbers that are published.
    """

    cookies: list[tuple[str, CookieText]]
    periods: dict[str, str]
    days: dict[str, int]
    cases_end: bool
    smallest: DisclosureLimits
    contact: str


@page_get("/privacy", permission=Permission.PUBLIC, cached=Cached())
def show(request: Req) -> Response[Any]:
    state = context.app_state(request)
    with context.reading(request) as session:
        rules = retention.rules_in_force(session, state.today)
    days = {
        word: rules[word].days
        for word in PERIODS
        if word in rules and retention.is_applied(rules[word])
    }
    shown = PrivacyPage(
        cookies=[(context.cookie_name(state, one.name), one) for one in COOKIES],
        periods=PERIODS,
        days=days,
        cases_end=retention.CASES in days,
        smallest=state.settings.smallest,
        contact=state.settings.contact,
    )
    return context.page(request, "public/privacy/show.html", shown)
