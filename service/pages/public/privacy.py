"""What the service keeps about people, why, for how long, and who sees it."""

from typing import Any, NamedTuple

from litestar import Response

from i18n import N_
from service.infra.access import Permission
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
    CookieText("lang", N_("The language you read last"), N_("one year")),
    CookieText(
        "sid",
        N_("That you are signed in"),
        N_(
            "until you sign out or close the browser; twelve hours at most, and one hour without"
            " use (half an hour for people who work here)"
        ),
    ),
    CookieText(
        "way",
        N_("The telephone number with which you are signing in, encrypted"),
        N_("ten minutes; half an hour while very many people sign in"),
    ),
    CookieText(
        "claim",
        N_("Your answers about a wage claim, encrypted"),
        N_("twelve hours; one hour once the claim is sent"),
    ),
    CookieText("question", N_("The code of a question you sent, encrypted"), N_("one hour")),
)
# What the rules of service/privacy/retention.py delete, in the order of the page.
PERIODS = {
    "codes": N_("Codes for signing in, scrambled"),
    "sign_ins": N_("In which browsers an account was signed in"),
    "attempts": N_(
        "Counts of tries to sign in, of forms sent and of searches that found nothing, under a"
        " scrambled mark instead of a telephone number or network address"
    ),
    "once": N_("Our answer to a form, so that sending the form twice does nothing twice"),
    "outbox": N_("Messages that we sent you, encrypted"),
    "drafts": N_("What an officer typed and never sent, encrypted"),
    "invitations": N_("Invitations for people who work here"),
    retention.CASES: N_("Your file, counted from the end of your last case"),
}


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
    return context.page(
        request,
        "public/privacy/show.html",
        cookies=[(context.cookie_name(state, one.name), one) for one in COOKIES],
        periods=PERIODS,
        days=days,
        cases_end=retention.CASES in days,
        smallest=state.settings.smallest,
        contact=state.settings.contact,
    )
