"""What an adapter to an agency has to do."""

from typing import Protocol

from permits.question import PermitAnswer, PermitQuestion


class AgencyError(Exception):
    """No answer. `code` is the kind of failure, the text its detail; neither repeats what the agency sent."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code = code


class AgencyUnavailable(AgencyError):
    """It can heal by itself: no connection, no answer in time, the agency says 429 or 5xx. Asked again later."""


class AgencyProtocolError(AgencyError):
    """It cannot: the agency refuses the message or says what nobody understands. Needs a person at once."""


class AskedOnPaper(AgencyError):
    """The agency has no machine to ask. An officer asks on paper and enters the answer."""


class AgencyAdapter(Protocol):
    """Carries one question to one agency and brings its answer back.

    The obligation:
    - The question's idempotency key goes along. Asking twice with one key is one request at the agency, with
      one reference; the second answer tells how the request stands now. So asking again *is* the poll.
    - It answers within its agency's limit, 10 seconds where none is set, or raises. It never waits without a limit,
      never retries, never follows a redirect, and reads no more than a bounded answer: trying again is decided by
      the row, not here.
    - It raises AgencyUnavailable for what can heal and another AgencyError for what cannot; nothing else.
    - It keeps no state of the question and touches no database: it is called outside of any transaction.
    """

    def ask(self, question: PermitQuestion) -> PermitAnswer:
        """The agency's answer as it stands now."""
        ...
