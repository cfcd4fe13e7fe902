"""The figures that other bodies are asked for, as tests of their returns read them."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from seed import reference
from service.reporting.external import figure_catalogue
from tests.conftest import filled
from tests.support.cast import JAMSHID
from tests.support.databases import Place


@pytest.fixture
def session(place: Place) -> Iterator[Session]:
    yield from filled(
        place,
        "BODY_FIGURES",
        lambda session, on: reference.load_body_figures(session, by=JAMSHID, on=on),
    )


@pytest.fixture
def known(session: Session) -> figure_catalogue.Catalogue:
    return figure_catalogue.read_catalogue(session)
