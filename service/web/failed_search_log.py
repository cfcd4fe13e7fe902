"""Counts of failed searches, once a day per network, so that nobody can fill the list alone.

Searches of staff are not counted.
"""

from collections.abc import Mapping
from contextlib import suppress

from catalog.core.actor import Role
from catalog.core.errors import Refusal
from matching.search import failed_searches
from matching.search.failed_searches import FailureReason
from matching.search.search_results import Listing
from service.infra import rate_limits
from service.web import context
from service.web.context import Req


def count_failed_search(request: Req, typed: str, found: Listing, jobs: Mapping[str, int]) -> None:
    """Count a search if it failed.

    Its response is not cached, so that the next such search counts as well. The search is answered
    even if it could not be counted.
    """
    reason = failed_searches.failure_reason(found.understood, found.total, jobs)
    if reason is None or context.actor(request).role not in (Role.VISITOR, Role.CITIZEN):
        return
    # Read by the cache of public responses.
    request.scope["not_kept"] = True  # type: ignore[typeddict-unknown-key]
    with suppress(Refusal):
        _count(request, typed, reason)


def _count(request: Req, typed: str, reason: FailureReason) -> None:
    """Count the search for its network. Refuses: TooManyAttempts."""
    network, on = context.network(request), context.app_state(request).clock()
    tongue = context.language(request).value.partition("-")[0]
    with context.writing(request) as session:
        rate_limits.count_attempt(
            session, "missed", f"{network} {failed_searches.mark_of(typed)}", network, on=on
        )
        rate_limits.count_attempt(session, "missed_all", network, network, on=on)
        failed_searches.note(session, typed, reason, tongue, network, on=on)
