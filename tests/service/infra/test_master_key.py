"""The master key and the records it belongs to."""

import pytest

from catalog.core import vault
from service.infra import master_key
from service.infra.settings import Settings, WrongSetting
from tests.conftest import write_key


@pytest.fixture
def sealed(database):
    with database.write() as session:
        vault.set_up(session)
    return database


def test_no_key_is_made_beside_records_that_were_sealed_by_another(sealed, tmp_path):
    with pytest.raises(WrongSetting, match="is missing"):
        master_key.open_vault(Settings(home=tmp_path), sealed)
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_where_nothing_was_sealed_yet(bare, tmp_path):
    master_key.open_vault(Settings(home=tmp_path), bare)
    assert (tmp_path / "master.key").exists()


def test_another_key_is_refused_at_the_start(sealed, tmp_path):
    write_key(tmp_path)
    given = Settings(home=tmp_path)
    master_key.open_vault(given, sealed)
    master_key.load(given, sealed)
    write_key(tmp_path, bytes(32))
    master_key.open_vault(given, sealed)
    with pytest.raises(WrongSetting, match="does not hold the master key"):
        master_key.load(given, sealed)
