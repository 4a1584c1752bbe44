"""Who runs PostgreSQL. It refuses to run as root, so root lends it an account without rights."""

import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from singlewindow.devstack.errors import DevstackError

CANDIDATES = ("postgres", "nobody")
OPEN_GROUND = Path("/var/tmp")  # noqa: S108 -- mkdtemp below makes an unguessable folder; it outlives a reboot


@dataclass(frozen=True)
class Account:
    """An account that the child process changes to before it runs its program."""

    name: str
    uid: int
    gid: int

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments for subprocess.Popen: no group of root is kept."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder to the account."""
        os.chown(path, self.uid, self.gid)


def postgres_account(data: Path) -> Account | None:
    """The account for PostgreSQL: None means "as we are". Data that exist keep their owner."""
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner is not None and owner != os.geteuid():
            raise DevstackError(f"{data} belongs to another account: choose another folder with STATE=...")
        return None
    if owner:
        return _account(pwd.getpwuid(owner))
    for name in CANDIDATES:
        try:
            return _account(pwd.getpwnam(name))
        except KeyError:
            continue
    raise DevstackError("PostgreSQL does not run as root, and there is no account named postgres or nobody.")


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def is_open(path: Path) -> bool:
    """Whether every account can reach `path`: each folder above it lets others through."""
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in [path.resolve(), *path.resolve().parents])


def reachable_home(folder: Path, *, account: Account | None) -> Path:
    """Where the server's files go: `folder`, or a folder on open ground that `folder` then points to.

    The second is for root in a place that only root may enter. The link is the record for the next start.
    """
    if not folder.exists():
        folder.unlink(missing_ok=True)  # a link whose target somebody removed
        if account is None or is_open(folder.parent):
            folder.mkdir()
        else:
            folder.symlink_to(tempfile.mkdtemp(prefix="singlewindow-", dir=OPEN_GROUND))
        if account:
            folder.chmod(0o711)
    return folder.resolve()


def remove_home(folder: Path) -> None:
    """Remove what `reachable_home` made."""
    shutil.rmtree(folder.resolve(), ignore_errors=True)
    if folder.is_symlink():
        folder.unlink()
