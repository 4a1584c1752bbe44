"""The guided way and the one page: the same draft, kept as it is typed, by the same domain calls as the API."""

import json

import pytest

from declarations.csv_columns import columns_of
from declarations.data import Direction
from declarations.models import Declaration, Draft
from declarations.traders.models import Mandate
from declarations.web.said import place_of
from declarations.web.sections import field_at, fields_of, sections
from tests.declarations.web.conftest import signed_in
from tests.declarations.web.drafting import Form, begun, page_of, posted, said_by
from tests.doors import Program
from tests.forms import balls, export_form, goods_item, import_form


@pytest.mark.parametrize("direction", list(Direction))
def test_every_place_of_the_form_is_asked_once(direction):
    places = {place_of(tuple(int(s) if s.isdigit() else s for s in path.split("."))) for path in columns_of(direction)}
    asked = [field.path for section in sections(direction) for field in fields_of(section)]

    assert sorted(asked) == sorted(places - {"direction"})
    assert all(field_at(place, direction) for place in asked)


def test_an_import_is_filled_in_section_by_section_and_lodged(broker_person):
    answer = broker_person.post("/declarations/drafts", {"act": "import"})
    draft = Draft.objects.get(number=answer["Location"].rsplit("/", 1)[-1])
    want = import_form()
    item = want["goods_items"][0]

    first = posted(
        broker_person,
        draft,
        "/declaration",
        changes={
            "own_reference": want["own_reference"],
            "declaration_type": "C",
            "customs_office": "1A",
            "bonded_area": "1aw01",
            "common_control_number": "26A0000123",
            "delivery_place": want["delivery_place"],
            "e_commerce": "false",
        },
    )
    posted(
        broker_person,
        draft,
        "/parties",
        changes={
            "importer.party_code": "12345678901239000",
            "consignor.name": "SOY SAUCE INTERNATIONAL LTD",
            "consignor.country": "sg",
        },
    )
    posted(
        broker_person,
        draft,
        "/transport",
        changes={
            "packages.count": "40",
            "packages.unit": "CT",
            "packages.marks": "ZSK TOKYO 1-40",
            "gross_mass": "220,000",
            "transport.documents": "SGTYO2600001\n",
            "transport.vessel_name": "PACIFIC STAR",
            "transport.arrival_on": "2024/8/1",
            "transport.loading_place": "SGSIN",
            "transport.unloading_port": "ＴＹＯ",
        },
    )
    posted(
        broker_person,
        draft,
        "/invoice",
        changes={
            "invoice.number": "INV-1",
            "invoice.incoterm": "FOB",
            "invoice.currency": "JPY",
            "invoice.amount": "200,000",
            "freight.currency": "JPY",
            "freight.amount": "45000",
            "insurance.currency": "JPY",
            "insurance.amount": "5000",
        },
    )
    added = posted(broker_person, draft, "/items", "add")
    path = added["Location"].removeprefix(f"/declarations/drafts/{draft.number}")
    texts = {f"goods_items.0.{name}": value for name, value in item.items() if isinstance(value, str)}
    number = {"goods_items.0.permits.0.law": "FD", "goods_items.0.permits.0.permit_number": "FD26-000123"}
    last = posted(broker_person, draft, path, changes=texts | number)

    assert (first.status_code, last.status_code) == (303, 303)
    assert said_by(draft) == want
    lodged = lodge(broker_person, draft)
    assert lodged.status_code == 303
    assert Declaration.objects.get().own_reference == want["own_reference"]
    assert Declaration.objects.get().number == draft.number


def lodge(person, draft, **changes):
    """Press the button of the check."""
    values = Form(page_of(person, draft, "/check"), form_id="lodge-form").values
    return person.post(
        f"/declarations/drafts/{draft.number}/check", {**values, "true": "true", "act": "lodge", **changes}
    )


def test_the_grid_says_what_the_guided_way_says_and_changes_nothing_by_itself(broker_person):
    body = import_form(items=[goods_item(internal_taxes=[{"kind": "NONE"}], apportionment="1"), balls()])
    draft = begun(broker_person, body)

    answer = posted(broker_person, draft, "/grid", "stay")

    assert answer.status_code == 303
    assert said_by(draft) == body
    assert Draft.objects.get(id=draft.id).revision == draft.revision


