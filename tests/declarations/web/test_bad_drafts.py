"""Whatever a draft says, and whatever is posted: no page fails, and nothing half-written is kept."""

import json

import pytest

from declarations.models import Declaration, Draft
from tests.declarations.web.drafting import Form, begun, page_of, said_by
from tests.doors import Program
from tests.forms import import_form

PAGES = ("", "/declaration", "/parties", "/transport", "/invoice", "/items", "/items/1", "/permits", "/grid")
MORE = ("/incoming", "/check", "/discard", "/template", "/grid?check=1", "/items/1?check=1", "/permits?check=1")
HOSTILE = [
    {"direction": "IMPORT"},
    {"direction": "EXPORT", "goods_items": [{}]},
    {"direction": "IMPORT", "goods_items": "none", "importer": [1, 2], "transport": None, "invoice": 5},
    {"direction": "IMPORT", "goods_items": [None, 5, "x", [], {}, {"permits": "x"}, {"permits": [None, {}, 5]}]},
    {"direction": "IMPORT", "goods_items": [{"permits": [{"law": {"a": 1}}], "origin": ["SG"], "quantity": {}}]},
    {"direction": "IMPORT", "goods_items": [{"commodity_code": 2103100005, "invoice_amount": -1e308}]},
    {"direction": "IMPORT", "adjustments": {"kind": 1}, "freight": "x", "packages": {"count": "40", "unit": []}},
    {"direction": "IMPORT", "own_reference": "<script>alert(1)</script>", "remarks": "</textarea><b>", "": {"": []}},
    {"direction": "IMPORT", "importer": {"address": {"lines": [["x"], {}, None, "Ａ"]}}, "a/b~c": {"~1/": 1}},
    {"direction": "IMPORT", "goods_items": [{"description": "x"}] * 150},
    {
        "direction": "IMPORT",
        "transport": {"documents": {"0": "x"}, "arrival_on": "2024-02-30"},
        "gross_mass": "9" * 5000,
    },
    import_form(goods_items=[{**import_form()["goods_items"][0], "internal_taxes": [{"kind": "BEER", "litres": "x"}]}]),
]


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: json.dumps(body)[:60])
def test_any_draft_can_be_looked_at_in_every_page(broker_person, body):
    draft = begun(broker_person, body)
    for page in (*PAGES, *MORE):
        answer = broker_person.get(f"/declarations/drafts/{draft.number}{page}")
        assert answer.status_code in {200, 404}, (page, answer.status_code)
        assert "<script>alert" not in answer.content.decode()
        assert "</textarea><b>" not in answer.content.decode()


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: json.dumps(body)[:60])
def test_any_amending_draft_can_be_looked_at_and_is_not_sent(broker, broker_person, body):
    number = broker.lodged(import_form(script="V2"))["number"]
    broker_person.post(f"/declarations/{number}/amend")
    Draft.objects.update(body=json.dumps(body))
    address = f"/declarations/drafts/{Draft.objects.get().number}"

    for page in ("", "/declaration", "/grid", "/amendment"):
        answer = broker_person.get(f"{address}{page}")
        assert answer.status_code == 200, page
        assert "<script>alert" not in answer.content.decode()
    for said in ({"act": "send", "reason": "X", "revision": 1}, {"act": "look", "seen": "9" * 50}, {"act": "\0"}):
        assert broker_person.post(f"{address}/amendment", said).status_code in {409, 422}
    assert Declaration.objects.get().version == 1


@pytest.mark.parametrize("body", HOSTILE, ids=lambda body: json.dumps(body)[:60])
def test_any_draft_can_be_changed_and_not_lodged(broker_person, body):
    draft = begun(broker_person, body)
    number = draft.number
    revision = draft.revision
    told = {
        "importer.name": "A CO., LTD",
        "goods_items.0.origin": "SG",
        "goods_items.0.commodity_code": "1",
        "act": "later",
    }
    for page in ("/parties", "/items/1", "/grid", "/permits"):
        answer = broker_person.post(f"/declarations/drafts/{number}{page}", {**told, "revision": revision})
        assert answer.status_code in {303, 404, 409, 422}, (page, answer.status_code)
        revision = Draft.objects.get(id=draft.id).revision
    answer = broker_person.post(f"/declarations/drafts/{number}/check", {"true": "true", "revision": revision})
    assert answer.status_code in {422, 303}
    if body.get("direction") == "IMPORT":
        assert said_by(draft)["importer"]["name"] == "A CO., LTD"


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"revision": ""},
        {"revision": "-1"},
        {"revision": "9" * 400},
        {"revision": '"; DROP TABLE'},
        {"act": "\x00" * 5},
        {"act": "copy-99999999999"},
        {"act": "delete-²"},
        {"choose": "' OR 1=1"},
        {"language": "../"},
        {"goods_items.0.commodity_code": "\x00"},
        {"goods_items.0.description": "a\u202eb"},
        {"goods_items.0.permits.0.law": "x" * 9999},
        {"goods_items.999999999999.origin": "SG"},
        {"goods_items.-1.origin": "SG", "goods_items..origin": "x", "goods_items": "x"},
        {"autosave": "1"},
        {"act": "search", "goods_items.0.commodity_code": "((((" * 50},
    ],
    ids=lambda posted: json.dumps(posted)[:50],
)
@pytest.mark.parametrize(
    "page", ["/items/1", "/grid", "/permits", "/transport", "/items", "/incoming", "/check", "/template"]
)
def test_any_post_has_an_answer(broker_person, page, posted):
    draft = begun(broker_person)
    answer = broker_person.post(f"/declarations/drafts/{draft.number}{page}", {"revision": draft.revision, **posted})

    assert answer.status_code in {200, 303, 409, 422}, answer.status_code
    assert said_by(draft)["importer"] == import_form()["importer"]


