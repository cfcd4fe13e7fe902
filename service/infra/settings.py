"""Settings of the service, read from environment variables.

`./musofir config` prints this list with the values in force.
"""

import os
import re
import secrets
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import msgspec

from catalog.core.errors import Refusal
from i18n import N_

ROOT = Path(__file__).resolve().parents[2]
# Names by which a machine reaches itself.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})
_HOST_PATTERN = re.compile(r"(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(?::[0-9]{1,5})?")

# A number with its country code, or a short one of this country; then up to three texts.
_LINE = re.compile(r" *(?:\+[0-9][0-9 ]{6,20}|[0-9]{3,6}) *(?:;[^;\x00-\x1f<>]{0,100}){0,3}")
_OFFICE = re.compile(
    r"[^;\x00-\x1f<>]{3,300}(?:; *(?:\+[0-9][0-9 ]{6,20}|[0-9]{3,6})? *(?:; *[^;@\s<>]+@[^;@\s<>]+\.[a-z]+ *)?)?"
)


class UnknownHost(Refusal):
    slug = "not-this-host"
    sentence = N_("This service is not available at this address. Check the address.")


class HttpsRequired(Refusal):
    slug = "only-by-https"
    sentence = N_(
        "This service is available only over HTTPS. Put https:// at the start of the address."
    )


class WrongSetting(Exception):
    """A setting has an invalid value; the message names the setting and the reason."""


def is_checkout() -> bool:
    """Whether the service runs from a checkout of its source, and not as an installed package."""
    return (ROOT / "musofir").is_file()


def program() -> str:
    """The name of the command: the script of a checkout, or the installed program."""
    return "./musofir" if is_checkout() else "musofir"


def default_home(environment: Mapping[str, str] | None = None) -> Path:
    """Where records live while MUSOFIR_HOME is not set. Raises WrongSetting if there is no such
    folder."""
    if is_checkout():
        return ROOT / "var"
    given = os.environ if environment is None else environment
    state = Path(given.get("XDG_STATE_HOME", ""))
    # The XDG Base Directory Specification has relative paths ignored.
    if not state.is_absolute():
        try:
            state = Path.home() / ".local" / "state"
        except RuntimeError as reason:
            raise WrongSetting("This account has no home directory: set MUSOFIR_HOME") from reason
    return state / "musofir"


class DisclosureLimits(msgspec.Struct, frozen=True):
    """Smallest numbers that are published; smaller ones are hidden.

    `people` counts victims, claims, cases, persons or sessions.
    """

    people: int = 10
    placements: int = 5

    def __post_init__(self) -> None:
        if self.people < 10 or self.placements < 5:
            raise WrongSetting("Numbers below 10, and below 5 for placements, are never published")


class AdviceLine(msgspec.Struct, frozen=True):
    """The telephone line of whoever runs this installation, as it is shown to people."""

    number: str
    hours: str = ""
    cost: str = ""
    messenger: str = ""


