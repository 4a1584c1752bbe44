"""Every crash point is where it says; `make drills` kills at each (F26), the quick set at some."""

import re
import subprocess

from permits.crash_points import CRASH_POINTS
from singlewindow.devstack.stack import ROOT


def test_every_crash_point_is_in_the_code_once():
    files = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    product = [ROOT / name for name in files.stdout.split() if not name.startswith("tests/")]
    named = [name for path in product for name in re.findall(r'crash_point\("([\w.]+)"\)', path.read_text())]

    assert sorted(named) == sorted(CRASH_POINTS)
