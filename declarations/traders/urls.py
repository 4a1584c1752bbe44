"""The ways in: a token for programs, a login page for people."""

from django.urls import path

from declarations.traders import oauth, views

urlpatterns = [
    path("oauth/token", oauth.token, name="token"),
    path("login", views.SignIn.as_view(), name="login"),
    path("login/code", views.SignInCode.as_view(), name="sign-in-code"),
    path("login/second-factor", views.Enrolment.as_view(), name="enrolment"),
    path("login/second-factor.svg", views.EnrolmentPicture.as_view(), name="enrolment-picture"),
    path("login/confirm", views.Confirm.as_view(), name="confirm"),
    path("login/new-password/<uidb64>/<token>", views.SetPassword.as_view(), name="set-password"),
    path("account", views.Account.as_view(), name="account"),
    path("account/other-sessions", views.OtherSessions.as_view(), name="other-sessions"),
    path("account/password", views.ChangePassword.as_view(), name="change-password"),
    path("account/recovery-codes", views.RecoveryCodes.as_view(), name="recovery-codes"),
    path("logout", views.SignOut.as_view(), name="logout"),
]
