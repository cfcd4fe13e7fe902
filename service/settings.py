"""What whoever runs the service may set, by environment; `./musofir config` prints this list with the values in force."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

import msgspec


class WrongSetting(Exception):
    """A setting that cannot be meant; says which one and why."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    home: Path = Path("var")
    """MUSOFIR_HOME: where the records, files and keys of this installation live."""
    database_url: str = ""
    """DATABASE_URL: a PostgreSQL address; empty means SQLite in the home."""
    master_key_file: Path | None = None
    """MUSOFIR_MASTER_KEY_FILE: 32 bytes as 64 hexadecimal digits, kept outside the home in production; while the key is
    changed, the new one on the first line and the old one on the next."""
    allowed_hosts: tuple[str, ...] = ()
    """MUSOFIR_ALLOWED_HOSTS: host names answered to, separated by commas; empty means any."""
    public_url: str = "http://127.0.0.1:8000"
    """MUSOFIR_PUBLIC_URL: the address people know, for the sitemap and printed pages."""

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'musofir.sqlite3'}"

    @property
    def secure(self) -> bool:
        """Whether people come by https: then cookies travel by nothing else."""
        return self.public_url.startswith("https://")

    @property
    def demonstration(self) -> bool:
        """A home made by `demo` carries this file; everybody may walk in there, and `serve` refuses it."""
        return (self.home / "DEMONSTRATION").exists()


NAMES = {
    "MUSOFIR_HOME": "home",
    "DATABASE_URL": "database_url",
    "MUSOFIR_MASTER_KEY_FILE": "master_key_file",
    "MUSOFIR_ALLOWED_HOSTS": "allowed_hosts",
    "MUSOFIR_PUBLIC_URL": "public_url",
}


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Reads the environment; raises WrongSetting with one sentence."""
    given = os.environ if environment is None else environment
    told: dict[str, object] = {field: given[name] for name, field in NAMES.items() if given.get(name)}
    if "allowed_hosts" in told:
        told["allowed_hosts"] = [host.strip() for host in str(told["allowed_hosts"]).split(",") if host.strip()]
    settings = msgspec.convert(told, Settings, strict=False, dec_hook=lambda kind, value: kind(value))
    if settings.database_url and not settings.database_url.startswith(
        ("postgresql+psycopg://", "postgresql://", "sqlite:///")
    ):
        raise WrongSetting("DATABASE_URL must begin with postgresql://")
    return settings


def master_keys(settings: Settings) -> list[bytes]:
    """The master keys from their file, the newest first, or one made in the home at first start for those who set none."""
    path = settings.master_key_file or settings.home / "master.key"
    if not path.exists():
        if settings.master_key_file:
            raise WrongSetting(f"MUSOFIR_MASTER_KEY_FILE: {path} does not exist")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    try:
        keys = [bytes.fromhex(line) for line in path.read_text().split()]
    except ValueError as reason:
        raise WrongSetting(f"{path} does not hold hexadecimal digits") from reason
    if not keys or any(len(key) != 32 for key in keys):
        raise WrongSetting(f"{path} must hold 64 hexadecimal digits on each line")
    return keys
