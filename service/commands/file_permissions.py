"""File permissions of the home: the service's own account, and a group for backups."""

import grp
import os
from pathlib import Path

from service.commands import home
from service.infra.settings import Settings


def restrict_permissions(given: Settings) -> None:
    """Remove the rights of other accounts from every folder and file of the home."""
    group = backup_group_id(given)
    _set(given.home, group, folder=True)
    for folder, folders, files in os.walk(given.home):
        for name in folders:
            _set(Path(folder, name), group, folder=True)
        for name in files:
            own = Path(folder, name) == given.key_file
            _set(Path(folder, name), None if own else group)
    share_with_backup_group(
        given, [home.sqlite_file(given)] if given.url.startswith("sqlite") else []
    )


def share_with_backup_group(given: Settings, written: list[Path]) -> None:
    """Let the group for backups, and nobody else, read the files written for it."""
    group = backup_group_id(given)
    for path in written:
        _set(path, group, folder=path.is_dir())
        for folder, folders, files in os.walk(path):
            for name in (*folders, *files):
                _set(Path(folder, name), group, folder=name in folders)


def backup_group_id(given: Settings) -> int | None:
    if not given.backup_group:
        return None
    try:
        return grp.getgrnam(given.backup_group).gr_gid
    except KeyError as reason:
        raise home.CommandError(
            f"MUSOFIR_BACKUP_GROUP: there is no group {given.backup_group} on this machine."
        ) from reason


def _set(path: Path, group: int | None, *, folder: bool = False) -> None:
    """Set owner, group and mode; a folder passes its group on to files made in it later."""
    if path.is_symlink() or not path.exists():
        return
    if group is not None and path.stat().st_gid != group:
        os.chown(path, -1, group)
    mode = (0o700 if group is None else 0o2750) if folder else (0o600 if group is None else 0o640)
    if path.stat().st_mode & 0o7777 != mode:
        path.chmod(mode)
