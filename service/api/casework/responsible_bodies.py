"""Who is responsible for work in Uzbekistan, in answers to claims, sessions, reports and cases."""

import msgspec
from sqlmodel import Session

from catalog.reference.countries import Fact
from i18n import Language
from service.infra import responsible_bodies
from service.web import context
from service.web.context import Req


class ResponsibleBody(msgspec.Struct):
    """One sentence about a body, in the reader's language, and where it is published."""

    sentence: str
    source: str


class ResponsibleHelpline(msgspec.Struct):
    """A telephone number, and who answers it."""

    number: str
    sentence: str


class ResponsibleBodies(msgspec.Struct):
    """The bodies that are responsible for work in Uzbekistan, and the lines to call there."""

    bodies: list[ResponsibleBody]
    telephones: list[ResponsibleHelpline]


def build(request: Req, session: Session, country: str | None) -> ResponsibleBodies | None:
    """Return the bodies for work in Uzbekistan; None for work elsewhere."""
    found = responsible_bodies.for_country(session, country, context.app_state(request).today)
    if found is None:
        return None
    lang = context.language(request)
    return ResponsibleBodies(
        [ResponsibleBody(_sentence(fact, lang), fact.source) for fact in found.facts],
        [ResponsibleHelpline(line["number"], line["text"][lang.value]) for line in found.lines],
    )


def _sentence(fact: Fact, lang: Language) -> str:
    """Return a fact in the reader's language, or in Uzbek where it is not translated."""
    name = lang.value.lower().replace("-", "_")
    return str(getattr(fact, name) or fact.uz)
