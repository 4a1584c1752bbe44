"""Drafts by the pages, as a browser posts them: every input of the form with its value, changed where a test says."""

import json
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from declarations.models import Draft
from tests.forms import import_form


class Form(HTMLParser):
    """The inputs of the form of a page, as a browser would send them."""

    def __init__(self, page: str, *, form_id: str = "draft-form") -> None:
        super().__init__()
        self.form_id = form_id
        self.values: dict[str, str] = {}
        self._inside = False
        self._select = self._textarea = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = told.get("id") == self.form_id
        if not self._inside or "disabled" in told:
            return
        if tag == "input" and told.get("type") not in {"file", "submit"}:
            if told.get("type") in {"radio", "checkbox"} and "checked" not in told:
                return
            self.values[told["name"]] = told.get("value", "")
        elif tag == "select":
            self._select = told["name"]
            self.values[self._select] = ""
        elif tag == "option" and self._select and "selected" in told:
            self.values[self._select] = told["value"]
        elif tag == "textarea":
            self._textarea = told["name"]
            self.values[self._textarea] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self.values[self._textarea] = self.values[self._textarea].removeprefix("\n")
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.values[self._textarea] += data


def begun(person: Client, body: dict[str, Any] | None = None) -> Draft:
    """A draft that says this, or an import that can be lodged but for nothing."""
    said = import_form() if body is None else body
    answer = person.post("/declarations/drafts", {"act": "export" if said.get("direction") == "EXPORT" else "import"})
    assert answer.status_code == 303, answer.content.decode()
    draft = Draft.objects.get(number=answer["Location"].rsplit("/", 1)[-1])
    raw = json.dumps(said, ensure_ascii=False)
    Draft.objects.filter(id=draft.id).update(
        body=raw, direction=said.get("direction", ""), own_reference=said.get("own_reference", "")[:20]
    )
    return Draft.objects.get(id=draft.id)


def said_by(draft: Draft) -> dict[str, Any]:
    """What the draft says now."""
    return json.loads(Draft.objects.get(id=draft.id).body)


def page_of(person: Client, draft: Draft, path: str = "") -> str:
    """A page of the draft."""
    answer = person.get(f"/declarations/drafts/{draft.number}{path}")
    assert answer.status_code == 200, (answer.status_code, answer.content.decode()[:500])
    return answer.content.decode()


def posted(person: Client, draft: Draft, path: str, act: str = "continue", **options: Any) -> HttpResponse:
    """Open a page, change what is to be changed (`changes`, by input), press a button."""
    changes = options.pop("changes", {})
    values = Form(page_of(person, draft, path)).values | changes
    return person.post(f"/declarations/drafts/{draft.number}{path}", {**values, "act": act, **options})
