"""Opening of the vault with the master key of its records, and with no other key."""

from functools import partial

from sqlalchemy import inspect, text

from catalog.core import vault
from service.infra import settings
from service.infra.database import Database
from service.infra.settings import Settings, WrongSetting


def open_vault(given: Settings, database: Database) -> None:
    """Open the vault.

    A key is created in the home only if nothing was encrypted yet, never next to records encrypted
    with another key. Raises WrongSetting.
    """
    path = given.key_file
    if not path.exists() and _has_sealed_records(database):
        raise WrongSetting(
            f"{path} is missing, and what stands in these records can be read by no other key. Put it back."
        )
    vault.open_with(*settings.master_keys(given), read=partial(settings.reload_master_keys, given))


def _has_sealed_records(database: Database) -> bool:
    with database.engine.connect() as connection:
        there = inspect(connection).has_table(vault.Key.__tablename__)
        return (
            there
            and connection.execute(text("SELECT 1 FROM vault_keys LIMIT 1")).first() is not None
        )


def load(given: Settings, database: Database) -> None:
    """Test the key on the known text and load the permanent keys. Raises WrongSetting."""
    try:
        with database.read() as session:
            vault.load(session)
    except vault.BrokenSeal as reason:
        raise WrongSetting(
            f"{given.key_file} does not hold the master key of these records."
        ) from reason
