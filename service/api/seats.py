"""API route of the published file of a quota lottery, from which anyone can repeat the draw."""

from typing import Any

import msgspec
from litestar import Response
from litestar.params import FromPath

from catalog.core.fields import Count
from matching.quota import lottery_results, result_file, rounds
from matching.quota.result_file import SeatsFile
from service.api import api_routes
from service.infra.access import Permission
from service.web import context
from service.web.context import Req

# Published files never change; the most recent are cached.
_MAX_CACHED_FILES = 4


class DrawQuery(msgspec.Struct, forbid_unknown_fields=True):
    draw: Count | None = None


@api_routes.get(
    "/seats/{reference:str}",
    operation_id="seats_show",
    tags=["seats"],
    permission=Permission.PUBLIC,
    asks=DrawQuery,
    gives=SeatsFile,
    refuses=(404,),
)
def show(request: Req, reference: FromPath[str]) -> Response[Any]:
    """The published file of a round's last draw, or of the draw asked for: rule, seed, choices
    under codes, result, audit.

    `./musofir seats rerun FILE` works it out again; docs/seats.md says how to do so in any
    language.
    """
    asked = api_routes.read_query(request, DrawQuery).draw
    content = _content(request, reference, asked)
    return Response(content, media_type="application/json")


def _content(request: Req, number: str, draw: int | None) -> bytes:
    """Return the bytes of the file. Refuses: NotFound."""
    kept: dict[tuple[str, int], bytes] = context.app_state(request).memory.setdefault(
        "seat_files", {}
    )
    with context.reading(request) as session:
        if draw is None:
            rounds.get(session, number)
            draw = max(
                (one.number for one in lottery_results.list_draws(session, number)), default=0
            )
        if (number, draw) in kept:
            return kept[number, draw]
        content = result_file.encode(lottery_results.public_file(session, number, draw))
    for key in list(kept)[: max(0, len(kept) - _MAX_CACHED_FILES + 1)]:
        kept.pop(key, None)
    kept[number, draw] = content
    return content
