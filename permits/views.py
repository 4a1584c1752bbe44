"""POST /agency/v1/answers: an agency's signed message comes in.

Refused in this order, the cheap tests first: size, signature, age, JSON, shape, then what the check itself says.
Whoever cannot sign leaves no row: only a line in the log.
"""

import logging

import msgspec
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from permits import checking
from permits.agencies import secret_of
from permits.errors import PermitsRefusal, UnknownPermitCheck
from permits.models import Agency
from permits.question import PermitNotice, notice_from_wire
from permits.signing import NotAuthentic, authentic_id

logger = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024
_TITLES = {
    "method-not-allowed": "Only POST is possible here.",
    "body-too-large": "The message is too large.",
    "signature-missing": "The message is not signed.",
    "signature-wrong": "The signature does not fit the message.",
    "timestamp-stale": "The message is too old, or from the future.",
    "malformed-json": "The message is not JSON.",
    "invalid-format": "The message has the wrong shape.",
    "unknown-permit-check": "There is no such request of ours at this agency.",
    "wrong-version": "The request is about another version.",
}


@csrf_exempt
def take_answer(request: HttpRequest) -> HttpResponse:
    """200 for an answer that was taken, be it the first or a repeated one."""
    if request.method != "POST":
        refused = _problem(request, "method-not-allowed", 405)
        refused["Allow"] = "POST"
        return refused
    body = request.read(LARGEST_BODY + 1)
    if len(body) > LARGEST_BODY:
        return _problem(request, "body-too-large", 413)
    try:
        message_id, notice = _read(request, body)
        effect = checking.receive(notice, message_id=message_id)
    except NotAuthentic as refusal:
        return _problem(request, refusal.code, 401)
    except msgspec.ValidationError as refusal:
        return _problem(request, "invalid-format", 422, str(refusal))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as refusal:
        return _problem(request, "malformed-json", 400, str(refusal))
    except PermitsRefusal as refusal:
        return _problem(request, refusal.code, refusal.status, **refusal.facts)
    return JsonResponse({"effect": effect.value})


def _read(request: HttpRequest, body: bytes) -> tuple[str, PermitNotice]:
    """The message's id and content. Whose secret opens it is who sent it: no agency can speak for another."""
    signer, message_id = _opened(request, body)
    notice = notice_from_wire(body)
    if notice.agency != signer:
        raise UnknownPermitCheck()
    return message_id, notice


def _opened(request: HttpRequest, body: bytes) -> tuple[str, str]:
    """The agency that signed the message, and the message's id. Raises NotAuthentic."""
    for agency in Agency.objects.order_by("code").values_list("code", flat=True):
        try:
            return agency, authentic_id(request.headers, body, secret=secret_of(agency), at=timezone.now())
        except NotAuthentic as refused:
            if refused.code != "signature-wrong":  # unsigned, or signed by this agency long ago
                raise
    raise NotAuthentic("signature-wrong")


def _problem(request: HttpRequest, code: str, status: int, detail: str = "", **facts: object) -> HttpResponse:
    logger.warning("an agency's message is refused: %s", code)
    told = {"detail": detail, "instance": request.path, "correlation_id": request.META.get("CORRELATION_ID", "")}
    body = {"type": f"/problems/{code}", "title": _TITLES[code], "status": status, **told, **facts}
    return JsonResponse(body, status=status, content_type="application/problem+json")
