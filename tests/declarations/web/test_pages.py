"""What every page of the forms has: a door, two languages, nothing inline, little weight."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import resolve

from declarations.web.urls import urlpatterns
from tests.browser.pages import AFTER_LODGING, BEFORE_LODGING, NO_PAGES, OF_THE_FIRM
from tests.japanese import english_in

NUMBER = "9775JS1MT0R"


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(world):
    answer = Client().get("/declarations")

    assert (answer.status_code, answer["Location"]) == (302, "/login?next=/declarations")


def test_a_page_speaks_the_language_that_was_chosen_from_then_on(broker_person):
    english = broker_person.get("/declarations")
    answer = broker_person.post("/declarations", {"language": "ja"})
    japanese = broker_person.get("/declarations")

    assert '<html lang="en"' in english.content.decode()
    assert (answer.status_code, answer["Location"]) == (303, "/declarations")
    assert '<html lang="ja"' in japanese.content.decode()
    assert "申告" in japanese.content.decode()
    assert (english["Content-Language"], japanese["Content-Language"]) == ("en", "ja")


def test_a_page_speaks_the_browsers_language_until_one_is_chosen(broker_person):
    page = broker_person.get("/declarations", headers={"Accept-Language": "ja,en;q=0.5"}).content.decode()

    assert '<html lang="ja"' in page


@pytest.mark.parametrize(
    ("path", "status"), [("/research", 403), ("/declarations/00000000000", 404), ("/problems/csrf", 200)]
)
def test_what_is_not_for_a_reader_is_told_in_the_readers_language(broker_person, path, status):
    answer = broker_person.get(path, headers={"Accept-Language": "ja"})

    page = answer.content.decode()
    assert (answer.status_code, '<html lang="ja">' in page, english_in(page)) == (status, True, [])


@pytest.mark.parametrize("language", ["", "xx", "../../etc", "ja\x00"])
def test_a_language_that_is_none_of_ours_is_english(broker_person, language):
    broker_person.post("/declarations", {"language": language})

    assert broker_person.get("/declarations")["Content-Language"] == "en"


def test_every_page_of_the_forms_is_looked_at_in_a_browser():
    """A new route needs a row of tests/browser/pages.py, or its reason there why it shows nothing."""
    places = re.compile(r"\{(?:(question|endpoint|person)|[\w\[\]]+)\}")
    some_id, rows = "00000000-0000-0000-0000-000000000000", BEFORE_LODGING | AFTER_LODGING | OF_THE_FIRM
    addresses = {path for row in rows.values() for path in row.addresses().values()}
    paths = {places.sub(lambda place: some_id if place[1] else NUMBER, each.partition("?")[0]) for each in addresses}
    looked_at = {found.url_name for path in paths if "web" in (found := resolve(path)).namespaces}

    assert looked_at.isdisjoint(NO_PAGES)
    assert looked_at | {*NO_PAGES} == {route.name for route in urlpatterns}


def test_a_page_has_nothing_inline_and_weighs_little(broker_person):
    page = broker_person.get("/declarations").content.decode()
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', page)

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page)
    assert len(page) + sum(Path(finders.find(name)).stat().st_size for name in set(files)) < 300_000


VENDORED = ["web/vendor/govuk-frontend.css", "web/vendor/htmx.min.js", "singlewindow/vendor/chart.umd.min.js"]


@pytest.mark.parametrize("name", VENDORED)
def test_what_others_wrote_comes_compressed_and_says_the_same(name):
    answer = Client().get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(answer.streaming_content)) == Path(finders.find(name)).read_bytes()
