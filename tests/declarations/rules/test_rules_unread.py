"""The rules before a declaration that could be read in part: asked of what is there, silent about what is not."""

import pytest

from declarations.contract import read, read_the_rest
from declarations.data import UNREAD, DeclarationData, Unread
from declarations.errors import NotAcceptable
from tests.forms import changed, import_form


def test_what_fits_is_read_and_what_does_not_stands_unread():
    form = changed(import_form(), "/customs_office", "GBLBA001")
    form = changed(changed(form, "/goods_items/0/quantity", "1e3"), "/importer", ...)
    with pytest.raises(NotAcceptable):
        read(form, DeclarationData)

    data = read_the_rest(form, DeclarationData)

    assert data.customs_office is data.importer is data.goods_items[0].quantity is UNREAD
    assert data.goods_items[0].commodity_code == form["goods_items"][0]["commodity_code"]
    assert (data.bonded_area, data.condition) == (form["bonded_area"], None)


@pytest.mark.parametrize("direction", [..., "SIDEWAYS", 1, None])
def test_nothing_is_read_of_what_is_neither_import_nor_export(direction):
    assert read_the_rest(changed(import_form(), "/direction", direction), DeclarationData) is None


@pytest.mark.parametrize("items", [[], "soy sauce", [import_form()["goods_items"][0]] * 99])
def test_a_list_that_is_too_short_or_too_long_or_none_is_unread_as_a_whole(items):
    data = read_the_rest({**import_form(), "goods_items": items}, DeclarationData)

    assert data.goods_items is UNREAD


@pytest.mark.parametrize(
    "look",
    [
        lambda: UNREAD.name,
        lambda: UNREAD[0],
        lambda: list(UNREAD),
        lambda: 1 in UNREAD,
        lambda: UNREAD in {"A"},
        lambda: UNREAD == "A",
        lambda: "A" == UNREAD,  # noqa: SIM300  (the other side is asked first)
        lambda: UNREAD < 1,
        lambda: sum([1, UNREAD]),
        lambda: UNREAD or "",
        lambda: f"{UNREAD}",
        lambda: str(UNREAD),
        lambda: int(UNREAD),
    ],
)
def test_nothing_can_be_told_of_what_is_unread(look):
    with pytest.raises(Unread):
        look()
