"""What a drill takes away from one process, by SABOTAGE: a guard that must be missed (F37), or a clock that is right.

Python imports this module at its start where its folder is on PYTHONPATH, so that the product needs no switches.
"""

import importlib.abc
import importlib.machinery
import os
import sys
from datetime import timedelta

_ALIVE = "AND (lease_until IS NULL OR lease_until < now())"


def no_lease_sweep(claiming):
    """The dispatcher never takes a worker for dead."""
    assert _ALIVE in claiming._DUE
    claiming._DUE = claiming._DUE.replace(_ALIVE, "AND lease_id IS NULL")


def no_lease_check(asking):
    """A worker asks whoever else is asking."""
    assert _ALIVE in asking._TAKE
    asking._TAKE = asking._TAKE.replace(_ALIVE, "")


def no_inbox(receiving):
    """An agency's message is taken as often as it comes."""
    once = "ON CONFLICT (agency_id, message_id) DO NOTHING"
    assert once in receiving._INTO_INBOX
    receiving._INTO_INBOX = receiving._INTO_INBOX.replace(once, "")


def poison(asking):
    """A worker's own code raises over one question, each time."""
    call = asking.call

    def raising(lease):
        if lease.question.asker_reference.endswith("POISON"):
            raise RuntimeError("poison")
        return call(lease)

    asking.call = raising


def _shifted(**by):
    def shift(timezone):
        right = timezone.now
        timezone.now = lambda: right() + timedelta(**by)

    return shift


# Name -> the module that is changed once it is imported, and how.
SABOTAGE = {
    "no lease sweep": ("permits.checking.claiming", no_lease_sweep),
    "no lease check": ("permits.checking.asking", no_lease_check),
    "no inbox": ("permits.checking.receiving", no_inbox),
    "poison": ("permits.checking.asking", poison),
    "clock ahead": ("django.utils.timezone", _shifted(hours=1)),
    "clock behind": ("django.utils.timezone", _shifted(hours=-1)),
}


class _Saboteur(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module as usual, then changes it."""

    def __init__(self, name, change):
        self.name, self.change = name, change

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        self.usual, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec):
        return self.usual.create_module(spec)

    def exec_module(self, module):
        self.usual.exec_module(module)
        self.change(module)


if wished := os.environ.get("SABOTAGE"):
    sys.meta_path.insert(0, _Saboteur(*SABOTAGE[wished]))
