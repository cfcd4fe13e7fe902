"""The API contract (OpenAPI 3.1), generated from the routes and their types."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler

from service.api import api_routes
from service.api.contract import components, descriptions, examples
from service.infra.access import Permission
from service.web.context import Req
from service.web.problems import Problem
from service.web.response_cache import Cached

_IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 8, "maxLength": 200},
}
_HEADERS: dict[str, dict[str, Any]] = {
    "key": _IDEMPOTENCY_KEY
    | {
        "description": "Repeated with the same body, the first answer is given again and nothing is done."
    },
    "secret": {
        "name": "X-Claim-Secret",
        "in": "header",
        "schema": {"type": "string"},
        "description": "What the worker was told at filing; in place of a key.",
    },
    "version": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "schema": {"type": "string"},
        "description": "The ETag of the record as it was read.",
        "example": '"1"',
    },
    "language": {
        "name": "Accept-Language",
        "in": "header",
        "schema": {"type": "string"},
        "description": "uz, uz-Cyrl, ru, en or kaa: the language of sentences and titles.",
        "example": "ru",
    },
}
STATUS_DESCRIPTIONS = {
    400: "The body is not JSON, or a name stands in it twice.",
    401: "Sign in, or send a key.",
    403: "Not allowed to this person.",
    404: "There is nothing under this address, or not for this person.",
    409: "Something else has happened to this record.",
    412: "The record has a newer version.",
    413: "The body is too large: more than a megabyte, or more than 14 of them where a file is sent.",
    414: "The address is longer than 4,096 bytes.",
    415: "The body is not sent as application/json.",
    422: "Some answers need another look; `errors` says which.",
    428: "If-Match is missing.",
    429: "Too many tries; Retry-After says how many seconds to wait.",
    503: "The database cannot be reached at this moment; nothing was lost.",
}
_ABOUT = (
    "Licensed recruiters, vetted jobs abroad, advice and unpaid wages. Money is in minor units of its ISO 4217 "
    "currency. Days are those of Tashkent. Errors are application/problem+json (RFC 9457)."
)
_LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
_CONTACT = {"name": "Whoever runs this installation, as its pages say"}
_TAG_DESCRIPTIONS = {
    "vacancies": "Vetted jobs abroad that may be shown today.",
    "agencies": "Who may recruit in Uzbekistan today.",
    "offers": "Whether an offer is real, and reports of those that are not.",
    "matches": "Jobs that suit a person, with their points.",
    "advice": "Advice sessions, for those who give advice.",
    "returns": "Returns home from work abroad.",
    "wages": "Claims for unpaid wages.",
    "approvals": "Requests that a second person decides.",
    "referrals": "Protected cases, opened by whoever heard of danger.",
    "evidence": "Files that prove a claim.",
    "posts": "Embassies, consulates and offices abroad.",
    "report": "The year's figures.",
    "seats": "Rounds of quota places, with everything that is needed to draw them again.",
}


def schema_route(handlers: list[HTTPRouteHandler]) -> HTTPRouteHandler:
    """Create the route of the OpenAPI document.

    Raises TypeError for a route without operation_id or tags.
    """
    if unnamed := [one.handler_name for one in handlers if not (one.operation_id and one.tags)]:
        raise TypeError(f"give operation_id and tags to {unnamed}")

    @cache
    def written() -> bytes:
        return msgspec.json.encode(document(handlers))

    @api_routes.get("/schema/openapi.json", permission=Permission.PUBLIC, cached=Cached())
    def openapi(request: Req) -> Response[bytes]:
        return Response(written(), media_type="application/json")

    return openapi


def document(handlers: list[HTTPRouteHandler]) -> dict[str, Any]:
    """Return the OpenAPI document of the routes, in the order of their tags."""
    paths: dict[str, dict[str, Any]] = {}
    order = list(_TAG_DESCRIPTIONS)
    for one in sorted(handlers, key=lambda one: order.index(next(iter(one.tags or ())))):
        for path in one.paths:
            plain = "/api/v1" + re.sub(r":\w+}", "}", path)
            paths.setdefault(plain, {})[_method(one)] = _operation(one, plain)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Musofir",
            "version": "1",
            "description": _ABOUT,
            "license": _LICENCE,
            "contact": _CONTACT,
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": word, "description": description}
            for word, description in _TAG_DESCRIPTIONS.items()
        ],
        "paths": paths,
        "components": {"schemas": _components(), "securitySchemes": _security_schemes()},
    }


def _method(one: HTTPRouteHandler) -> str:
    return next(method for method in sorted(one.http_methods) if method != "HEAD").lower()


def _security_schemes() -> dict[str, Any]:
    return {
        "key": {"type": "http", "scheme": "bearer", "description": "Made by `./musofir key add`."},
        "signIn": {
            "type": "apiKey",
            "in": "cookie",
            "name": "sid",
            "description": "Whoever is signed in at the pages.",
        },
    }


def _operation(one: HTTPRouteHandler, path: str) -> dict[str, Any]:
    summary, _, more = str(one.fn.__doc__).partition("\n\n")
    values: dict[str, Any] = {
        "operationId": one.operation_id,
        "tags": sorted(one.tags or ()),
        "summary": " ".join(summary.split()),
        "description": " ".join((more or summary).split()),
        "parameters": list(_parameters(one, path)),
        "responses": _responses(one),
        "security": _security(one),
    }
    if takes := one.opt.get("takes"):
        content = {
            "schema": _ref(takes),
            "examples": examples.component_example(components.NAMES[takes]),
        }
        values["requestBody"] = {"required": True, "content": {"application/json": content}}
    return values


def _security(one: HTTPRouteHandler) -> list[dict[str, list[str]]]:
    """Return the security requirements; an empty one means that no key is needed.

    The scope that a key needs is the permission.
    """
    permission = one.opt["permission"]
    if permission is Permission.PUBLIC:
        return [{}, {"key": []}, {"signIn": []}]
    return [{"key": [permission.value]}, {"signIn": []}]


def _parameters(one: HTTPRouteHandler, path: str) -> Iterable[dict[str, Any]]:
    for name in re.findall(r"{(\w+)}", path):
        example = examples.PATH_EXAMPLES[name]
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "example": example,
            "schema": examples.PATH_SCHEMAS[name],
            "description": examples.PATH_DESCRIPTIONS[name],
        }
    if asks := one.opt.get("asks"):
        yield from _query(asks)
    yield _HEADERS["language"]
    if one.opt.get("secret"):
        yield _HEADERS["secret"]
    if _method(one) == "patch":
        yield _HEADERS["version"]
    if one.opt.get("versioned") and _method(one) == "post":
        yield _HEADERS["version"] | {"required": False}
    if 201 in _statuses(one):
        yield _HEADERS["key"]


def _query(asks: type[msgspec.Struct]) -> Iterable[dict[str, Any]]:
    (shape,), known = components.build_schemas(asks)
    for name, values in shape["properties"].items():
        kind = _add_limits(_without_null(values))
        if "$ref" in kind:
            of = kind["$ref"].rpartition("/")[2]
            kind = known[of] | {"title": components.QUERY_TITLES.get(of, of)}
        description = kind.pop("description", None) or f"{name.replace('_', ' ').capitalize()}."
        example = next(iter(kind.pop("examples", [])), None)
        parameter = {
            "name": name,
            "in": "query",
            "required": name in shape.get("required", ()),
            "schema": kind,
        }
        yield (
            parameter
            | {"description": description}
            | ({} if example is None else {"example": example})
        )


def _without_null(values: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without null, because a query omits what it does not state."""
    kinds = [one for one in values.get("anyOf", ()) if one != {"type": "null"}]
    return {name: value for name, value in values.items() if name not in ("anyOf", "default")} | (
        kinds[0] if kinds else {}
    )


