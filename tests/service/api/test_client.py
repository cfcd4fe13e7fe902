"""Those who build on the contract make clients of it with a generator that is not ours."""

import compileall
from pathlib import Path

import msgspec
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType

from service import api
from service.api.contract import schema


def test_a_generator_makes_a_client_of_the_whole_contract(tmp_path: Path):
    """Without a warning: it leaves out what it does not understand, and tells of that only
    there."""
    contract, client = tmp_path / "openapi.json", tmp_path / "client"
    contract.write_bytes(msgspec.json.encode(schema.document(api.HANDLERS)))
    config = Config.from_sources(
        ConfigFile(post_hooks=[]),
        MetaType.NONE,
        contract,
        file_encoding="utf-8",
        overwrite=False,
        output_path=client,
    )
    assert [(one.header, one.detail) for one in generate(config=config)] == []
    made = [one for one in (client / "api").rglob("*.py") if one.name != "__init__.py"]
    assert len(made) == len(api.HANDLERS)
    assert compileall.compile_dir(client, quiet=1)