def test_an_export_shows_its_own_form(broker_person):
    body = export_form()
    draft = begun(broker_person, body)
    page = page_of(broker_person, draft, "/grid")

    assert "exporter.party_code" in page
    assert "importer.party_code" not in page
    assert posted(broker_person, draft, "/grid", "check").status_code == 303
    assert lodge(broker_person, draft).status_code == 303


def test_lodging_pressed_twice_gives_one_declaration(broker_person):
    draft = begun(broker_person)
    values = Form(page_of(broker_person, draft, "/check"), form_id="lodge-form").values
    press = {**values, "true": "true", "act": "lodge"}

    answers = [broker_person.post(f"/declarations/drafts/{draft.number}/check", press) for _ in range(2)]
    other = broker_person.post(f"/declarations/drafts/{draft.number}/check", {**press, "key": "0" * 32})

    assert [answer.status_code for answer in (*answers, other)] == [303, 303, 303]
    assert {answer["Location"] for answer in (*answers, other)} == {f"/declarations/drafts/{draft.number}/lodged"}
    assert Declaration.objects.count() == 1
    assert draft.number in broker_person.get(answers[0]["Location"]).content.decode()


def test_nothing_is_lodged_without_the_statement_of_truth(broker_person):
    draft = begun(broker_person)
    answer = lodge(broker_person, draft, true="")

    assert answer.status_code == 422
    assert 'href="#true"' in answer.content.decode()
    assert Declaration.objects.count() == 0


def test_nothing_is_lodged_that_another_window_changed_after_it_was_checked(broker_person):
    draft = begun(broker_person)
    values = Form(page_of(broker_person, draft, "/check"), form_id="lodge-form").values
    posted(broker_person, draft, "/transport", changes={"gross_mass": "219999"})

    answer = broker_person.post(
        f"/declarations/drafts/{draft.number}/check", {**values, "true": "true", "act": "lodge"}
    )

    assert answer.status_code == 409
    assert Declaration.objects.count() == 0


def test_every_error_and_finding_comes_at_once_with_a_link_to_its_input(broker_person):
    body = import_form(
        customs_office="ZZ", gross_mass="1,5", items=[goods_item(origin="", commodity_code="9999999995")]
    )
    del body["importer"]["name"]
    draft = begun(broker_person, body)

    answer = posted(broker_person, draft, "/grid", "check")
    page = answer.content.decode()

    assert answer.status_code == 422
    for name in (
        "importer.name",
        "gross_mass",
        "customs_office",
        "goods_items.0.origin",
        "goods_items.0.commodity_code",
    ):
        assert f'href="#{name}"' in page
        assert f'id="{name}"' in page


def test_a_section_with_something_wrong_is_kept_and_shown_again(broker_person):
    draft = begun(broker_person)
    answer = posted(broker_person, draft, "/transport", changes={"gross_mass": "heavy", "transport.vessel_name": ""})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert said_by(draft)["gross_mass"] == "heavy"
    assert 'href="#gross_mass"' in page
    assert 'href="#transport.vessel_name"' in page
    assert 'value="heavy"' in page


def test_a_draft_is_kept_as_one_types_and_the_page_is_told_when(broker_person):
    draft = begun(broker_person)
    values = Form(page_of(broker_person, draft, "/grid")).values | {"gross_mass": "219000", "autosave": "1"}
    answer = broker_person.post(f"/declarations/drafts/{draft.number}/grid", values, headers={"HX-Request": "true"})
    pieces = answer.content.decode()
    kept = Draft.objects.get(id=draft.id)

    assert answer.status_code == 200
    assert said_by(draft)["gross_mass"] == "219000"
    assert f'name="revision" id="revision" value="{kept.revision}"' in pieces
    assert "<html" not in pieces
    assert 'id="estimate-1"' in pieces


