"""An agency that takes questions as JSON over HTTP: POST {url}/v1/requests with an Idempotency-Key."""

from time import monotonic

import msgspec
import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

from permits.agencies.base import AgencyProtocolError, AgencyUnavailable
from permits.question import PermitAnswer, PermitQuestion, answer_from_wire, to_wire

CONNECT_SECONDS = 3.0
TOTAL_SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024
_PASSING = frozenset({408, 409, 425, 429})  # 409: our own first try is still at work there
_UNDERSTOOD = frozenset({200, 201, 202})

# One pool a process: connections are kept and shared by its threads.
_pool = urllib3.PoolManager(num_pools=40, maxsize=8, retries=False)


class JsonHttpAgency:
    """Asks over HTTP within firm limits of time and size."""

    def __init__(
        self, url: str, *, connect_seconds: float = CONNECT_SECONDS, total_seconds: float = TOTAL_SECONDS
    ) -> None:
        """`url` is the agency's base address. Both limits are in seconds."""
        self._url = url.rstrip("/") + "/v1/requests"
        self._connect_seconds = connect_seconds
        self._total_seconds = total_seconds

    def ask(self, question: PermitQuestion) -> PermitAnswer:
        """The agency's answer as it stands now. Raises AgencyUnavailable or AgencyProtocolError."""
        until = monotonic() + self._total_seconds
        try:
            response = _pool.request(
                "POST",
                self._url,
                body=to_wire(question),
                headers=_headers(question),
                timeout=urllib3.Timeout(connect=self._connect_seconds, total=self._total_seconds),
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                return _understood(response.status, _body(response, until=until))
            finally:
                response.close()  # a line whose answer was read to its end is back in the pool already
                response.release_conn()
        except NewConnectionError as absent:  # urllib3 counts it as a timeout, which it is not
            raise AgencyUnavailable("no-connection", type(absent).__name__) from absent
        except TimeoutError as late:
            raise AgencyUnavailable("timeout", type(late).__name__) from late
        except (HTTPError, OSError) as broken:
            raise AgencyUnavailable("no-connection", type(broken).__name__) from broken


def _headers(question: PermitQuestion) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Idempotency-Key": question.idempotency_key,
    }
    trace = question.correlation_id
    if trace and trace.isascii() and trace.isprintable():
        headers["Correlation-Id"] = trace
    if len(trace) == 32 and trace.isalnum():  # W3C trace context: the trace of the asker, our check as its part
        headers["traceparent"] = f"00-{trace}-{question.idempotency_key.replace('-', '')[-16:]}-01"
    return headers


def _body(response: urllib3.BaseHTTPResponse, *, until: float) -> bytes:
    """The answer's body, piece by piece: an agency that trickles is as late as one that is silent."""
    body = b""
    while piece := response.read1(LARGEST_ANSWER):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise AgencyProtocolError("answer-too-large", f"more than {LARGEST_ANSWER} bytes")
        if monotonic() > until:
            raise AgencyUnavailable("timeout", "the answer trickles")
    return body


def _understood(status: int, body: bytes) -> PermitAnswer:
    if status in _PASSING or status >= 500:
        raise AgencyUnavailable(f"http-{status}", f"the agency says {status}")
    if status not in _UNDERSTOOD:
        raise AgencyProtocolError(f"http-{status}", f"the agency says {status}")
    try:
        return answer_from_wire(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as strange:
        raise AgencyProtocolError("answer-not-understood", str(strange)[:200]) from strange
