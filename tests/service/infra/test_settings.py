"""What whoever runs the service may set."""

import os
from pathlib import Path

import pytest

from service.infra import settings
from service.infra.settings import DisclosureLimits, Settings, UnknownHost, WrongSetting
from tests.support.source_tree import ROOT


def test_the_records_of_a_checkout_are_in_its_var():
    url = f"sqlite:///{ROOT / 'var' / 'musofir.sqlite3'}"
    assert settings.load({"XDG_STATE_HOME": "/state"}).url == url


@pytest.fixture
def installed(monkeypatch, tmp_path):
    """Settings as an installed package reads them, for an account with a home directory."""
    monkeypatch.setattr(settings, "ROOT", tmp_path / "site-packages")
    monkeypatch.setenv("HOME", str(tmp_path))


def test_the_records_of_an_installed_package_are_in_the_state_folder(installed):
    assert settings.load({"XDG_STATE_HOME": "/state"}).home == Path("/state/musofir")
    assert settings.load({"XDG_STATE_HOME": "/state", "MUSOFIR_HOME": "/srv"}).home == Path("/srv")


@pytest.mark.parametrize("given", [{}, {"XDG_STATE_HOME": ""}, {"XDG_STATE_HOME": "relative"}])
def test_without_a_state_folder_they_are_in_the_home_directory(installed, tmp_path, given):
    assert settings.load(given).home == tmp_path / ".local" / "state" / "musofir"


def test_an_account_without_a_home_directory_is_told_to_name_a_folder(installed, monkeypatch):
    def fail() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", fail)
    with pytest.raises(WrongSetting, match="MUSOFIR_HOME"):
        settings.load({})
    assert settings.load({"MUSOFIR_HOME": "/srv"}).home == Path("/srv")


def test_everything_can_be_set_by_environment():
    given = settings.load(
        {
            "MUSOFIR_HOME": "/srv/musofir",
            "MUSOFIR_MASTER_KEY_FILE": "/keys/master",
            "DATABASE_URL": "postgresql://db/musofir?sslmode=verify-full",
            "MUSOFIR_ALLOWED_HOSTS": "musofir.uz, www.musofir.uz ,",
            "MUSOFIR_PUBLIC_URL": "https://musofir.uz",
            "PATH": "/bin",
            "MUSOFIR_PROXY": "10.0.0.5, fd00::/64",
        }
    )
    assert (given.home, given.url) == (
        Path("/srv/musofir"),
        "postgresql://db/musofir?sslmode=verify-full",
    )
    assert (given.master_key_file, given.public_url) == (Path("/keys/master"), "https://musofir.uz")
    assert given.allowed_hosts == ("musofir.uz", "www.musofir.uz")
    assert given.proxy == ("10.0.0.5", "fd00::/64")


def test_an_empty_setting_is_none():
    assert settings.load(dict.fromkeys(settings.NAMES, "")) == Settings()


def test_it_reads_the_environment_of_the_process(monkeypatch):
    for name in settings.NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(os.environ, "MUSOFIR_HOME", "elsewhere")
    assert settings.load().home == Path("elsewhere")


@pytest.mark.parametrize(
    "address",
    ["http://weather.example/", "javascript:alert(1)", "//a.example", "https://", "https://a b"],
)
def test_whoever_leaves_a_page_is_led_by_https_alone(address):
    with pytest.raises(WrongSetting, match="MUSOFIR_EXIT_URL"):
        settings.load({"MUSOFIR_EXIT_URL": address})
    assert (
        settings.load({"MUSOFIR_EXIT_URL": "https://weather.example/t?q=1"}).exit_url
        == "https://weather.example/t?q=1"
    )


@pytest.mark.parametrize(
    "contact", ["javascript:alert(1)", "me", "a@b", "<a>@b.c", "+1", "a@b.c d"]
)
def test_people_are_sent_to_an_address_or_a_number_alone(contact):
    with pytest.raises(WrongSetting, match="MUSOFIR_CONTACT"):
        settings.load({"MUSOFIR_CONTACT": contact})
    for right in ("help@musofir.example", "+998 71 200 00 00"):
        assert settings.load({"MUSOFIR_CONTACT": right}).contact == right


