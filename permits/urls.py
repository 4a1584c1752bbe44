"""The one route: where agencies send their answers."""

from django.urls import path

from permits.views import take_answer

urlpatterns = [path("agency/v1/answers", take_answer, name="agency-answers")]