def test_two_windows_do_not_overwrite_one_another(broker_person):
    draft = begun(broker_person)
    old = Form(page_of(broker_person, draft, "/transport")).values
    posted(broker_person, draft, "/transport", changes={"gross_mass": "219000"})

    late = {**old, "gross_mass": "218000", "act": "continue"}
    answer = broker_person.post(f"/declarations/drafts/{draft.number}/transport", late)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert said_by(draft)["gross_mass"] == "219000"
    assert '<td class="govuk-table__cell">219000</td><td class="govuk-table__cell">218000</td>' in page
    again = Form(page).values
    assert (
        broker_person.post(f"/declarations/drafts/{draft.number}/transport", {**again, "act": "continue"}).status_code
        == 303
    )
    assert said_by(draft)["gross_mass"] == "218000"


def test_two_windows_that_say_the_same_are_no_conflict(broker_person):
    draft = begun(broker_person)
    old = Form(page_of(broker_person, draft, "/transport")).values | {"gross_mass": "219000", "act": "continue"}
    path = f"/declarations/drafts/{draft.number}/transport"

    assert [broker_person.post(path, old).status_code for _ in range(2)] == [303, 303]


def test_the_language_is_switched_and_what_was_typed_is_kept(broker_person):
    draft = begun(broker_person)
    values = Form(page_of(broker_person, draft, "/transport")).values | {"transport.vessel_name": "KAIYO MARU"}
    answer = broker_person.post(f"/declarations/drafts/{draft.number}/transport", {**values, "language": "ja"})
    page = broker_person.get(answer["Location"]).content.decode()

    assert answer.status_code == 303
    assert '<html lang="ja"' in page
    assert 'value="KAIYO MARU"' in page


def test_a_draft_is_seen_by_its_firm_alone(broker_person, importer_person):
    draft = begun(broker_person)
    for path in ("", "/grid", "/items", "/permits", "/check", "/transport", "/incoming", "/discard", "/template"):
        assert importer_person.get(f"/declarations/drafts/{draft.number}{path}").status_code == 404


def test_a_draft_of_the_api_is_the_same_draft(broker_person):
    program = Program("demo-broker")
    number = program.post("/drafts", {"direction": "IMPORT", "own_reference": "FROM-API"}).json()["number"]
    draft = Draft.objects.get(number=number)
    posted(broker_person, draft, "/transport", "later", changes={"gross_mass": "5"})

    assert program.get(f"/drafts/{number}").json()["body"] == {
        "direction": "IMPORT",
        "own_reference": "FROM-API",
        "gross_mass": "5",
    }


def test_a_draft_of_the_api_without_a_direction_is_asked_for_it(broker_person):
    number = Program("demo-broker").post("/drafts", {}).json()["number"]
    draft = Draft.objects.get(number=number)
    path = f"/declarations/drafts/{number}"

    assert broker_person.get(path)["Location"] == f"{path}/direction"
    answer = broker_person.post(f"{path}/direction", {"revision": draft.revision, "direction": "EXPORT"})
    assert answer["Location"] == path
    assert said_by(draft) == {"direction": "EXPORT"}


def test_a_declaration_is_copied_as_new(broker_person):
    number = Program("demo-broker").lodged(import_form())["number"]
    answer = broker_person.post("/declarations/drafts", {"act": "copy", "number": f" {number.lower()} ", "way": "grid"})
    draft = Draft.objects.get(number=answer["Location"].split("/")[-2])

    assert answer["Location"].endswith("/grid")
    assert "own_reference" not in said_by(draft)
    assert said_by(draft)["invoice"]["number"] == "INV-1"


@pytest.mark.parametrize("number", ["", "8Z5K0Q3M7T1", "nonsense", "\x00", "A" * 5000])
def test_what_is_not_there_is_not_copied(broker_person, number):
    answer = broker_person.post("/declarations/drafts", {"act": "copy", "number": number})

    assert answer.status_code == 422
    assert 'href="#number"' in answer.content.decode()


