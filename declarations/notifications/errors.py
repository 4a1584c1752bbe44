"""The refusals of the feed and of webhooks."""

from declarations.errors import FormatError, NotAcceptable, Refusal


class CursorExpired(Refusal):
    """The cursor points to before what the feed keeps; `kept_days` says how far it reaches back."""

    code, status = "cursor-expired", 410


class UnknownEndpoint(Refusal):
    """There is no such endpoint, or it is another organisation's: the answer is the same."""

    code, status = "not-found", 404


class EndpointDisabled(Refusal):
    """Nothing is sent to a disabled endpoint; `because` says why it is."""

    code, status = "endpoint-disabled", 409


class TooManyEndpoints(Refusal):
    """The organisation has as many endpoints as it may; `limit` says how many."""

    code, status = "too-many-endpoints", 409


class TooManySecrets(Refusal):
    """Too many secrets of the endpoint sign at once; the earlier ones end within a day. `limit` says how many may."""

    code, status = "too-many-secrets", 409


class PeopleOnly(Refusal):
    """Mail is for people; a program follows the feed or has webhooks."""

    code, status = "people-only", 403


def bad_url(why: str) -> NotAcceptable:
    """The refusal of a webhook's URL; `why` is a word of address.py."""
    return NotAcceptable((FormatError(pointer="/url", code="webhook-url", facts={"why": why}),))
