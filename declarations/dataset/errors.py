"""What can be wrong with an export, a run of the generator or a publication before it starts."""


class FolderInUse(Exception):
    """The folder holds files already: a data file is never written over another, nor over anything else."""


class NoRoomToGenerate(Exception):
    """Declarations cannot be generated here: not the sandbox, a seed that was used, or reference data that lack."""


class NotPublishable(Exception):
    """A statistic cannot be published so: this vintage is out already, or a later one is."""