class HeadOffice(msgspec.Struct, frozen=True):
    """How the Agency’s head office is reached, as it stands at the head of its letters."""

    address: str = ""
    telephone: str = ""
    email: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    home: Path = msgspec.field(default_factory=default_home)
    """MUSOFIR_HOME: where the records, files and keys of this installation live; empty means `var` in a
    checkout, else `musofir` in XDG_STATE_HOME or in ~/.local/state."""
    database_url: str = ""
    """DATABASE_URL: a PostgreSQL address; empty means SQLite in the home.
    On another machine it needs sslmode=verify-full."""
    master_key_file: Path | None = None
    """MUSOFIR_MASTER_KEY_FILE: 32 bytes as 64 hexadecimal digits, kept outside the home in production;
    while the key is changed, the new one on the first line and the old one on the next."""
    heads_dir: Path | None = None
    """MUSOFIR_HEADS_DIR: where the head of the journal is kept each hour and each night, meant to lie
    on another machine; empty means in the home, where whoever can change the records can change it too."""
    allowed_hosts: tuple[str, ...] = ()
    """MUSOFIR_ALLOWED_HOSTS: host names answered to, separated by commas; empty means that of
    MUSOFIR_PUBLIC_URL and this machine's own (localhost, 127.0.0.1, [::1])."""
    public_url: str = "http://127.0.0.1:8000"
    """MUSOFIR_PUBLIC_URL: the address people know, for sitemap, printed pages and messages;
    https, but on this machine alone."""
    proxy: tuple[str, ...] = ()
    """MUSOFIR_PROXY: addresses or networks of the proxy in front, separated by commas; what it
    says in X-Forwarded-For and X-Forwarded-Proto is believed, and nobody else; empty means that there is none."""
    exit_url: str = "https://www.google.com/search?q=ob-havo"
    """MUSOFIR_EXIT_URL: where "Leave this page" leads from pages about danger, by https: a page that
    anybody may be looking at, a weather forecast. Nothing of it is loaded before somebody leaves."""
    contact: str = ""
    """MUSOFIR_CONTACT: an e-mail address, or a telephone number with its country code, at which people reach whoever
    runs this installation; shown on the pages about privacy and accessibility. Empty means that none is shown."""
    line: str = ""
    """MUSOFIR_LINE: the advice line that people call, as `number; hours; cost; messenger`, of which only the number
    is needed. Empty means that there is none; pages then offer writing."""
    office: str = ""
    """MUSOFIR_OFFICE: the head office as it stands at the head of letters, as `address; telephone; e-mail`, of which
    only the address is needed. A telephone or an e-mail that is left out is that of MUSOFIR_LINE or MUSOFIR_CONTACT."""
    sms_url: str = ""
    """MUSOFIR_SMS_URL: where the supplier of SMS takes messages, by https; empty means that no SMS leave."""
    sms_token_file: Path | None = None
    """MUSOFIR_SMS_TOKEN_FILE: the supplier's token, in a file kept outside the home."""
    telegram_token_file: Path | None = None
    """MUSOFIR_TELEGRAM_TOKEN_FILE: the token of the Telegram Gateway, in a file; none means that
    no codes go by Telegram."""
    mail_url: str = ""
    """MUSOFIR_MAIL_URL: where e-mails to staff are taken, by https, in the same way as SMS; empty
    means that none leave."""
    mail_token_file: Path | None = None
    """MUSOFIR_MAIL_TOKEN_FILE: the token for it, in a file kept outside the home."""
    scanner: str = ""
    """MUSOFIR_SCANNER: host:port of a clamd that looks at every file people send; empty means that
    there is none, and then only pictures may be opened."""
    backup_group: str = ""
    """MUSOFIR_BACKUP_GROUP: a group of the machine that may read the home and what `backup` writes, for the
    account that carries backups away; never the master key. Empty means nobody but the service's own account."""
    smallest_people: int = 10
    """MUSOFIR_SMALLEST_PEOPLE: fewer victims, claims, cases, persons or sessions than this are not
    published as a number; may only be raised, so at least 10."""
    smallest_placements: int = 5
    """MUSOFIR_SMALLEST_PLACEMENTS: the same for placements; at least 5."""
    demonstration: bool = False
    """Whether everybody may walk in: said by `demo` alone, at its start, and by no setting and no file."""

    @property
    def advice_line(self) -> AdviceLine | None:
        return AdviceLine(*(part.strip() for part in self.line.split(";"))) if self.line else None

    @property
    def head_office(self) -> HeadOffice:
        given = [part.strip() for part in self.office.split(";")] + [""] * 2
        address, telephone, email = given[:3]
        line = self.advice_line.number if self.advice_line else ""
        return HeadOffice(
            address, telephone or line, email or (self.contact if "@" in self.contact else "")
        )

    @property
    def smallest(self) -> DisclosureLimits:
        return DisclosureLimits(self.smallest_people, self.smallest_placements)

    @property
    def url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'musofir.sqlite3'}"

    @property
    def key_file(self) -> Path:
        return self.master_key_file or self.home / "master.key"

    @property
    def heads_file(self) -> Path:
        return (self.heads_dir or self.home / "heads") / "heads.txt"

    @property
    def heads_beside(self) -> bool:
        """Return whether anyone who can change the records can also change the stored journal
        heads."""
        return self.heads_file.resolve().is_relative_to(self.home.resolve())

    @property
    def secure(self) -> bool:
        """Return whether people reach the service by https; cookies are then sent by https only."""
        return self.public_url.startswith("https://")

    @property
    def exposed(self) -> bool:
        """Return whether people would come from other machines by plain http."""
        return not self.secure and _host_of(self.public_url) not in LOOPBACK

    @property
    def hosts(self) -> frozenset[str]:
        """Return the accepted host names, in lower case and without a port."""
        return frozenset(self.allowed_hosts) or LOOPBACK | {_host_of(self.public_url)}

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        return tuple(ip_network(one, strict=False) for one in self.proxy)

    def require_host(self, named: list[str]) -> None:
        """Require exactly one Host header, with an accepted name (RFC 9112, 3.2).

        Refuses: UnknownHost.
        """
        result = _HOST_PATTERN.fullmatch(named[0].lower()) if len(named) == 1 else None
        if result is None or result[1] not in self.hosts:
            raise UnknownHost


