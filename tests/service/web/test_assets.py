"""Style and script, named by their content."""

import gzip

import pytest

from service.web import assets


@pytest.mark.parametrize("path", sorted(assets.FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_asset_has_a_kind_and_an_address_of_its_content(path):
    assert path.suffix in assets.KINDS
    assert assets.exists(path.name)
    assert assets.address(path.name).endswith(f"/{path.name}")
    assert (
        gzip.decompress(assets.gzipped(path.name)) == assets.content(path.name) == path.read_bytes()
    )


@pytest.mark.parametrize(
    "name", ["", "..", "../app.py", "musofir.css/", "/etc/passwd", "musofir.CSS"]
)
def test_nothing_else_can_be_asked_for(name):
    assert not assets.exists(name)
