"""An earlier data file, whose months that have not changed since are taken over instead of read again."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from declarations.dataset.columns import Table
from declarations.dataset.disk import blocks_of
from declarations.dataset.errors import NotAsWritten, NotToGoOnFrom
from declarations.dataset.manifest import MANIFEST, Exported, Form, Manifest, Month


class Kept(Struct, frozen=True):
    """A month as it was written then: `place` is the file or folder of its table, `begin` where in a file it starts."""

    month: Month
    place: Path
    begin: int

    def blocks(self) -> Iterator[bytes]:
        """Its bytes in the one file of its table. Raises NotAsWritten where that is gone."""
        try:
            yield from blocks_of(self.place, begin=self.begin, size=self.month.bytes)
        except FileNotFoundError as gone:
            raise NotAsWritten(f"{self.place} is gone.") from gone

    def copy_files(self, name: str, *, to: Path) -> None:
        """Copy its folder of that name. Raises NotAsWritten where that is gone."""
        try:
            shutil.copytree(self.place / name, to)
        except FileNotFoundError as gone:
            raise NotAsWritten(f"{self.place / name} is gone.") from gone

    def demand_as_written(self, sha256: str) -> None:
        """Raises NotAsWritten where what was taken over has another hash than what was written."""
        if sha256 != self.month.sha256:
            raise NotAsWritten(f"{self.month.month} in {self.place} is not what was written: write a whole data file.")


class Earlier(Struct, frozen=True):
    """The tables of a data file, and the folder that they are in. Without any, nothing is taken over."""

    folder: Path = Path()
    tables: tuple[Exported, ...] = ()

    def kept(self, table: Table, marks: Mapping[str, str]) -> dict[str, Kept]:
        """The months of a table that have the same mark still."""
        kept: dict[str, Kept] = {}
        for then in (each for each in self.tables if each.table == table.name):
            begin = then.bytes - sum(month.bytes for month in then.months)  # after the heading
            for month in then.months:
                if marks.get(month.month) == month.mark:
                    kept[month.month] = Kept(month, self.folder / then.file, begin)
                begin += month.bytes
        return kept


def earlier(folder: Path, form: Form) -> Earlier:
    """The data file in a folder. Raises NotToGoOnFrom where there is none, or one of another form."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError) as missing:
        raise NotToGoOnFrom(f"{folder} holds no data file with a manifest that tells its months.") from missing
    if manifest.form is not form:
        raise NotToGoOnFrom(f"{folder} holds a data file as {manifest.form.value}, not as {form.value}.")
    return Earlier(folder, manifest.tables)