NAMES = {
    "MUSOFIR_HOME": "home",
    "DATABASE_URL": "database_url",
    "MUSOFIR_MASTER_KEY_FILE": "master_key_file",
    "MUSOFIR_HEADS_DIR": "heads_dir",
    "MUSOFIR_ALLOWED_HOSTS": "allowed_hosts",
    "MUSOFIR_PUBLIC_URL": "public_url",
    "MUSOFIR_PROXY": "proxy",
    "MUSOFIR_EXIT_URL": "exit_url",
    "MUSOFIR_CONTACT": "contact",
    "MUSOFIR_LINE": "line",
    "MUSOFIR_OFFICE": "office",
    "MUSOFIR_SMS_URL": "sms_url",
    "MUSOFIR_SMS_TOKEN_FILE": "sms_token_file",
    "MUSOFIR_TELEGRAM_TOKEN_FILE": "telegram_token_file",
    "MUSOFIR_MAIL_URL": "mail_url",
    "MUSOFIR_MAIL_TOKEN_FILE": "mail_token_file",
    "MUSOFIR_SCANNER": "scanner",
    "MUSOFIR_BACKUP_GROUP": "backup_group",
    "MUSOFIR_SMALLEST_PEOPLE": "smallest_people",
    "MUSOFIR_SMALLEST_PLACEMENTS": "smallest_placements",
}
_LISTS = ("allowed_hosts", "proxy")
_NUMBERS = {"smallest_people": 10, "smallest_placements": 5}


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment. Raises WrongSetting with one sentence."""
    given = os.environ if environment is None else environment
    values: dict[str, object] = {
        field: given[name] for name, field in NAMES.items() if given.get(name)
    }
    if "home" not in values:
        values["home"] = default_home(given)
    for field in _LISTS:
        if field in values:
            values[field] = [
                one.strip().lower() for one in str(values[field]).split(",") if one.strip()
            ]
    for field in _NUMBERS:
        if field in values:
            values[field] = _number(field, str(values[field]))
    settings = msgspec.convert(
        values, Settings, strict=False, dec_hook=lambda kind, value: kind(value)
    )
    _require_consistent(settings)
    return settings


def umask() -> int:
    """Return the umask for new files.

    Others never read them; a group does only if one is named for backups.
    """
    return 0o027 if os.environ.get("MUSOFIR_BACKUP_GROUP") else 0o077


def _number(field: str, given: str) -> int:
    """Read a number that may only be raised above its default."""
    floor = _NUMBERS[field]
    if not re.fullmatch(r"[0-9]{1,6}", given) or int(given) < floor:
        raise WrongSetting(
            f"MUSOFIR_{field.upper()} must be a whole number of at least {floor}: it may only be raised"
        )
    return int(given)


def _require_consistent(settings: Settings) -> None:
    if settings.database_url and not settings.database_url.startswith(
        ("postgresql+psycopg://", "postgresql://", "sqlite:///")
    ):
        raise WrongSetting("DATABASE_URL must begin with postgresql://")
    if settings.secure and _is_unencrypted(settings.database_url):
        raise WrongSetting(
            "DATABASE_URL names another machine: people's words would travel to it without its "
            "certificate being looked at. Add ?sslmode=verify-full"
        )
    if not re.fullmatch(r"https://[a-z0-9.-]+(?:[/?][!-~]*)?", settings.exit_url):
        raise WrongSetting("MUSOFIR_EXIT_URL must be an address that begins with https://")
    if settings.contact and not re.fullmatch(
        r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+|\+[0-9][0-9 ]{6,20}", settings.contact
    ):
        raise WrongSetting(
            "MUSOFIR_CONTACT must be an e-mail address, or a telephone number such as +998 71 200 00 00"
        )
    if settings.line and not _LINE.fullmatch(settings.line):
        raise WrongSetting(
            "MUSOFIR_LINE must be number; hours; cost; messenger, for example "
            "+998 71 200 00 00; 9:00-18:00 in Tashkent, every day; free; Telegram @name"
        )
    if settings.office and not _OFFICE.fullmatch(settings.office):
        raise WrongSetting(
            "MUSOFIR_OFFICE must be address; telephone; e-mail, for example "
            "1 Example street, Tashkent; +998 71 200 00 00; office@musofir.example"
        )
    if not _host_of(settings.public_url):
        raise WrongSetting(
            "MUSOFIR_PUBLIC_URL must be an address as people type it: https://musofir.example"
        )
    if settings.scanner and not re.fullmatch(
        r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):[0-9]{1,5}", settings.scanner
    ):
        raise WrongSetting("MUSOFIR_SCANNER must be host:port, for example 127.0.0.1:3310")
    try:
        _ = settings.proxies
    except ValueError as reason:
        raise WrongSetting(f"MUSOFIR_PROXY: {reason}") from reason


def _is_unencrypted(url: str) -> bool:
    """Return whether a PostgreSQL URL names another machine without verified TLS (ASVS 5.0,
    12.3.2)."""
    try:
        result = urlsplit(url)
    except ValueError:
        return True
    asked = parse_qs(result.query)
    named = [result.netloc.rpartition("@")[2], *asked.get("host", []), *asked.get("hostaddr", [])]
    hosts = [one for name in named for one in name.split(",") if one and not one.startswith("/")]
    here = all(
        (found := _HOST_PATTERN.fullmatch(one.lower())) and found[1] in LOOPBACK | {"::1"}
        for one in hosts
    )
    return not here and asked.get("sslmode") != ["verify-full"]


def _host_of(url: str) -> str:
    """Return the host of one of our URLs as a browser sends it, without port; empty for any
    other text."""
    address = re.fullmatch(r"https?://([^/?#]+)(?:/.*)?", url.lower())
    result = _HOST_PATTERN.fullmatch(address[1]) if address else None
    return result[1] if result else ""


def master_keys(settings: Settings) -> list[bytes]:
    """Return the master keys from their file, newest first.

    If no file is set and none exists, a key is created in the home.
    """
    path = settings.key_file
    if not path.exists():
        if settings.master_key_file:
            raise WrongSetting(f"MUSOFIR_MASTER_KEY_FILE: {path} does not exist")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32))
    return _read_keys(path)


def reload_master_keys(settings: Settings) -> list[bytes]:
    """Return the master keys that the file holds now, or none if it cannot be read; never create
    one."""
    try:
        return _read_keys(settings.key_file)
    except (OSError, WrongSetting):
        return []


def _read_keys(path: Path) -> list[bytes]:
    if path.stat().st_mode & 0o077:
        raise WrongSetting(f"{path} can be read by others than its owner. Run: chmod 600 {path}")
    try:
        keys = [bytes.fromhex(line) for line in path.read_text().split()]
    except ValueError as reason:
        raise WrongSetting(f"{path} does not hold hexadecimal digits") from reason
    if not keys or any(len(key) != 32 for key in keys):
        raise WrongSetting(f"{path} must hold 64 hexadecimal digits on each line")
    return keys
