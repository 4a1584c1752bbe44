"""Where the public statistics are, and research access."""

from django.urls import path

from declarations.dataset import views
from declarations.dataset.research import pages

urlpatterns = [
    path("statistics", views.Statistics.as_view(), name="statistics"),
    path("statistics/releases/<int:release>/<slug:form>", views.release_file, name="statistics-file"),
    path("research", pages.Projects.as_view(), name="research"),
    path("research/apply", pages.Apply.as_view(), name="research-apply"),
    path("research/projects/<uuid:project>", pages.ProjectPage.as_view(), name="research-project"),
    path("research/projects/<uuid:project>/decisions/<slug:step>", pages.Decide.as_view(), name="research-decide"),
    path("research/projects/<uuid:project>/sample", pages.Sample.as_view(), name="research-sample"),
    path("research/projects/<uuid:project>/outputs", pages.RequestOutput.as_view(), name="research-request"),
    path("research/projects/<uuid:project>/equations", pages.RequestEquation.as_view(), name="research-equation"),
    path("research/outputs/<uuid:output>", pages.OutputPage.as_view(), name="research-output"),
    path("research/outputs/<uuid:output>/file", pages.OutputFile.as_view(), name="research-output-file"),
]
