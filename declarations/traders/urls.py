"""The ways in: a token for programs, a login page for people."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from declarations.traders import oauth

urlpatterns = [
    path("oauth/token", oauth.token, name="token"),
    path(
        "login",
        LoginView.as_view(template_name="traders/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("logout", LogoutView.as_view(), name="logout"),
]
