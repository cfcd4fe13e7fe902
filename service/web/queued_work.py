"""Work that takes seconds, which waits its turn in a queue beside the other requests."""

from collections.abc import Callable
from typing import Any, TypeVar

from catalog.core.actor import Role
from service.infra import rate_limits
from service.input.work_queue import WorkQueue
from service.web import context
from service.web.context import Req

T = TypeVar("T")
_QUEUES = {
    # Files of strangers, each opened in a separate process.
    "files": {"slots": 1, "most": 12, "each": 4},
    # Slow work that anyone may request: documents of the report, receipts, rankings.
    "dear": {"slots": 1, "most": 8, "each": 3},
    # Files and pictures for staff.
    "desk": {"slots": 2, "most": 60, "each": 20},
}


async def run(work: Callable[..., T], request: Req, *items: Any, dear: bool = False) -> T:
    """Run work in the queue of staff or in that of strangers' files.

    Expensive work has one queue for everyone. Refuses: Busy.
    """
    stranger = context.actor(request).role in (Role.VISITOR, Role.CITIZEN)
    name = "dear" if dear else "files" if stranger else "desk"
    owner = (
        rate_limits.wide_network(context.network(request))
        if stranger
        else context.actor(request).account
    )
    kept = context.app_state(request).memory
    queue: WorkQueue = kept.get(f"queue {name}") or kept.setdefault(
        f"queue {name}", WorkQueue(name, **_QUEUES[name])
    )
    return await queue.run(owner, work, request, *items)
