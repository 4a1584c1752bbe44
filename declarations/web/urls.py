"""The addresses of the broker web forms, all below `/declarations`. A draft's are before lodging, a number's after."""

from django.urls import path

import declarations.converters  # noqa: F401  (so that an address may hold a declaration number)
from declarations.web import after_lodging, amending, commodities, drafts, grid, guided, incoming, lodging
from declarations.web.start import Start

app_name = "web"
_DRAFT = "/drafts/<declaration_number:number>"

before_lodging = [
    path("/commodities", commodities.Commodities.as_view(), name="commodities"),
    path("/templates", drafts.Templates.as_view(), name="templates"),
    path("/drafts", drafts.Drafts.as_view(), name="drafts"),
    path(_DRAFT, guided.Outline.as_view(), name="outline"),
    path(f"{_DRAFT}/direction", drafts.ChooseDirection.as_view(), name="direction"),
    path(f"{_DRAFT}/grid", grid.Grid.as_view(), name="grid"),
    path(f"{_DRAFT}/items", guided.Items.as_view(), name="items"),
    path(f"{_DRAFT}/items/<int:item>", guided.Item.as_view(), name="item"),
    path(f"{_DRAFT}/incoming", incoming.Incoming.as_view(), name="incoming"),
    path(f"{_DRAFT}/permits", guided.Permits.as_view(), name="permits"),
    path(f"{_DRAFT}/check", lodging.Check.as_view(), name="check"),
    path(f"{_DRAFT}/amendment", amending.Amendment.as_view(), name="amendment"),
    path(f"{_DRAFT}/lodged", lodging.Lodged.as_view(), name="draft-lodged"),
    path(f"{_DRAFT}/discard", drafts.Discard.as_view(), name="discard"),
    path(f"{_DRAFT}/template", drafts.SaveAsTemplate.as_view(), name="save-as-template"),
    path(f"{_DRAFT}/<slug:slug>", guided.SectionPage.as_view(), name="section"),
]

urlpatterns = [
    path("", Start.as_view(), name="start"),
    *before_lodging,
    *after_lodging.urlpatterns,
]
