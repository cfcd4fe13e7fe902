"""Counts of failed searches, once a day per network, so that nobody can fill the list alone.

Searches of staff are not counted.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import TypeVar

from litestar import Response
from litestar.background_tasks import BackgroundTask

from catalog.core.actor import Role
from catalog.core.errors import Refusal
from matching.search import failed_searches
from matching.search.failed_searches import FailureReason
from matching.search.search_results import Listing
from service.infra import rate_limits
from service.web import context
from service.web.context import Req

T = TypeVar("T")


def count_failed_search(
    request: Req, answer: Response[T], typed: str, found: Listing, jobs: Mapping[str, int]
) -> Response[T]:
    """Return the answer to a search; once it is sent, the search is counted if it failed.

    The answer is not cached then, so that the next such search counts as well.
    """
    reason = failed_searches.failure_reason(found.understood, found.total, jobs)
    if reason is not None and context.actor(request).role in (Role.VISITOR, Role.CITIZEN):
        # Read by the cache of public responses.
        request.scope["not_kept"] = True  # type: ignore[typeddict-unknown-key]
        answer.background = BackgroundTask(_count, request, typed, reason)
    return answer


def _count(request: Req, typed: str, reason: FailureReason) -> None:
    """Count the search for its network; one that cannot be counted is left out."""
    network, on = context.network(request), context.app_state(request).clock()
    language = context.language(request).value.partition("-")[0]
    with suppress(Refusal), context.writing(request) as session:
        rate_limits.count_attempt(
            session, "missed", f"{network} {failed_searches.mark_of(typed)}", network, on=on
        )
        rate_limits.count_attempt(session, "missed_all", network, network, on=on)
        failed_searches.note(session, typed, reason, language, network, on=on)
