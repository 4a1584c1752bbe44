"""Real documents of another customs, read where they lie: each is valid, and every leaf of each is accounted for."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from declarations import contract, wco
from declarations.data import DeclarationData
from declarations.drawing.wco import MISFIT_IN, MISSING_IN, OVER_THE_SAMPLES
from declarations.errors import NotAcceptable
from declarations.wco import Function, Outcome

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "wco"
DECLARATIONS = sorted((SAMPLES / "declarations").glob("*.xml"))
REJECTS = sorted((SAMPLES / "rejects").glob("*.xml"))
OTHERS = {
    "Movement_Messages_Step2_GPN.xml": Function.PRESENT,
    "TT_EX052a_Step3_Cancellation.xml": Function.CANCEL,
    "TT_IM016a_TT_IM016a_Amendment.xml": Function.AMEND,
}

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples lie beside the project, and are not here")
each = pytest.mark.parametrize("path", [*DECLARATIONS, *REJECTS], ids=lambda path: path.stem)


def leaves(raw: bytes) -> int:
    """Elements without elements in them, and attributes of their own: counted by another road than the product's."""
    root = etree.fromstring(raw, etree.XMLParser(remove_comments=True, remove_pis=True))
    plain = root.xpath("count(//*[not(*)])") + root.xpath("count(//@*[namespace-uri()=''])")
    return int(plain)


@each
def test_every_leaf_is_accounted_for_exactly_once(path):
    raw = path.read_bytes()
    lines = [line for line in wco.read(raw).report.lines if line.outcome not in {"DEFAULTED", "MISSING"}]

    assert len(lines) == leaves(raw)
    assert max(Counter(line.element for line in lines).values()) == 1
    assert all(line.why for line in lines)
    assert all(bool(line.pointer) == (line.outcome in {"MAPPED", "MISFIT"}) for line in lines)


@each
def test_what_is_mapped_stands_in_the_value_and_nothing_else_does(path):
    translated = wco.read(path.read_bytes())
    report = translated.report
    stated = (Outcome.MAPPED, Outcome.MISFIT, Outcome.DEFAULTED)
    told = {line.pointer for outcome in stated for line in report.of(outcome)} | {"/direction"}
    own_defaults = {"/packages/marks", "/transport/container_count"}

    assert set(pointers(translated.value or {"direction": ""})) | own_defaults == told | own_defaults


def pointers(value, at=""):
    """Every place in a JSON value that holds something."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from pointers(inner, f"{at}/{key}")
    if not isinstance(value, dict | list):
        yield at


@each
def test_the_form_refuses_exactly_what_the_report_says_is_missing_or_does_not_fit(path):
    translated = wco.read(path.read_bytes())
    missing = {line.pointer for line in translated.report.of(Outcome.MISSING)}
    if translated.value is None:
        assert missing == set()
        return
    with pytest.raises(NotAcceptable) as refused:
        contract.read(translated.value, DeclarationData)
    errors = {error.pointer: error.code for error in refused.value.errors}
    required = {pointer for pointer, code in errors.items() if code == "required"}

    misfits = {line.pointer for line in translated.report.of(Outcome.MISFIT)}

    assert set(errors.values()) <= {"required", "pattern", "too-long", "charset"}
    assert {pointer for pointer, code in errors.items() if code == "pattern"} == misfits
    assert all(any(f"{pointer}/".startswith(f"{each}/") for each in required) for pointer in missing)
    assert all(any(f"{pointer}/".startswith(f"{each}/") for pointer in missing) for each in required)


@each
def test_what_the_message_asks_for_is_told(path):
    translated = wco.read(path.read_bytes())

    assert translated.report.function == OTHERS.get(path.name, Function.DECLARE)
    assert (translated.value is None) == (path.name in OTHERS)


@each
def test_the_same_bytes_give_the_same_translation(path):
    assert wco.read(path.read_bytes()) == wco.read(path.read_bytes())


def test_the_samples_in_numbers():
    """As docs/wco.md tells them."""
    total: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    misfit: Counter[str] = Counter()
    for path in (*DECLARATIONS, *REJECTS):
        report = wco.read(path.read_bytes()).report
        total.update(report.counts)
        for told, outcome in ((missing, Outcome.MISSING), (misfit, Outcome.MISFIT)):
            told.update({re.sub(r"/[0-9]+", "/*", line.pointer) for line in report.of(outcome)})

    assert (len(DECLARATIONS), len(REJECTS)) == (85, 3)
    assert total == OVER_THE_SAMPLES
    assert (missing, misfit) == (MISSING_IN, MISFIT_IN)
