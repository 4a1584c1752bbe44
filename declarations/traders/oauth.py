"""The token endpoint (RFC 6749, client credentials): a program shows who it is and gets an access token.

Authlib reads the grant and words the errors. What is ours: how a client is authenticated, and that no token is stored.
"""

import base64
import logging
import re
from hmac import compare_digest
from typing import Any
from urllib.parse import unquote_plus

from authlib.integrations.django_oauth2 import AuthorizationServer
from authlib.oauth2.base import OAuth2Error
from authlib.oauth2.rfc6749 import ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.errors import (
    InvalidClientError,
    InvalidRequestError,
    InvalidScopeError,
    UnsupportedGrantTypeError,
)
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from declarations.traders import assertions, tokens
from declarations.traders.addresses import address_of
from declarations.traders.certificates import thumbprint_of
from declarations.traders.client_secrets import is_secret_of
from declarations.traders.declarant import ALL_SCOPES
from declarations.traders.ended import ended
from declarations.traders.errors import AssertionRefused
from declarations.traders.limits import Standing, counting, token_requests
from declarations.traders.models import ApiClient

logger = logging.getLogger(__name__)

GRANT_TYPE = "client_credentials"
_FORM = "application/x-www-form-urlencoded"
_ALLOWED = re.compile(r"[\x20\x21\x23-\x5B\x5D-\x7E]{0,4096}")  # RFC 6749, appendix A
_CLIENT_ID = re.compile(r"[0-9A-Za-z._-]{1,64}")


class _Request(OAuth2Request):
    """A token request. That it came by TLS is enforced in front (SECURE_SSL_REDIRECT), so Authlib need not ask.

    Parameters are those of the body alone: RFC 6749 keeps them out of the address, where logs would find them.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.method or "", f"https://{request.get_host()}{request.path}", headers=request.headers)
        self.payload = BasicOAuth2Payload(request.POST.dict())
        self.certificate = thumbprint_of(request)


class _Client(ClientMixin):
    """An API client as Authlib asks about it."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == GRANT_TYPE

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return endpoint == "token"

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What was asked for, if all of it is granted; without a question, everything granted."""
        asked = dict.fromkeys((scope or "").split()) or self.client.scopes
        return " ".join(asked) if set(asked) <= set(self.client.scopes) else None


class _ClientRefused(InvalidClientError):
    """One answer for an unknown client, a wrong secret, an inactive client and a method that is not offered.

    Only who has shown a key of the client is told what else is wrong.
    """

    status_code = 401
    description = "The client could not be authenticated."

    def get_headers(self) -> list[tuple[str, str]]:
        headers = [header for header in super().get_headers() if header[0] != "WWW-Authenticate"]
        return [*headers, ("WWW-Authenticate", 'Basic realm="oauth/token", charset="UTF-8"')]


class _TooOften(OAuth2Error):
    """Too many tokens were asked for from one address; nothing of this request was looked at."""

    error = "temporarily_unavailable"
    status_code = 429
    description = "Too many tokens are asked for from your address. A token is good for ten minutes: use it again."

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.retry_after = standing.resets_in

    def get_headers(self) -> list[tuple[str, str]]:
        return [*super().get_headers(), ("Retry-After", str(self.retry_after))]


class _OtherGrant(UnsupportedGrantTypeError):
    """Says what is offered; does not repeat what was sent."""

    description = f"The only grant_type here is {GRANT_TYPE}."


class _Grant(ClientCredentialsGrant):
    """Client credentials, by a secret or by an assertion."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "private_key_jwt"]


