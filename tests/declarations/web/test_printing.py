"""Papers: the receipt, the permit, and what the public can verify of them."""

import re
import sys
from urllib.parse import urlsplit

import pytest
from django.test import Client

from declarations.models import Event
from declarations.web import papers
from declarations.web.printing import pdf_is_installed
from tests.declarations.web.conftest import words
from tests.forms import export_form, import_form
from tests.japanese import english_in


def paper(browser, number, kind="receipt"):
    return browser.get(f"/declarations/{number}/{kind}")


def verify(number, language="en"):
    return Client().get(urlsplit(papers.address_of(number)).path, headers={"Accept-Language": language})


def test_a_receipt_says_what_was_declared_and_what_is_owed(broker, broker_person):
    account = broker.lodged(import_form(script="A-V1"))

    said = words(paper(broker_person, account["number"]))

    assert "Receipt of declaration" in said
    for part in (account["number"], "ZAIMUSOKEN CO., LTD", "2103100005 SOY SAUCE", "PACIFIC STAR", "SGTYO2600001"):
        assert part in said
    assert f"{int(account['duty']['total_to_pay']):,} yen" in said


def test_a_permit_is_given_for_what_is_released_and_not_before(broker, broker_person):
    held, free = (broker.lodged(export_form(script=script))["number"] for script in ("V2", "V1"))

    assert paper(broker_person, held, "permit").status_code == 404
    assert "Export permit" in words(paper(broker_person, free, "permit"))


@pytest.mark.parametrize(("language", "status"), [("en", "Permit given"), ("ja", "許可")])
def test_the_public_is_told_number_status_and_hash_and_nothing_else(broker, broker_person, language, status):
    number = broker.lodged(export_form(script="V1"))["number"]
    event = Event.objects.get(declaration__number=number, name="RELEASED")

    answer = verify(number, language)

    said = words(answer)
    assert (answer.status_code, event.hash in said) == (200, True)
    assert event.hash in words(paper(broker_person, number, "permit"))
    told = re.findall(r"<dd[^>]*>(.*?)</dd>", answer.content.decode(), re.DOTALL)
    assert [re.sub(r"<[^>]*>", "", each).strip() for each in told] == [number, status, event.hash]
    assert language == "en" or english_in(answer.content.decode()) == []
    for inside in ("DEMONSTRATION EXPORTER", "GOLF", "SBX", "1A"):
        assert inside not in said.replace(event.hash, "").replace(number, "")


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), lambda token: token[:11], str.lower]
)
def test_an_address_that_we_did_not_make_leads_to_nothing(broker, change):
    number = broker.lodged(export_form(script="V1"))["number"]
    token = papers.address_of(number).rsplit("/", 1)[1]

    answer = Client().get(f"/verify/{change(token)}")

    assert answer.status_code == 404
    assert number not in words(answer)


def test_a_paper_that_was_overtaken_shows_another_hash(broker, broker_person):
    number = broker.lodged(import_form(script="A-V1"))["number"]
    printed = papers.hash_of(Event.objects.filter(declaration__number=number)[0].declaration)
    assert printed in words(verify(number))

    seen = broker.get(f"/declarations/{number}")["ETag"]
    broker.post(f"/declarations/{number}/withdrawal", {"reason": "SENT TWICE"}, **{"If-Match": seen})

    assert printed not in words(verify(number))
    assert "Withdrawn" in words(verify(number))


def test_the_qr_code_is_a_picture_of_the_firms_own(broker, broker_person, importer_person):
    number = broker.lodged(export_form(script="V1"))["number"]

    answer = broker_person.get(f"/declarations/{number}/qr.svg")

    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert importer_person.get(f"/declarations/{number}/qr.svg").status_code == 404


@pytest.mark.skipif(not pdf_is_installed(), reason="Pango is not on this machine: tests/browser/test_papers.py has it")
@pytest.mark.parametrize("kind", ["receipt", "permit"])
def test_a_paper_is_offered_as_pdf_where_the_extra_is_installed(broker, broker_person, kind):
    number = broker.lodged(export_form(script="V1"))["number"]

    answer = broker_person.get(f"/declarations/{number}/{kind}.pdf")

    assert "Save as PDF" in words(paper(broker_person, number, kind))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{number}-{kind}.pdf"'


def test_no_pdf_is_offered_where_the_extra_is_not(broker, broker_person, monkeypatch):
    monkeypatch.delitem(sys.modules, "declarations.web.pdf", raising=False)
    monkeypatch.setitem(sys.modules, "weasyprint", None)  # what Python itself keeps for a module that is not there
    number = broker.lodged(export_form(script="V1"))["number"]

    assert "Save as PDF" not in words(paper(broker_person, number))
    assert broker_person.get(f"/declarations/{number}/receipt.pdf").status_code == 404
