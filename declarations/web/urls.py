"""The addresses of the broker web forms, all below `/declarations`. A draft's are before lodging, a number's after."""

from django.urls import path

from declarations.web import after_lodging
from declarations.web.start import Start

app_name = "web"

urlpatterns = [
    path("", Start.as_view(), name="start"),
    *after_lodging.urlpatterns,
]
