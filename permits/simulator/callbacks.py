"""What the agency sends by itself: signed, one after the other, and again while nobody takes it."""

import http.client
import logging
from datetime import UTC, datetime
from threading import Event, Thread
from urllib.parse import urlsplit

from permits.signing import signed_headers
from permits.simulator.register import Register, ToSend

logger = logging.getLogger(__name__)

PAUSES_SECONDS = (0.2, 1.0, 3.0, 10.0, 30.0)
_TIMEOUT_SECONDS = 10.0


class Messenger:
    """A thread that sends each notice when its time comes. One thread, so that their order is the scripted one."""

    def __init__(self, register: Register, *, url: str, secret: str) -> None:
        """`url` is the asker's door for answers."""
        parts = urlsplit(url)
        self._register = register
        self._secret = secret
        self._path = parts.path or "/"
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        self._line = kind(parts.hostname or "", parts.port or (443 if secure else 80), timeout=_TIMEOUT_SECONDS)
        self._bell = Event()
        self._stopping = False
        self._thread = Thread(target=self._run, name="messenger", daemon=True)

    def start(self) -> None:
        """Begin with what is left from an earlier life."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something new."""
        self._bell.set()

    def stop(self) -> None:
        """Send nothing more."""
        self._stopping = True
        self._bell.set()
        self._thread.join(timeout=_TIMEOUT_SECONDS + 1)

    def _run(self) -> None:
        while not self._stopping:
            notice = self._register.next_notice()
            if notice is None:
                self._bell.wait(self._register.seconds_to_next_notice())
                self._bell.clear()
                continue
            self._deliver(notice)
        self._line.close()

    def _deliver(self, notice: ToSend) -> None:
        status = self._post(notice)
        if 200 <= status < 300:
            self._register.sent(notice, result="TAKEN")
        elif 400 <= status < 500 and status not in (408, 429):
            logger.warning("notice %s refused with %s", notice.message_id, status)
            self._register.sent(notice, result=f"REFUSED_{status}")
        elif notice.tries < len(PAUSES_SECONDS):
            self._register.sent(notice, result="", again_in_seconds=PAUSES_SECONDS[notice.tries])
        else:
            logger.warning("notice %s given up", notice.message_id)
            self._register.sent(notice, result="GIVEN_UP")

    def _post(self, notice: ToSend) -> int:
        """The status; 0 when nobody is there."""
        signed = signed_headers(notice.body, message_id=notice.message_id, secret=self._secret, at=datetime.now(UTC))
        try:
            self._line.request("POST", self._path, notice.body, {"Content-Type": "application/json", **signed})
            response = self._line.getresponse()
            response.read()
            return response.status
        except (OSError, http.client.HTTPException):
            self._line.close()
            return 0
