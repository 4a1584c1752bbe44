"""The routes of `/api/v1`."""

from django.urls import path, register_converter
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularRedocView, SpectacularSwaggerView

from declarations.api import asking, consolidating, translating, views
from declarations.numbering import is_well_formed


class NumberConverter:
    """A declaration number of ours; anything else is not found before the store is asked."""

    regex = "[0-9A-Z]{11}"

    def to_python(self, value: str) -> str:
        if not is_well_formed(value):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "declaration_number")

urlpatterns = [
    path("declarations", views.Declarations.as_view(), name="declarations"),
    path("declarations/<declaration_number:number>", views.Declaration.as_view(), name="declaration"),
    path("declarations/<declaration_number:number>/versions", views.Versions.as_view(), name="versions"),
    path("declarations/<declaration_number:number>/versions/<int:version>", views.Version.as_view(), name="version"),
    path("declarations/<declaration_number:number>/events", views.Events.as_view(), name="events"),
    path("declarations/<declaration_number:number>/payment", views.Payments.as_view(), name="payment"),
    path("receipts/<str:key>", views.Receipts.as_view(), name="receipt"),
    path("requirements", asking.Requirements.as_view(), name="requirements"),
    path("duty-estimates", asking.DutyEstimates.as_view(), name="duty-estimates"),
    path("consolidations", consolidating.Consolidations.as_view(), name="consolidations"),
    path("translations", translating.Translations.as_view(), name="translations"),
    path("commodities", asking.Commodities.as_view(), name="commodities"),
    path("schema", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerView.as_view(url_name="schema"), name="swagger"),
    path("reference", SpectacularRedocView.as_view(url_name="schema"), name="redoc"),
]
