"""Places where a drill may kill the process: between two steps, where a process that dies leaves the most behind.

`CRASH_AT=ask.called` makes the process kill itself there, as `kill -9` would. Unset, which it is outside of drills, a
crash point compares two texts. `manage.py check` refuses the variable in production, and the settings ignore it there.
"""

import os
import signal

from django.conf import settings

# Name -> what has been done by then, and what has not.
CRASH_POINTS = {
    "lodge.judged": "the message was judged; nothing is written",
    "lodge.recorded": "the declaration is committed; the client has no answer",
    "dispatch.claimed": "rows are put off as published; nothing is published",
    "dispatch.published": "some of the claimed rows are published, the others are not",
    "ask.leased": "a worker has the lease; the agency has not been asked",
    "ask.called": "the agency has answered; nothing of it is kept",
    "ask.recording": "the answer is written; its transaction is open",
    "ask.recorded": "the answer is committed; the asker has not been told",
    "receive.taken": "the agency's message is in the inbox and applied; its transaction is open",
    "receive.recorded": "the agency's message is committed; the asker has not been told, the agency has no answer",
    "announce.told": "the asker was told; that it was is not noted",
    "advance.saved": "the declaration is advanced; its transaction is open",
}


def crash_point(name: str) -> None:
    """Die here if that is asked for."""
    if name == settings.CRASH_AT:
        os.kill(os.getpid(), signal.SIGKILL)
