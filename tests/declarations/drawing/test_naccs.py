"""NACCS's names: each named route is a route of ours, and the page is what the table says."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

from declarations import numbering
from declarations.drawing.naccs import naccs_page
from declarations.naccs import PROCEDURES, Route

# Routes that are named and do not exist yet. Whoever brings one takes it out of here.
AWAITED = {
    "/drafts",
    "/drafts/{number}",
    "/drafts/{number}/lodge",
    "/declarations/{number}/amendments",
    "/declarations/{number}/withdrawal",
    "/declarations/{number}/arrival",
    "/declarations/{number}/release-before-permit",
    "/declarations/{number}/documents",
    "/duty-declarations",
}
ROUTES = sorted({route for each in PROCEDURES for route in each.routes}, key=lambda route: (route.path, route.method))


def exists(route: Route) -> bool:
    """Whether a route of the service takes this method at this path."""
    number = numbering.allot(date(2024, 8, 5))
    path = urlsplit(route.path).path.replace("{number}", number).replace("{version}", "1")
    try:
        view = resolve(f"/api/v1{path}").func
    except Resolver404:
        return False
    return hasattr(view.view_class, route.method.lower())


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_a_named_route_is_one_of_ours(route):
    assert exists(route) is (urlsplit(route.path).path not in AWAITED)


def test_nothing_is_awaited_that_nobody_names():
    assert {urlsplit(route.path).path for route in ROUTES} >= AWAITED


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda procedure: procedure.code)
def test_a_procedure_is_served_or_says_why_not(procedure):
    assert bool(procedure.routes) is not bool(procedure.why_none)
    assert re.fullmatch("[A-Z]{3}([0-9]{2})?", procedure.code)
    assert procedure.name_ja
    assert procedure.about.endswith(".")


def test_a_code_names_one_procedure():
    codes = [procedure.code for procedure in PROCEDURES]

    assert len(codes) == len(set(codes))


def test_the_page_is_up_to_date():
    page = settings.BASE_DIR / "docs" / "naccs.md"

    assert page.read_text(encoding="utf-8") == naccs_page(), "run: python manage.py draw_naccs"


def test_the_api_tells_the_procedures_and_one_by_its_code(broker, django_assert_num_queries):
    everything = broker.get("/naccs-procedures").json()["items"]
    with django_assert_num_queries(0):
        [declare] = broker.get("/naccs-procedures?code=IDC").json()["items"]

    assert [each["code"] for each in everything] == [procedure.code for procedure in PROCEDURES]
    assert declare["name_ja"] == "輸入申告"
    assert {"method": "POST", "path": "/api/v1/declarations"} in declare["routes"]
    assert broker.get("/naccs-procedures?code=ZZZ").json()["items"] == []
    assert broker.get("/naccs-procedures?code=idc").status_code == 400
