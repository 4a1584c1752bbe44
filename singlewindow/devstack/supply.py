"""What the service is made of: its runtime requirements with their licences, as a bill of materials, and audited.

    python -m singlewindow.devstack.supply licences    names what pyproject.toml does not allow; 1 if there is any
    python -m singlewindow.devstack.supply sbom        CycloneDX 1.6, JSON, to standard output
    python -m singlewindow.devstack.supply audit       known vulnerabilities of everything in requirements.lock

What is asked is the environment that requirements.lock installed, by hash; nothing is downloaded but by the audit.
"""

import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
AUDITOR = "pip-audit==2.10.1"  # run by uv in a place of its own: it would add sixteen packages to the environment
UNREACHABLE = 2  # nothing was audited, which is neither good nor bad
_SPDX = re.compile(r"[0-9A-Za-z.+-]+")
_OPERATORS = {"AND", "OR", "WITH"}
_NETWORK = (
    "ConnectionError",
    "ConnectTimeout",
    "Max retries",
    "Failed to fetch",
    "ServiceError",
    "dns error",
    "Temporary failure",
)


class Package(Struct, frozen=True):
    """An installed package: what its metadata say of its licence, and which packages it needs here."""

    name: str
    version: str
    licence: tuple[str, ...]
    needs: tuple[str, ...]


def runtime(requirements: Path = ROOT / "requirements.txt") -> list[Package]:
    """Everything that requirements.txt brings with it in this environment, by name."""
    lines = (line.partition("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    waiting = [Requirement(line) for line in lines if line]
    needed: dict[str, set[str]] = {}
    done: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        asked = waiting.pop()
        name, extras = canonicalize_name(asked.name), frozenset(asked.extras)
        if (name, extras) not in done:
            done.add((name, extras))
            further = _needs(name, extras=extras)
            needed.setdefault(name, set()).update(canonicalize_name(each.name) for each in further)
            waiting += further
    return [_package(name, needs=needed[name]) for name in sorted(needed)]


def _needs(name: str, *, extras: frozenset[str]) -> list[Requirement]:
    """What a package needs here, with these of its extras."""
    told = [Requirement(line) for line in importlib.metadata.requires(name) or ()]
    return [
        each
        for each in told
        if each.marker is None or any(each.marker.evaluate({"extra": extra}) for extra in (extras or {""}))
    ]


def _package(name: str, *, needs: set[str]) -> Package:
    told = importlib.metadata.metadata(name)
    classifiers = tuple(
        line.rpartition("::")[2].strip() for line in told.get_all("Classifier") or () if line.startswith("License ::")
    )
    said = (told["License-Expression"],) if "License-Expression" in told else classifiers
    licence = said or tuple(told.get_all("License") or ())
    return Package(name, importlib.metadata.version(name), licence, tuple(sorted(needs)))


def _rules() -> dict[str, Any]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rules: dict[str, Any] = settings["tool"]["singlewindow"]["licences"]
    return rules


def spdx_of(package: Package, *, spelled: dict[str, str]) -> str:
    """The licence as an SPDX expression: what the metadata say, respelled where they say it in words."""
    return " AND ".join(spelled.get(said, said) for said in package.licence) or "NONE"


def not_allowed(packages: Sequence[Package], *, allowed: Sequence[str], spelled: dict[str, str]) -> list[str]:
    """A line for each package of which a licence is not allowed; of a choice, every part must be."""
    told = []
    for package in packages:
        expression = spdx_of(package, spelled=spelled)
        if not set(_SPDX.findall(expression)) - _OPERATORS <= set(allowed):
            told.append(f"{package.name} {package.version}: {expression}")
    return told


def licences() -> int:
    """Print what is not allowed."""
    rules = _rules()
    told = not_allowed(runtime(), allowed=rules["allowed"], spelled=rules["spelled"])
    print("\n".join(told) or "Every runtime requirement has a licence that pyproject.toml allows.")
    return 1 if told else 0


def bill_of_materials() -> dict[str, Any]:
    """CycloneDX 1.6 of the runtime requirements; the same environment gives the same document."""
    packages, spelled = runtime(), _rules()["spelled"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reference = {package.name: f"pkg:pypi/{package.name}@{package.version}" for package in packages}
    direct = {canonicalize_name(re.split(r"[\[=]", line)[0]) for line in _pinned()}
    components = [
        {
            "type": "library",
            "bom-ref": reference[package.name],
            "name": package.name,
            "version": package.version,
            "purl": reference[package.name],
            "licenses": [{"expression": spdx_of(package, spelled=spelled)}],
        }
        for package in packages
    ]
    graph = [{"ref": project["name"], "dependsOn": sorted(reference[name] for name in direct)}]
    graph += [{"ref": reference[each.name], "dependsOn": [reference[name] for name in each.needs]} for each in packages]
    root = {"type": "application", "bom-ref": project["name"], "name": project["name"], "version": project["version"]}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([components, root]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": root},
        "components": components,
        "dependencies": graph,
    }


def _pinned() -> list[str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def sbom() -> int:
    """Print the bill of materials."""
    print(json.dumps(bill_of_materials(), indent=2, ensure_ascii=False))
    return 0


def audit() -> int:
    """0: nothing known; 1: something is, and named; 2: the database could not be reached, so nothing was audited."""
    auditor = ["uv", "tool", "run", "--from", AUDITOR, "pip-audit"]
    options = ["--requirement", str(ROOT / "requirements.lock"), "--require-hashes", "--disable-pip"]
    options += ["--vulnerability-service", "osv", "--progress-spinner", "off", "--timeout", "15"]
    bin_folder = Path(sys.executable).parent
    done = subprocess.run([str(bin_folder / auditor[0]), *auditor[1:], *options], capture_output=True, text=True)  # noqa: S603
    print(done.stdout, end="")
    if done.returncode and not done.stdout.strip() and any(sign in done.stderr for sign in _NETWORK):
        print(
            "NOT AUDITED: the auditor or its database of vulnerabilities cannot be reached from here.", file=sys.stderr
        )
        return UNREACHABLE
    print(done.stderr, end="", file=sys.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit({"licences": licences, "sbom": sbom, "audit": audit}[sys.argv[1]]())
