"""What `make test-browser` needs of the system: Debian's chromium, and Pango for the papers as PDF. What is missing is
installed where we may.

python -m singlewindow.devstack.browser    says where it is, or installs it; exit code 1 where it cannot be had
"""

import ctypes.util
import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
_PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


def find() -> str | None:
    """Where the browser is; CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def missing() -> list[str]:
    """The Debian packages that are to be installed; a font with Japanese comes with either."""
    packages = [*([] if find() else ["chromium"]), *([] if ctypes.util.find_library("pango-1.0") else _PANGO)]
    return [*packages, "fonts-noto-cjk"] if packages else []


def main() -> int:
    """Find them or install them, and say so."""
    packages = missing()
    if not packages:
        print(f"Browser: {find()}")
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(f"Browser tests need {' '.join(packages)}: install them with apt-get; CHROMIUM=... names another browser")
        return 1
    print(f"Browser: installing with apt-get what is missing: {' '.join(packages)}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-qq", "--no-install-recommends", "-y", *packages]):
        done = subprocess.run([apt, *command], env=quiet, stdout=subprocess.DEVNULL)  # noqa: S603 -- of our own making
        if done.returncode:
            print(f"apt-get {command[0]} failed with exit code {done.returncode}")
            return 1
    print(f"Browser: {find()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