class _Server(AuthorizationServer):
    """Authlib's server without a table of tokens."""

    def query_client(self, client_id: str) -> _Client | None:
        admitted = ApiClient.objects.admitted(sandbox=settings.SANDBOX).select_related("trader")
        client = admitted.filter(client_id=client_id).first()
        return _Client(client) if client else None

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Nothing is stored: the token itself says all, under our signature."""

    def create_oauth2_request(self, request: HttpRequest) -> _Request:
        return _Request(request)

    def authenticate_client(self, request: OAuth2Request, methods: list[str], endpoint: str = "token") -> _Client:
        try:
            client: _Client = super().authenticate_client(request, methods, endpoint)
        except _ClientRefused:
            raise
        except InvalidClientError:
            raise _ClientRefused from None
        bound_to = client.client.certificate_sha256
        if bound_to and not compare_digest(bound_to, request.certificate):
            raise _ClientRefused(description="The client is bound to another TLS certificate.")
        return client

    def get_token_grant(self, request: OAuth2Request) -> _Grant:
        try:
            return super().get_token_grant(request)
        except UnsupportedGrantTypeError as error:
            raise _OtherGrant(error.grant_type) from None


def _client_secret_basic(query_client: Any, request: OAuth2Request) -> _Client | None:
    """HTTP Basic. The digests are compared whether or not the client is known, and only then is it read."""
    client_id, secret = _basic_credentials(request.headers.get("Authorization", ""))
    if not _CLIENT_ID.fullmatch(client_id):
        return None
    digest = ApiClient.objects.admitted(sandbox=settings.SANDBOX).digest_of(client_id)
    return query_client(client_id) if is_secret_of(secret, digest=digest) else None


def _private_key_jwt(query_client: Any, request: OAuth2Request) -> _Client | None:
    """An assertion signed by a registered key (RFC 7523, 2.2). Why one was refused is in our log."""
    form = request.payload.data
    if form.get("client_assertion_type") != assertions.TYPE:
        return None
    try:
        client = assertions.client_of(form.get("client_assertion", ""), at=timezone.now())
    except AssertionRefused as refused:
        logger.warning("an assertion was refused: %s", refused.reason)
        raise _ClientRefused(description=_told(refused)) from None
    if form.get("client_id", client.client_id) != client.client_id:
        return None
    return _Client(client)


def _told(refused: AssertionRefused) -> str:
    return f"The assertion is refused: {refused.reason}." if refused.proven else _ClientRefused.description


def _basic_credentials(header: str) -> tuple[str, str]:
    """Name and secret, each form-encoded as RFC 6749 2.3.1 has it; empty when the header is anything else."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _access_token(*, client: _Client, scope: str | None, **_: Any) -> dict[str, Any]:
    """The body of the answer."""
    allowed = client.get_allowed_scope(scope)
    if allowed is None:
        raise InvalidScopeError("The scope is unknown or more than this client was granted.")
    at = timezone.now()
    token, expires_in = tokens.issue(client.client, scopes=tuple(allowed.split()), at=at)
    ended.read(at=at)
    logger.info("a token for %s", client.client.client_id)
    return {"access_token": token, "token_type": "Bearer", "expires_in": expires_in, "scope": allowed}


def _malformed(request: HttpRequest) -> str:
    """What is wrong with the request itself, or nothing."""
    if request.content_type != _FORM:
        return f"Send the parameters in the body, as {_FORM}."
    if any(len(values) > 1 for _, values in request.POST.lists()):
        return "A parameter is sent twice."
    if not all(_ALLOWED.fullmatch(text) for name, values in request.POST.lists() for text in (name, *values)):
        return "A parameter is too long or has a character that RFC 6749 does not allow."
    if not request.POST.get("grant_type"):
        return "The parameter grant_type is missing."
    if "Authorization" in request.headers and {"client_secret", "client_assertion"} & request.POST.keys():
        return "The client authenticates in two ways at once."
    return ""


_server = _Server(client_model=ApiClient, token_model=None)
_server.scopes_supported = list(ALL_SCOPES)
_server.register_client_auth_method("client_secret_basic", _client_secret_basic)
_server.register_client_auth_method("private_key_jwt", _private_key_jwt)
_server.register_token_generator(GRANT_TYPE, _access_token)
_server.register_grant(_Grant)


@csrf_exempt
@require_POST
@sensitive_post_parameters()
def token(request: HttpRequest) -> HttpResponse:
    """POST /oauth/token: 200 with an access token, 400 or 401 as RFC 6749 5.2 has it, 429. Never cached."""
    standing = counting.count(token_requests(), address_of(request), at=timezone.now())
    if not standing.is_within:
        return _server.handle_error_response(None, _TooOften(standing))
    if wrong := _malformed(request):
        return _server.handle_error_response(None, InvalidRequestError(wrong))
    response: HttpResponse = _server.create_token_response(request)
    if response.status_code == 401:
        logger.warning("a program was refused a token, from %s", address_of(request))
    return response
