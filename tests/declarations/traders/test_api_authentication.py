"""Who calls the API: by token, by session with CSRF, with which scope, as declarant or officer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from declarations.traders import tokens
from declarations.traders.authentication import (
    AccessTokenAuthentication,
    SessionAuthentication,
    declarant_of,
    officer_of,
)
from declarations.traders.ended import ended
from declarations.traders.models import User
from declarations.traders.permissions import HasScope, IsDeclarant, IsOfficer

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class _Probe(APIView):
    """Says who called, under the permissions of its route."""

    authentication_classes = [AccessTokenAuthentication, SessionAuthentication]
    who = staticmethod(lambda request: declarant_of(request).client)

    def get_exception_handler(self):
        return exception_handler

    def get(self, request):
        return Response(self.who(request))

    def post(self, request):
        return self.get(request)


urlpatterns = [
    path("", include("declarations.traders.urls")),
    path("lodge", _Probe.as_view(permission_classes=[HasScope("declarations:lodge")])),
    path("own", _Probe.as_view(permission_classes=[IsDeclarant])),
    path("desk", _Probe.as_view(permission_classes=[IsOfficer], who=lambda request: officer_of(request).name)),
    path("either", _Probe.as_view(permission_classes=[IsOfficer | HasScope("declarations:read")], who=lambda r: "ok")),
    path("open", _Probe.as_view(permission_classes=[AllowAny])),
]


@pytest.fixture
def bearer(program):
    """The header of the broker's program with these scopes."""

    def header(*scopes, ago=timedelta()):
        return {"Authorization": "Bearer " + tokens.issue(program[0], scopes=scopes, at=timezone.now() - ago)[0]}

    return header


@pytest.fixture
def session_of():
    """A browser in which this person is logged in, with the CSRF check that test clients leave out."""

    def browser(user):
        client = Client(enforce_csrf_checks=True)
        client.force_login(user)
        client.cookies["csrftoken"] = "a" * 32
        return client

    return browser


def test_a_token_is_enough_and_asks_no_database(bearer, django_assert_num_queries):
    header = bearer("declarations:lodge")
    ended.read(at=timezone.now())
    with django_assert_num_queries(0):
        response = Client(enforce_csrf_checks=True).post("/lodge", headers=header)
    assert (response.status_code, response.json()) == (200, "api:broker-system")


def test_without_a_login_the_answer_is_a_challenge(client):
    response = client.get("/lodge")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert client.get("/open").status_code == 401


@pytest.mark.parametrize(
    "text", ["Bearer", "Bearer ", "Bearer x", "bearer a b c", "Bearer \xff", "Bearer " + "a" * 5000]
)
def test_a_bad_token_is_named_as_such(client, text):
    response = client.get("/own", headers={"Authorization": text})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer realm="api", error="invalid_token"')


def test_an_expired_token_is_refused(client, bearer):
    response = client.get("/own", headers=bearer("declarations:read", ago=timedelta(minutes=11)))
    assert (response.status_code, response.json()["detail"]) == (401, "The access token is refused: expired.")


def test_a_bad_token_is_not_rescued_by_a_session(broker, session_of):
    browser = session_of(User.objects.create_user("clerk", role="BROKER", trader=broker))
    assert browser.get("/own").status_code == 200
    assert browser.get("/own", headers={"Authorization": "Bearer x"}).status_code == 401


def test_a_missing_scope_is_told_apart(client, bearer):
    response = client.post("/lodge", headers=bearer("declarations:read"))
    assert (response.status_code, response.data["detail"].code) == (403, "insufficient-scope")
    assert response["WWW-Authenticate"] == (
        'Bearer realm="api", error="insufficient_scope", scope="declarations:lodge"'
    )
    assert client.get("/own", headers=bearer("declarations:read")).status_code == 200


def test_a_scope_that_does_not_exist_is_a_mistake_in_our_code():
    with pytest.raises(ValueError):
        HasScope("declarations:lodged")


def test_a_session_declares_for_its_organisation_with_csrf(broker, session_of):
    clerk = User.objects.create_user("clerk", role="BROKER", trader=broker)
    browser = session_of(clerk)
    without = browser.post("/lodge", content_type="application/json")
    assert (without.status_code, "CSRF" in without.json()["detail"]) == (403, True)
    response = browser.post("/lodge", content_type="application/json", headers={"X-CSRFToken": "a" * 32})
    assert (response.status_code, response.json()) == (200, f"user:{clerk.id}")


def test_officers_and_declarants_keep_to_their_routes(broker, bearer, session_of):
    clerk = session_of(User.objects.create_user("clerk", role="BROKER", trader=broker))
    officer = session_of(User.objects.create_user("officer", role="OFFICER", grade="CHIEF", is_demonstration=True))
    administrator = session_of(User.objects.create_superuser("administrator", is_demonstration=True))
    assert (officer.get("/desk").status_code, officer.get("/desk").json()) == (200, "officer")
    assert [officer.get(path).status_code for path in ("/own", "/lodge", "/open", "/either")] == [403, 403, 403, 200]
    assert (clerk.get("/desk").status_code, clerk.get("/either").status_code) == (403, 200)
    assert Client().get("/desk", headers=bearer("declarations:lodge")).status_code == 403
    assert [administrator.get(path).status_code for path in ("/own", "/desk")] == [403, 403]


def test_a_deactivated_person_is_out_at_once(broker, session_of):
    clerk = User.objects.create_user("clerk", role="BROKER", trader=broker)
    browser = session_of(clerk)
    User.objects.update(is_active=False)
    assert browser.get("/own").status_code == 401


def test_the_openapi_document_tells_both_ways_of_showing_who_calls():
    token, session = (
        OpenApiAuthenticationExtension.get_match(kind()).get_security_definition(None)
        for kind in (AccessTokenAuthentication, SessionAuthentication)
    )
    flow = token["flows"]["clientCredentials"]
    assert (flow["tokenUrl"], list(flow["scopes"])) == ("/oauth/token", ["declarations:lodge", "declarations:read"])
    assert session == {"type": "apiKey", "in": "cookie", "name": "sessionid"}
