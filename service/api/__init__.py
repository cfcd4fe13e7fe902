"""Routes of the API, which call the same functions as the pages, and its OpenAPI document."""

from service.api.contract import schema
from service.web import routes

HANDLERS = routes.in_package(__name__, __path__)
SCHEMA = schema.schema_route(HANDLERS)
