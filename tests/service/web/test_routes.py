"""Routes are found by themselves: a module of a package needs no entry in a list."""

from service import api, pages
from service.api.casework import wages
from service.pages.public import site_addresses
from service.web import routes


def test_a_module_has_the_routes_that_it_defines():
    assert wages.file in routes.in_module(wages)
    assert routes.in_module(pages) == [], "what it only imports or lists is not its own"


def test_a_package_has_those_of_all_its_modules():
    found = routes.in_package(api.__name__, api.__path__)
    assert set(routes.in_module(wages)) < set(found)
    assert set(found) == set(api.HANDLERS)


def test_addresses_without_a_language_are_no_pages_of_a_language():
    assert set(routes.in_module(site_addresses)) < set(pages.HANDLERS_WITHOUT_LANGUAGE)
    assert not set(pages.HANDLERS_WITHOUT_LANGUAGE) & set(pages.HANDLERS)
