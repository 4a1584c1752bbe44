"""Which tests are of the quick set, and which are played by `make drills` alone."""

import os

import pytest

full = pytest.mark.skipif(os.environ.get("DRILLS") != "full", reason="played by `make drills`")