def test_an_advice_line_is_a_number_with_three_texts_at_most():
    for wrong in ("call us", "+1", "+998 71 200 00 00; a; b; c; d", "+998 71 200 00 00; <b>"):
        with pytest.raises(WrongSetting, match="MUSOFIR_LINE"):
            settings.load({"MUSOFIR_LINE": wrong})
    line = settings.load({"MUSOFIR_LINE": "1282; day and night; free; Telegram @x"}).advice_line
    assert line == settings.AdviceLine("1282", "day and night", "free", "Telegram @x")
    bare = settings.load({"MUSOFIR_LINE": " +998 71 200 00 00 "}).advice_line
    assert bare == settings.AdviceLine("+998 71 200 00 00")
    assert settings.load({}).advice_line is None


def test_the_head_office_falls_back_to_the_advice_line_and_the_contact():
    for wrong in ("a", "1 Street; call us", "1 Street; 1282; not mail", "1 Street; 1282; a@b.c; d"):
        with pytest.raises(WrongSetting, match="MUSOFIR_OFFICE"):
            settings.load({"MUSOFIR_OFFICE": wrong})
    whole = settings.load({"MUSOFIR_OFFICE": "1 Street, Tashkent; 1282; office@musofir.example"})
    assert whole.head_office == settings.HeadOffice(
        "1 Street, Tashkent", "1282", "office@musofir.example"
    )
    others = {"MUSOFIR_LINE": "1333; day", "MUSOFIR_CONTACT": "help@musofir.example"}
    assert settings.load(
        others | {"MUSOFIR_OFFICE": "1 Street"}
    ).head_office == settings.HeadOffice("1 Street", "1333", "help@musofir.example")
    assert settings.load({}).head_office == settings.HeadOffice()


def test_another_kind_of_database_is_refused():
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        settings.load({"DATABASE_URL": "mysql://db/musofir"})


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://db/musofir",
        "postgresql://u:p@10.0.0.9:5432/musofir?sslmode=require",
        "postgresql:///m?host=db.internal",
        "postgresql+psycopg://db/m?sslmode=verify-ca",
        "postgresql://127.0.0.1,db/m",
        "postgresql:///m?hostaddr=10.0.0.9",
        "postgresql://db/m?sslmode=verify-full&sslmode=disable",
        "postgresql://localhost.evil.example/m",
        "postgresql://[::1/m",
    ],
)
def test_words_travel_to_another_machines_database_only_where_its_certificate_is_looked_at(url):
    """ASVS 5.0, 12.3.2; where people come from this machine alone, it is somebody's trial."""
    with pytest.raises(WrongSetting, match="sslmode=verify-full"):
        settings.load({"DATABASE_URL": url, "MUSOFIR_PUBLIC_URL": "https://musofir.uz"})
    assert settings.load({"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://db/musofir?sslmode=verify-full",
        "postgresql://u:p@127.0.0.1:5433/musofir",
        "postgresql:///musofir",
        "postgresql://localhost/m",
        "postgresql://[::1]:5432/m",
        "postgresql://u@/m?host=/var/run/postgresql",
        "sqlite:////srv/m",
    ],
)
def test_a_database_on_this_machine_needs_no_certificate(url):
    given = settings.load({"DATABASE_URL": url, "MUSOFIR_PUBLIC_URL": "https://musofir.uz"})
    assert given.database_url == url


def test_what_is_secret_is_told_by_a_file():
    """ASVS 5.0, 13.3.1: but for the database's own address, which names its user and may hold a
    password."""
    secret = [
        name
        for name in settings.NAMES
        if any(word in name for word in ("KEY", "TOKEN", "SECRET", "PASSWORD"))
    ]
    assert len(secret) >= 3
    assert [name for name in secret if not name.endswith("_FILE")] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MUSOFIR_PUBLIC_URL", "musofir.uz"),
        ("MUSOFIR_PUBLIC_URL", "ftp://musofir.uz"),
        ("MUSOFIR_PUBLIC_URL", "https://a@musofir.uz"),
        ("MUSOFIR_PROXY", "*"),
        ("MUSOFIR_PROXY", "10.0.0.300"),
    ],
)
def test_what_cannot_be_meant_is_refused(name, value):
    with pytest.raises(WrongSetting, match=name):
        settings.load({name: value})


@pytest.mark.parametrize(
    "named", ["musofir.uz", "Musofir.UZ:443", "127.0.0.1:8000", "localhost", "[::1]:8000"]
)
def test_it_answers_to_its_public_name_and_to_this_machines_own(named):
    Settings(public_url="https://musofir.uz/").require_host([named])


@pytest.mark.parametrize(
    "named",
    [
        [],
        ["evil.example"],
        ["musofir.uz.evil.example"],
        ["musofir.uz@evil.example"],
        ["evil.example@musofir.uz"],
        ["musofir.uz", "musofir.uz"],
        ["musofir.uz:80:80"],
        ["musofir.uz/"],
        ["[::1"],
        [""],
        ["musofir.uz\n"],
    ],
)
def test_it_answers_to_no_other_name(named):
    with pytest.raises(UnknownHost):
        Settings(public_url="https://musofir.uz").require_host(named)


