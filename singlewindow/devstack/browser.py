"""The browser that `make test-browser` drives: Debian's chromium, installed where it is missing and we may.

python -m singlewindow.devstack.browser    says where it is, or installs it; exit code 1 where it cannot be had
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
_PACKAGE = "chromium"


def find() -> str | None:
    """Where the browser is; CHROMIUM names another."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def main() -> int:
    """Find it or install it, and say so."""
    if path := find():
        print(f"Browser: {path}")
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        print(
            "Browser tests need chromium: install it (Debian: apt-get install chromium), or name one with CHROMIUM=..."
        )
        return 1
    print("Browser: chromium is missing, installing it with apt-get", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-qq", "--no-install-recommends", "-y", _PACKAGE, "fonts-noto-cjk"]):
        done = subprocess.run([apt, *command], env=quiet, stdout=subprocess.DEVNULL)  # noqa: S603 -- of our own making
        if done.returncode:
            print(f"apt-get {command[0]} failed with exit code {done.returncode}")
            return 1
    print(f"Browser: {find()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