def test_hidden_characters_are_refused_at_their_input_and_not_kept(broker_person):
    draft = begun(broker_person)
    posted = {"revision": draft.revision, "transport.vessel_name": "PACIFIC\u202eSTAR", "act": "continue"}
    answer = broker_person.post(f"/declarations/drafts/{draft.number}/transport", posted)

    assert answer.status_code == 422
    assert 'href="#transport.vessel_name"' in answer.content.decode()
    assert said_by(draft)["transport"]["vessel_name"] == "PACIFIC STAR"


def test_a_grid_of_98_items_is_not_too_many_fields(broker_person):
    items = [import_form()["goods_items"][0] for _ in range(98)]
    draft = begun(broker_person, import_form(items=items))
    page = page_of(broker_person, draft, "/grid")
    values = Form(page).values | {"gross_mass": "5000", "act": "stay"}
    answer = broker_person.post(f"/declarations/drafts/{draft.number}/grid", values)

    assert answer.status_code == 303
    assert said_by(draft)["gross_mass"] == "5000"
    assert len(said_by(draft)["goods_items"]) == 98
    assert len(page) < 1_000_000


def test_a_body_beyond_measure_is_refused(broker_person):
    draft = begun(broker_person)
    posted = {"revision": draft.revision, "remarks": "x" * 3_000_000}
    answer = broker_person.post(f"/declarations/drafts/{draft.number}/declaration", posted)

    assert answer.status_code == 413
    assert said_by(draft) == json.loads(draft.body)


@pytest.mark.parametrize(
    "q", ["", "a", "21", "soy", "しょうゆ", "'", "(", "\\", "a" * 5000, "&|!:*", "\u0000", "２１０３"]
)
def test_any_search_has_an_answer(broker_person, q):
    assert broker_person.get("/declarations/commodities", {"q": q}).status_code in {200, 400}
    fragment = broker_person.get(
        "/declarations/commodities", {"goods_items.0.commodity_code": q}, headers={"HX-Request": "true"}
    )
    assert "<html" not in fragment.content.decode() or fragment.status_code == 400


def test_a_search_finds_by_words_and_digits_with_rate_unit_and_laws(broker_person):
    for words in ("soya sauce", "2103.10", "21031000"):
        page = broker_person.get("/declarations/commodities", {"q": words}, headers={"HX-Request": "true"})
        text = page.content.decode()
        assert 'data-code="2103100005" data-units="KG"' in text
        assert "WTO 7.2%" in text
        assert 'title="Food Sanitation Act">FD</abbr>' in text


def test_a_commodity_is_chosen_without_scripts(broker_person):
    draft = begun(broker_person, {"direction": "IMPORT", "goods_items": [{}]})
    path = f"/declarations/drafts/{draft.number}/items/1"
    found = broker_person.post(
        path, {"revision": draft.revision, "goods_items.0.commodity_code": "soya sauce", "act": "search"}
    )
    kept = Draft.objects.get(id=draft.id)
    answer = broker_person.post(path, {"revision": kept.revision, "choose": "2103100005"})

    assert 'name="choose" value="2103100005"' in found.content.decode()
    assert answer["Location"] == path
    assert said_by(draft)["goods_items"] == [{"commodity_code": "2103100005", "quantity_unit": "KG"}]


def test_a_lodged_draft_is_not_changed_any_more(broker_person):
    draft = begun(broker_person)
    Program("demo-broker").post(
        f"/drafts/{draft.number}/lodge", {}, **{"Idempotency-Key": "x", "Sandbox-Clock": "2024-08-05T10:00:00+09:00"}
    )
    path = f"/declarations/drafts/{draft.number}"
    before = said_by(draft)

    for page in PAGES:
        assert broker_person.get(path + page)["Location"] == f"{path}/lodged"
        assert broker_person.post(path + page, {"gross_mass": "1"})["Location"] == f"{path}/lodged"
    assert said_by(draft) == before
