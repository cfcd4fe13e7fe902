"""The service with one route more: the least that a handler with the database costs.

`python -m bench.web_server PORT` serves MUSOFIR_HOME on this machine, in one process.
"""

import sys

import uvicorn
from litestar import Response
from sqlalchemy import text

from service.commands import serve
from service.infra import settings
from service.infra.access import Permission
from service.web import context
from service.web.context import Req

FLOOR = "/bench/floor"


@context.get(FLOOR, permission=Permission.PUBLIC, include_in_schema=False)
def floor(request: Req) -> Response[str]:
    """Open a session for reading in a thread, read one number, and answer 200 bytes."""
    with context.reading(request) as session:
        number = session.execute(text("SELECT 1")).scalar_one()
    return Response(f"{number}".ljust(200, "."))


def main() -> None:
    served = serve.app.create_app(settings.load())
    served.register(floor)
    uvicorn.run(served, host="127.0.0.1", port=int(sys.argv[1]), access_log=False)


if __name__ == "__main__":
    main()