def test_a_template_begins_a_draft_and_is_thrown_away(broker_person, importer_person):
    draft = begun(broker_person)
    kept = broker_person.post(f"/declarations/drafts/{draft.number}/template", {"name": " Soy  sauce "})
    page = broker_person.get("/declarations/templates").content.decode()
    template = page.split('name="template" value="')[1].split('"')[0]
    answer = broker_person.post("/declarations/drafts", {"act": "template", "template": template})
    new = Draft.objects.get(number=answer["Location"].rsplit("/", 1)[-1])

    assert kept.status_code == 303
    assert "Soy sauce" in page
    assert said_by(new) == {name: value for name, value in said_by(draft).items() if name != "own_reference"}
    assert importer_person.post("/declarations/templates", {"template": template}).status_code == 404
    assert broker_person.post("/declarations/templates", {"template": template}).status_code == 303
    assert broker_person.post("/declarations/templates", {"template": template}).status_code == 404


def test_a_draft_is_thrown_away(broker_person):
    draft = begun(broker_person)
    path = f"/declarations/drafts/{draft.number}"

    assert broker_person.get(f"{path}/discard").status_code == 200
    assert broker_person.post(f"{path}/discard")["Location"] == "/declarations/drafts"
    assert broker_person.get(path).status_code == 404


def test_goods_items_are_copied_and_deleted(broker_person):
    draft = begun(broker_person, import_form(items=[goods_item(), balls()]))
    posted(broker_person, draft, "/items", "copy-1")
    copied = [item["description"] for item in said_by(draft)["goods_items"]]
    posted(broker_person, draft, "/grid", "delete-1")

    assert copied == ["SOY SAUCE", "SOY SAUCE", "GOLF BALLS"]
    assert [item["description"] for item in said_by(draft)["goods_items"]] == ["SOY SAUCE", "GOLF BALLS"]


def test_the_importers_name_is_taken_from_the_register(broker_person):
    draft = begun(broker_person, {"direction": "IMPORT"})
    posted(broker_person, draft, "/parties", "later", changes={"importer.party_code": "23456789012340000"})

    assert said_by(draft)["importer"] == {"party_code": "23456789012340000", "name": "KANZEIKYOKU CO., LTD"}


def test_clients_are_those_whose_mandate_holds(broker_person):
    draft = begun(broker_person)
    before = page_of(broker_person, draft, "/parties")
    Mandate.objects.filter(trader__code="23456789012340000").revoke(at=draft.created_at)

    assert "KANZEIKYOKU CO., LTD" in before
    assert "KANZEIKYOKU CO., LTD" not in page_of(broker_person, draft, "/parties")


def test_the_estimate_and_the_permits_are_told_before_lodging(broker_person):
    body = import_form(items=[goods_item(permits=[])])
    del body["importer"], body["own_reference"]
    draft = begun(broker_person, body)
    page = page_of(broker_person, draft)

    assert "18,000" in page  # 250,000 yen at 7.2 %
    assert "Estimate by the tariff and rates of 2024-08-05." in page
    assert "Food Sanitation Act" in page
    assert "Say what you have" in page


def test_an_importer_files_for_itself(importer_person):
    draft = begun(importer_person)

    assert lodge(importer_person, draft).status_code == 303
    assert Declaration.objects.get().declarant.code == "12345678901239000"


def test_a_declaration_without_a_mandate_cannot_be_lodged(broker_person):
    draft = begun(broker_person)
    Mandate.objects.filter(trader__code="12345678901239000").revoke(at=draft.created_at)
    answer = lodge(broker_person, draft)

    assert answer.status_code == 422
    assert "importer.party_code" in answer.content.decode()
    assert Declaration.objects.count() == 0


def test_an_officer_and_a_program_have_no_forms(world):
    assert signed_in("demo-officer").get("/declarations/drafts").status_code == 403
    program = Program("demo-broker")
    assert program.http.get("/declarations/drafts", headers=program.headers).status_code == 302


def test_what_the_form_does_not_know_is_named_and_can_be_taken_away(broker_person):
    body = import_form(colour="red")
    body["goods_items"][0]["sh/ape"] = {"round": True}
    draft = begun(broker_person, body)
    page = page_of(broker_person, draft, "/check")
    pointers = ["/colour", "/goods_items/0/sh~1ape"]
    broker_person.post(f"/declarations/drafts/{draft.number}/check", {"act": "tidy", "pointer": pointers})

    assert all(pointer in page for pointer in pointers)
    assert json.dumps(said_by(draft)).find("colour") == -1
    assert lodge(broker_person, draft).status_code == 303
