"""Every route of the service."""

from django.contrib import admin
from django.urls import include, path

from declarations.web.printing import verify
from singlewindow import health
from singlewindow.home import Home, Problem

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("problems/<slug:code>", Problem.as_view(), name="problem"),
    path("", include("declarations.traders.urls")),
    path("", include("permits.urls")),
    path("", include("declarations.dataset.urls")),
    path("declarations", include("declarations.web.urls")),
    path("verify/<str:token>", verify, name="verify"),
    path("api/v1/", include("declarations.api.urls")),
    path("console/", admin.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("service-status", health.service_status, name="service-status"),
    path("metrics", health.metrics, name="metrics"),
]

handler400 = "singlewindow.errors.bad_request"
handler403 = "singlewindow.errors.forbidden"
handler404 = "singlewindow.errors.not_found"
handler500 = "singlewindow.errors.server_error"
