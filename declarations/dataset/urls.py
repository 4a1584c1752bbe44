"""Where the public statistics are."""

from django.urls import path

from declarations.dataset import views

urlpatterns = [
    path("statistics", views.statistics, name="statistics"),
    path("statistics/releases/<int:release>/<slug:form>", views.release_file, name="statistics-file"),
]
