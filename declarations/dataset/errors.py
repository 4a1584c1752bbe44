"""What can be wrong with an export before it starts."""


class FolderInUse(Exception):
    """The folder holds files already: a data file is never written over another, nor over anything else."""
