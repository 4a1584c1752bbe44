"""Who knocks, and what is there before."""

import json
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.test import Client

from declarations.traders.models import User
from tests.doors import Program
from tests.forms import import_form, parcel_form

_PROGRAMS = {"broker": "demo-broker", "stranger": "demo-unmandated", "reader": "demo-reader"}
_PEOPLE = {"clerk": "demo-broker", "officer": "demo-officer"}


class Scene:
    """The demonstration's callers, each at the door for the first time, and facts for paths and headers."""

    def __init__(self, settings: Any) -> None:
        self.settings = settings
        self.facts: dict[str, str] = {}
        self._callers: dict[str, tuple[Client, dict[str, str]]] = {}

    @cached_property
    def broker(self) -> Program:
        """The broker's program, for what was there before."""
        return Program("demo-broker")

    def send(self, case: Any) -> HttpResponse:
        """The request of a case."""
        http, headers = self.caller(case.by)
        body = case.body(self) if callable(case.body) else case.body
        headers = headers | {name: value.format_map(self.facts) for name, value in case.headers.items()}
        path = case.path.format_map(self.facts)
        told = {"content_type": case.media_type, "headers": headers, **case.environ}
        if case.method in ("GET", "HEAD", "DELETE") and not body:
            del told["content_type"]
        return http.generic(case.method, path, body, **told)

    def caller(self, name: str) -> tuple[Client, dict[str, str]]:
        """A program with its token, a person's browser that must prove its forms, or nobody."""
        if name not in self._callers:
            self._callers[name] = self._arrive(name)
        return self._callers[name]

    def _arrive(self, name: str) -> tuple[Client, dict[str, str]]:
        if name in _PROGRAMS:
            program = self.broker if name == "broker" else Program(_PROGRAMS[name])
            return program.http, program.headers
        browser = Client(enforce_csrf_checks=True)
        if name in _PEOPLE:
            browser.force_login(User.objects.get(username=_PEOPLE[name]))
        return browser, {}


def a_declaration(scene: Scene) -> None:
    """An import that waits for a permit and for the duty."""
    account = scene.broker.lodged(import_form(script="P-V1"), key="before")
    _known(scene, account["number"])


def a_released_declaration(scene: Scene) -> None:
    """What owes nothing is released in the reply."""
    account = scene.broker.lodged(parcel_form(), key="before")
    assert account["status"] == "RELEASED"
    _known(scene, account["number"])


def a_withdrawn_declaration(scene: Scene) -> None:
    """One that its declarant took back."""
    a_declaration(scene)
    path = f"/declarations/{scene.facts['number']}"
    answer = scene.broker.post(f"{path}/withdrawal", {"reason": "SOLD"}, **{"If-Match": scene.facts["etag"]})
    assert answer.status_code == 200, answer.content
    _known(scene, scene.facts["number"])


def _known(scene: Scene, number: str) -> None:
    scene.facts["number"] = number
    scene.facts["etag"] = scene.broker.get(f"/declarations/{number}")["ETag"]


def a_draft(scene: Scene) -> None:
    """A draft of the broker."""
    answer = scene.broker.post("/drafts", {"own_reference": "HALF-1"})
    assert answer.status_code == 201, answer.content
    scene.facts |= {"draft": answer.json()["number"], "draft_etag": answer["ETag"]}


def a_document(scene: Scene) -> None:
    """A declaration with a document."""
    a_declaration(scene)
    answer = scene.broker.http.post(
        f"/api/v1/declarations/{scene.facts['number']}/documents",
        b"As agreed.",
        content_type="text/plain",
        headers={**scene.broker.headers, "Content-Disposition": 'attachment; filename="a.txt"'},
    )
    assert answer.status_code == 201, answer.content
    _known(scene, scene.facts["number"])
    scene.facts["document"] = answer.json()["id"]


def two_declarations(scene: Scene) -> None:
    """And a cursor of the broker's to the second page of them."""
    for number in (1, 2):
        scene.broker.lodged(import_form(), key=f"before-{number}")
    following = scene.broker.get("/declarations?limit=1").json()["next"]
    scene.facts["cursor"] = following.partition("cursor=")[2]


def as_json(value: Any) -> bytes:
    """A message as its bytes."""
    return json.dumps(value).encode()