def _statuses(one: HTTPRouteHandler) -> set[int]:
    """Return every status with which a route can respond."""
    method, values = _method(one), set(one.opt.get("refuses", ())) | {503}
    if "asks" in one.opt:
        values |= {414, 422}
    if "takes" in one.opt:
        values |= {400, 403, 413, 415, 422}
    if one.opt["permission"] is not Permission.PUBLIC:
        values |= {401, 403}
    made = 201 if method == "post" and not one.opt.get("keeps_nothing") else 200
    done = one.opt.get("answers", made)
    return values | {done} | ({409} if made == 201 or method == "patch" else set())


def _responses(one: HTTPRouteHandler) -> dict[str, Any]:
    return {str(status): _response(one, status) for status in sorted(_statuses(one))}


def _response(one: HTTPRouteHandler, status: int) -> dict[str, Any]:
    result = {"headers": headers} if (headers := dict(_headers(one, status))) else {}
    if status >= 400:
        content = {
            "schema": _ref(Problem),
            "example": examples.problem_example(status, STATUS_DESCRIPTIONS[status]),
        }
        return {
            "description": STATUS_DESCRIPTIONS[status],
            "content": {"application/problem+json": content},
        } | result
    gives = one.opt["gives"]
    content = {
        "schema": _ref(gives),
        "examples": examples.component_example(components.NAMES[gives]),
    }
    return {
        "description": "Done." if status == 201 else "As asked.",
        "content": {"application/json": content},
    } | result


