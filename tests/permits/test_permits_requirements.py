"""The snapshot of laws and requirements."""

from datetime import date

import pytest

from permits import loading
from permits.models import Agency, Law, Requirement
from permits.requirements import LawInForce, edition, in_force
from tests.threads import together

SINCE = date(2024, 4, 1)


def codes(commodity="2103100005", *, direction="IMPORT", origin="CN", on=date(2026, 3, 2)):
    found = in_force(edition()).laws_binding(commodity, direction=direction, origin=origin, on=on)
    return [law.code for law in found]


def test_the_shipped_laws_say_who_is_asked_and_how(laws):
    requirements = in_force(edition())

    assert len(requirements.known_laws) == 35
    assert requirements.law("FD") == LawInForce("FD", "Food Sanitation Act", "FD", "MHLW (quarantine stations)", True)
    assert requirements.law("RA").connected is False
    assert requirements.law("ZZ") is None
    assert {law.code for law in Law.objects.filter(connected=True)} == {"FD", "PL", "AN"}
    assert set(Agency.objects.filter(adapter="json_http").values_list("code", flat=True)) == {"FD", "PL", "AN"}


def test_a_requirement_binds_every_code_that_begins_with_it(laws):
    loading.load_requirements([("21", "FD", "IMPORT"), ("210310000", "CR", "IMPORT")], valid_from=SINCE)

    assert codes() == ["CR", "FD"]
    assert codes("2103909990") == ["FD"]
    assert codes("220300000X") == []
    assert codes(direction="EXPORT") == []


def test_a_requirement_binds_from_its_first_day_to_its_last(laws):
    loading.load_requirements([("2103", "FD", "IMPORT")], valid_from=SINCE)
    Requirement.objects.update(valid_to=date(2026, 3, 2))

    assert [codes(on=day) for day in (date(2024, 3, 31), SINCE, date(2026, 3, 2), date(2026, 3, 3))] == [
        [],
        ["FD"],
        ["FD"],
        [],
    ]


def test_a_requirement_of_one_origin_binds_no_other(laws):
    loading.load_requirements([("2103", "FD", "IMPORT")], valid_from=SINCE)
    Requirement.objects.update(origin="CN")

    assert codes(origin="CN") == ["FD"]
    assert codes(origin="KR") == []


def test_a_law_that_binds_says_by_which_requirement_the_closest_one_first(laws):
    loading.load_requirements([("21", "FD", "IMPORT"), ("2103", "FD", "IMPORT")], valid_from=SINCE)
    Requirement.objects.create(
        commodity="2103", direction="IMPORT", origin="CN", law_id="FD", valid_from=date(2025, 1, 1)
    )

    def rule(commodity, origin):
        [law] = in_force(edition()).laws_binding(commodity, direction="IMPORT", origin=origin, on=date(2026, 3, 2))
        return law.rule

    assert rule("2103100005", "CN") == "FD/2103/IMPORT/CN/2025-01-01"
    assert rule("2103100005", "KR") == "FD/2103/IMPORT/2024-04-01"
    assert rule("2104100005", "CN") == "FD/21/IMPORT/2024-04-01"
    assert in_force(edition()).law("FD").rule == ""


def test_loading_twice_changes_nothing_not_even_the_edition(laws):
    pairs = [("2103", "FD", "IMPORT"), ("2103", "FD", "IMPORT")]
    assert loading.load_requirements(pairs, valid_from=SINCE) == 1
    before = edition()

    loading.load_laws()
    assert loading.load_requirements(pairs, valid_from=SINCE) == 0

    assert edition() == before


@pytest.mark.parametrize("change", ["insert", "update", "delete"])
def test_every_change_gives_a_new_edition_and_the_snapshot_follows(laws, change):
    loading.load_requirements([("2103", "FD", "IMPORT")], valid_from=SINCE)
    before = edition()
    snapshot = in_force(before)
    assert in_force(before) is snapshot

    if change == "insert":
        loading.load_requirements([("2103", "PL", "IMPORT")], valid_from=SINCE)
    elif change == "update":
        Law.objects.filter(code="FD").update(connected=False)
    else:
        Requirement.objects.all().delete()

    after = edition()
    assert after > before
    assert in_force(after) is not snapshot
    found = in_force(after).laws_binding("2103100005", direction="IMPORT", origin="CN", on=date(2026, 3, 2))
    expected = {"insert": [("FD", True), ("PL", True)], "update": [("FD", False)], "delete": []}[change]
    assert [(law.code, law.connected) for law in found] == expected


@pytest.mark.django_db(transaction=True)
def test_threads_that_need_a_new_edition_share_one_snapshot(laws):
    number = edition()

    snapshots = together([lambda: in_force(number)] * 8)

    assert {id(each) for each in snapshots} == {id(snapshots[0])}
