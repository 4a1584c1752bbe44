"""Every message of the pages is there in Japanese, and what runs has it."""

import re

from declarations.code_lists import LISTS, START
from declarations.data import Direction
from declarations.tariff.regimes import Regime
from declarations.web.sections import fields_of, sections
from singlewindow.devstack.messages import CATALOGUE, compiled, found, is_translated, kept, renewed

_PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def test_every_message_has_its_japanese():
    assert [message.id for message in kept() if message.id and not is_translated(message.string)] == []


def test_the_catalogue_is_what_the_pages_say_and_no_more():
    said = {(context, text if isinstance(text, str) else text[0]) for context, text in found()}
    ours = {(m.context, m.id if isinstance(m.id, str) else m.id[0]) for m in kept() if m.id}

    assert ours == said


def test_what_is_filled_into_a_message_is_filled_into_its_japanese():
    wrong = []
    for message in kept():
        english = [message.id] if isinstance(message.id, str) else message.id
        japanese = [message.string] if isinstance(message.string, str) else message.string
        if {p for text in english for p in _PLACES.findall(text)} != {p for j in japanese for p in _PLACES.findall(j)}:
            wrong.append(message.id)
    assert wrong == []


def test_the_compiled_catalogue_is_that_of_the_messages():
    assert compiled(renewed(kept(), found())) == CATALOGUE.with_suffix(".mo").read_bytes()


def test_every_name_that_a_form_offers_has_its_japanese(world):
    asked = {field.codes for direction in Direction for each in sections(direction) for field in fields_of(each)}
    lists = {f"{direction.lower()}-declaration-types" for direction in Direction} | asked.intersection(LISTS)
    names = {
        entry.name
        for name in lists - {"bonded-areas", "other-laws"}  # their names are proper ones, and the registers'
        for entry in LISTS[name].entries(after=START, since=None, most=1000)
        if not entry.name_ja and name not in {"countries", "currencies"}  # pycountry's
    }
    names |= {regime.spoken for regime in Regime}

    assert names - {message.id for message in kept() if message.context == "code"} == set()
