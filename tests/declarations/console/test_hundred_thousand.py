"""With 100,000 declarations in the store: the pages cost as many statements as with ten, and none reads a whole table.

One test fills the store, since filling is what takes the time. What it leaves behind is swept away at its end.
"""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.copies import copy
from declarations.models import Declaration
from tests.declarations.console.conftest import DESK, page
from tests.forms import import_form

MANY, FEW = 100_000, 12
CASE = "Z0000000006"  # a copy that waits for an officer
LARGE = (
    *("declarations_declaration", "declarations_version", "declarations_submission", "declarations_goodsitem"),
    *("declarations_assessedduty", "declarations_event", "selection_selection", "permits_permitcheck"),
)
LISTS = {
    "queue": "/console/queue/",
    "queue, category 3": "/console/queue/?category=3",
    "queue, what nobody has": "/console/queue/?free=on",
    "list": DESK,
    "list, deep": f"{DESK}?p=200&desk=all",
    "list, of one category": f"{DESK}?category__exact=3",
    "list, of one status": f"{DESK}?status__exact=LODGED",
    "list, a number": f"{DESK}?q={CASE}",
    "list, the start of a number": f"{DESK}?q={CASE[:8]}",
    "case": page(CASE),
}
DASHBOARD = "/console/dashboard/"


@pytest.fixture
def swept(django_db_setup) -> Iterator[None]:
    """What was rolled back is taken out of the tables: later tests would read past it."""
    yield
    told = settings.DATABASES["default"]
    with psycopg.connect(
        host=told["HOST"], port=told["PORT"], user=told["USER"], password=told["PASSWORD"],
        dbname=connection.settings_dict["NAME"], autocommit=True,
    ) as store:  # fmt: skip
        store.execute(f"VACUUM ANALYZE {', '.join(LARGE)}")


def statements(client: Client, address: str) -> list[str]:
    """What a page asks the store, when it is asked for the second time."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in captured.captured_queries]


def read_whole(sql: str) -> set[str]:
    """The large tables of which a statement reads every row."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}".replace("%", "%%"), [])
        [(plan,)] = cursor.fetchall()
    told = plan if isinstance(plan, list) else json.loads(plan)
    read = {node["Relation Name"] for node in _nodes(told[0]["Plan"]) if node["Node Type"] == "Seq Scan"}
    return {name.removesuffix(f"_{timezone.now():%Y_%m}") for name in read} & set(LARGE)  # what is kept by month is so


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for each in node.get("Plans", ()):
        yield from _nodes(each)


@pytest.mark.django_db
def test_pages_cost_the_same_with_100_000_declarations_and_read_no_whole_table(swept, lodge, chief):
    originals = [Declaration.objects.get(number=lodge(import_form(script=script))) for script in ("P-V2", "P-V3")]
    copy(originals[0], first=1, last=FEW - 3)
    copy(originals[1], first=FEW - 2, last=FEW)
    cost = {name: len(statements(chief, address)) for name, address in (LISTS | {"dashboard": DASHBOARD}).items()}

    copy(originals[0], first=FEW + 1, last=MANY * 9 // 10)
    copy(originals[1], first=MANY * 9 // 10 + 1, last=MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    asked = {name: statements(chief, address) for name, address in LISTS.items()}

    assert Declaration.objects.count() == MANY + 2
    assert {name: len(each) for name, each in asked.items()} | {"dashboard": len(statements(chief, DASHBOARD))} == cost
    selects = [(name, sql) for name, each in asked.items() for sql in each if sql.startswith("SELECT")]
    assert [(name, sql) for name, sql in selects if read_whole(sql)] == []
