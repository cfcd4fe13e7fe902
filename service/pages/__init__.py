"""Pages for people, which work on a cheap phone, without scripts, in five languages."""

from matching.lexicon import condition_patterns
from service.infra import hotlines, master_key
from service.pages.public import site_addresses, sitemap
from service.web import routes
from service.web.app_state import AppState

HANDLERS_WITHOUT_LANGUAGE = routes.in_module(site_addresses) + routes.in_module(sitemap)
HANDLERS = [
    one for one in routes.in_package(__name__, __path__) if one not in HANDLERS_WITHOUT_LANGUAGE
]


def prepare(app_state: AppState) -> None:
    """Load what is needed before the first visitor.

    These are the keys that outlast a change of master key, and the hotlines shown on every page.
    """
    master_key.load(app_state.settings, app_state.database)
    with app_state.database.read() as session:
        app_state.memory["lines"] = hotlines.read(session, app_state.today)


def warm(app_state: AppState) -> None:
    """Load the register and the patterns of searches into memory while the first visitors come.

    Searches wait until the register is loaded.
    """
    with app_state.database.read() as session:
        app_state.register_cache(session)
    condition_patterns.compile_all()
