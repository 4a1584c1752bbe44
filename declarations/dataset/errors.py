"""What can be wrong with an export, a run of the generator, a publication or a release before it starts."""

from collections.abc import Sequence


class FolderInUse(Exception):
    """The folder holds files already: a data file is never written over another, nor over anything else."""


class NoSuchColumn(Exception):
    """Columns that no table of the data file has; `names` are all of them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"No table has a column called {', '.join(names)}: data_dictionary.csv tells those there are.")
        self.names = tuple(names)


class NotToGoOnFrom(Exception):
    """A folder holds no data file from which months could be taken over, or one of another form."""


class NotAsWritten(Exception):
    """An earlier data file is not what its manifest says any more: nothing of it is taken over."""


class AnalyticsMissing(Exception):
    """pyarrow or pandas is not installed: requirements-analytics.txt has them."""


class NoRoomToGenerate(Exception):
    """Declarations cannot be generated here: not the sandbox, a seed that was used, or reference data that lack."""


class NotPublishable(Exception):
    """A statistic cannot be published so: this vintage is out already, or a later one is."""


class NotATable(Exception):
    """What was asked for is no table that can be counted. `faults` are all that is wrong with it, in words."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(" ".join(faults))
        self.faults = tuple(faults)


class NotReleasable(Exception):
    """A table cannot be released: its name is taken, it is empty, or it cannot be protected beside what is out."""


class ResearchRefused(Exception):
    """A step of a research project that cannot be done: not by this person, not now, or not so."""


class NoReceipt(Exception):
    """There is no receipt of this declaration: it is not known, or not signed yet."""
