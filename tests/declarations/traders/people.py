"""People at the door, as a browser and an authenticator app are."""

import re

from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from declarations.traders.models import User

PASSWORD = "a long enough phrase"


def person(username="officer", **fields):
    """A real person, of whom everything is asked."""
    return User.objects.create_user(username, password=PASSWORD, **{"role": "OFFICER", "grade": "CHIEF", **fields})


def code_of(user, *, steps=0, confirmed=True):
    """What the app shows, so many half minutes from now: each code is good once, the next one already counts."""
    device = TOTPDevice.objects.get(user=user, confirmed=confirmed)
    return f"{totp(device.bin_key, t0=-30 * steps):06d}"


def post_password(browser, username="officer", password=PASSWORD, **headers):
    return browser.post("/login", {"username": username, "password": password, "next": "/account"}, **headers)


def enrolled(browser, user):
    """Sign in for the first time; the recovery codes."""
    post_password(browser, user.username)
    browser.get("/login/second-factor")
    page = browser.post("/login/second-factor", {"code": code_of(user, confirmed=False)})
    return re.findall(r"<code>([A-Z2-7]{4}(?:-[A-Z2-7]{2,4}){6})</code>", page.content.decode())


def inside(user=None):
    """A browser in which an officer, or this person, is signed in with both factors."""
    browser = Client()
    enrolled(browser, user or person())
    return browser


def is_in(browser):
    return "_auth_user_id" in browser.session


def aged(browser, **seconds):
    """The session, so many seconds older in what it notes."""
    session = browser.session
    for name, age in seconds.items():
        session[name] -= age
    session.save()