def _headers(one: HTTPRouteHandler, status: int) -> Iterable[tuple[str, dict[str, Any]]]:
    """Yield the response headers that a program acts on."""
    gives = msgspec.structs.fields(one.opt["gives"])
    text, seconds = {"type": "string"}, {"type": "integer", "minimum": 0}
    if status in (429, 503):
        yield "Retry-After", {"description": "How many seconds to wait.", "schema": seconds}
    if status == 401:
        yield "WWW-Authenticate", {"description": "How to sign in: `Bearer`.", "schema": text}
    if status == 201 and one.opt.get("located"):
        yield "Location", {"description": "The address of what was recorded.", "schema": text}
    if _has_version(one, status):
        yield (
            "ETag",
            {"description": "The version of the record, to be sent as If-Match.", "schema": text},
        )
    if status == 200 and "next" in {field.name for field in gives}:
        yield (
            "Link",
            {
                "description": 'The next page, as `rel="next"` (RFC 8288); not on the last one.',
                "schema": text,
            },
        )


def _has_version(one: HTTPRouteHandler, status: int) -> bool:
    """Return whether a response states the version of its record."""
    return status in (200, 201) and bool(one.opt.get("versioned"))


def _ref(kind: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{components.NAMES[kind]}"}


def _components() -> dict[str, Any]:
    _, known = components.build_schemas()
    return {name: _component(name, values) for name, values in known.items()}


def _component(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a component with its title and descriptions.

    A request may omit optional properties. A response contains all of them, except for the types
    that omit defaults.
    """
    if "properties" not in values:
        return values | {"title": name} | ({"type": "string"} if "enum" in values else {})
    sent, needed, fields = (
        values.get("additionalProperties") is False,
        set(values.get("required", ())),
        {},
    )
    if not sent and name not in _components_omitting_defaults():
        needed = set(values["properties"])
    for field, one in values["properties"].items():
        shown = _optional(_add_limits(_simplify(one)), field in needed) if sent else _simplify(one)
        usual = "" if field in needed else _default_text(one.get("default"))
        fields[field] = shown | {"description": descriptions.description(name, field) + usual}
    return values | {
        "title": name,
        "properties": fields,
        "required": [field for field in fields if field in needed],
    }


def _default_text(value: Any) -> str:
    """Return a sentence about the default of a property, if it is short enough."""
    if not isinstance(value, str | int) or value == "":
        return ""
    return f" If left out: `{value if isinstance(value, str) else msgspec.json.encode(value).decode()}`."


def _simplify(values: dict[str, Any]) -> dict[str, Any]:
    """Simplify a schema for client generators.

    It has no default, which makes some generators require the property, and no `items: false`,
    which `maxItems` states already.
    """
    kept = {
        name: value
        for name, value in values.items()
        if name != "default" and (name, value) != ("items", False)
    }
    for name in ("items", "additionalProperties"):
        if isinstance(kept.get(name), dict):
            kept[name] = _simplify(kept[name])
    return kept | ({"anyOf": [_simplify(one) for one in kept["anyOf"]]} if "anyOf" in kept else {})


@cache
def _components_omitting_defaults() -> set[str]:
    """Return the components that omit default values when encoded."""
    kinds = (
        (kind, name) for kind, name in components.NAMES.items() if issubclass(kind, msgspec.Struct)
    )
    return {name for kind, name in kinds if kind.__struct_config__.omit_defaults}


def _add_limits(values: dict[str, Any]) -> dict[str, Any]:
    """Limit what requests may send: 200 characters for a text without a limit, 200 items for a
    list."""
    if "anyOf" in values:
        return values | {"anyOf": [_add_limits(one) for one in values["anyOf"]]}
    if values.get("type") == "string" and "format" not in values:
        return (
            {"maxLength": 200}
            | values
            | ({"pattern": _ecma_pattern(values["pattern"])} if "pattern" in values else {})
        )
    return values | {"maxItems": 200} if values.get("type") == "array" else values


def _ecma_pattern(pattern: str) -> str:
    return re.sub(r"\\Z\Z", "$", pattern)


def _optional(values: dict[str, Any], needed: bool) -> dict[str, Any]:
    """Allow null for an optional property; it means the same as omitting it."""
    if needed or {"type": "null"} in values.get("anyOf", ()):
        return values
    return {"anyOf": [values, {"type": "null"}]}
