"""The page and the picture of states and acts: up to date, whole, and well-formed."""

from itertools import combinations
from xml.etree import ElementTree as xml

from django.conf import settings

from declarations.drawing.acts import _PLACES, acts_page, acts_picture
from declarations.status import TRANSITIONS, Act, Status

SVG = "{http://www.w3.org/2000/svg}"


def texts():
    return [each.text for each in xml.fromstring(acts_picture()).iter(f"{SVG}text")]


def test_the_page_and_the_picture_are_up_to_date():
    docs = settings.BASE_DIR / "docs"

    assert (docs / "acts.md").read_text(encoding="utf-8") == acts_page(), "run: python manage.py draw_acts"
    assert (docs / "acts.svg").read_text(encoding="utf-8") == acts_picture(), "run: python manage.py draw_acts"


def test_every_state_has_a_place_of_its_own():
    assert set(_PLACES) == set(Status)
    assert len(set(_PLACES.values())) == len(Status)


def test_every_legal_act_is_drawn_where_it_is_legal():
    drawn = texts()
    who = 3  # the legend's

    assert {status.value.replace("_", " ") for status in Status} <= set(drawn)
    legal = [act.value.replace("_", " ").lower() for acts in TRANSITIONS.values() for act in acts]
    assert sorted(set(legal)) == sorted(set(drawn) & {act.value.replace("_", " ").lower() for act in Act})
    frames = [each for each in xml.fromstring(acts_picture()).iter(f"{SVG}rect") if each.get("rx") == "12"]
    assert len([frame for frame in frames if frame.get("height") == "24"]) == len(legal) + who


def test_no_chip_lies_on_another():
    frames = [each for each in xml.fromstring(acts_picture()).iter(f"{SVG}rect") if each.get("height") == "24"]
    places = [tuple(float(frame.get(name)) for name in ("x", "y", "width", "height")) for frame in frames]

    for (x1, y1, wide1, high1), (x2, y2, wide2, high2) in combinations(places, 2):
        assert x1 + wide1 <= x2 or x2 + wide2 <= x1 or y1 + high1 <= y2 or y2 + high2 <= y1


def test_the_page_says_of_every_act_and_state_what_comes_of_it():
    rows = [line for line in acts_page().splitlines() if line.startswith("| `")]

    for act in Act:
        [*_, outcomes] = [row for row in rows if row.startswith(f"| `{act}` |")]
        cells = [cell.strip() for cell in outcomes.strip("|").split("|")[1:]]
        assert [cell != "409" for cell in cells] == [act in TRANSITIONS[status] for status in Status]