def test_names_that_are_given_are_the_only_ones():
    given = Settings(public_url="https://musofir.uz", allowed_hosts=("www.musofir.uz",))
    given.require_host(["www.musofir.uz"])
    for other in ("musofir.uz", "127.0.0.1"):
        with pytest.raises(UnknownHost):
            given.require_host([other])


@pytest.mark.parametrize(
    ("url", "exposed"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost", False),
        ("http://[::1]:8000", False),
        ("https://musofir.uz", False),
        ("http://musofir.uz", True),
        ("http://10.0.0.5:8000", True),
    ],
)
def test_plain_http_is_for_this_machine_alone(url, exposed):
    assert Settings(public_url=url).exposed is exposed


def test_a_master_key_is_made_once_and_for_its_owner_alone(tmp_path):
    home = Settings(home=tmp_path / "new")
    (key,) = settings.master_keys(home)
    assert len(key) == 32
    assert settings.master_keys(home) == [key]
    assert (tmp_path / "new" / "master.key").stat().st_mode & 0o077 == 0


def test_a_key_file_that_is_named_is_never_made(tmp_path):
    with pytest.raises(WrongSetting, match="does not exist"):
        settings.master_keys(Settings(home=tmp_path, master_key_file=tmp_path / "gone"))


@pytest.mark.parametrize(
    ("content", "why"), [("not hexadecimal", "hexadecimal"), ("abcd", "64"), ("", "64")]
)
def test_a_key_file_that_holds_no_key_is_refused(tmp_path, content, why):
    (tmp_path / "key").touch(mode=0o600)
    (tmp_path / "key").write_text(content)
    with pytest.raises(WrongSetting, match=why):
        settings.master_keys(Settings(home=tmp_path, master_key_file=tmp_path / "key"))


def test_a_key_file_that_others_can_read_is_refused_with_the_line_that_mends_it(tmp_path):
    key = tmp_path / "key"
    key.write_text("ab" * 32)
    for mode in (0o640, 0o604):
        key.chmod(mode)
        with pytest.raises(WrongSetting, match=f"chmod 600 {key}"):
            settings.master_keys(Settings(master_key_file=key))


def test_what_is_too_small_to_publish_may_only_be_raised():
    result = settings.load({"MUSOFIR_SMALLEST_PEOPLE": "12", "MUSOFIR_SMALLEST_PLACEMENTS": "8"})
    assert (result.smallest, Settings().smallest) == (
        DisclosureLimits(12, 8),
        DisclosureLimits(10, 5),
    )


@pytest.mark.parametrize("given", ["9", "0", "-20", "ten", "1e3", "10.5", "99999999999", "١٢"])
def test_a_lower_number_or_none_is_refused(given):
    for name in ("MUSOFIR_SMALLEST_PEOPLE", "MUSOFIR_SMALLEST_PLACEMENTS"):
        with pytest.raises(WrongSetting, match=name):
            settings.load({name: given if given != "9" or name.endswith("PEOPLE") else "4"})


@pytest.mark.parametrize("limits", [(9, 5), (10, 4), (0, 0)])
def test_nobody_in_the_code_lowers_it_either(limits):
    with pytest.raises(WrongSetting):
        DisclosureLimits(*limits)


@pytest.mark.parametrize("address", ["127.0.0.1:3310", "clamd.internal:3310", "[::1]:3310"])
def test_a_scanner_has_a_host_and_a_port(address):
    assert settings.load({"MUSOFIR_SCANNER": address}).scanner == address


@pytest.mark.parametrize(
    "address",
    ["clamd", ":3310", "clamd:", "clamd:port", "unix:/run/clamd", "a b:1", "http://clamd:3310"],
)
def test_a_scanner_of_which_one_is_missing_is_refused(address):
    with pytest.raises(WrongSetting, match="MUSOFIR_SCANNER"):
        settings.load({"MUSOFIR_SCANNER": address})


def test_new_files_are_for_the_owner_alone_or_for_a_group_that_was_named(monkeypatch):
    monkeypatch.delenv("MUSOFIR_BACKUP_GROUP", raising=False)
    assert settings.umask() == 0o077
    monkeypatch.setenv("MUSOFIR_BACKUP_GROUP", "backup")
    assert settings.umask() == 0o027
