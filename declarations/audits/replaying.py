"""Every selection done again, from what is stored alone: whether the category and each reason follow from it.

The profiles are those of the edition, the key is the day's, what the model said stands as it was kept. What is only in
the message (a relief or tax claimed, a script of the sandbox) is taken from the reasons.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
from django.conf import settings
from msgspec import Struct

from declarations.audits.stored import Stored, stored
from declarations.selection.criteria import Reason, Scored, day_key, select
from declarations.selection.draws import commitment
from declarations.selection.in_force import InForce, read
from declarations.selection.models import DrawDay, Selection

_CLAIMS = ("RELIEF_CLAIMED", "INTERNAL_TAX_STATED")


class Differs(Struct, frozen=True):
    """A selection that does not follow from what is stored: what was kept, and what comes of doing it again."""

    number: str
    kept: str
    again: str


class Replaying:
    """Does selections again; what is the same for many is read once."""

    def __init__(self) -> None:
        self.done = 0
        self._held: dict[int, InForce] = {}
        self._keys: dict[date, bytes | None] = {}

    def differences(self, since: date, until: date, *, at: datetime) -> Iterator[Differs]:
        """Those of the first selections of these days that come out otherwise."""
        for each in stored(since, until, known_at=at):
            kept = Selection.objects.get(id=each.head.selection)
            key = self._key(each.head.on)
            if key is None:
                yield Differs(each.head.number, _words(kept.category, kept.reasons), "the key of the day is gone")
                continue
            again = self._again(each, kept, key)
            self.done += 1
            if again != _words(kept.category, kept.reasons):
                yield Differs(each.head.number, _words(kept.category, kept.reasons), again)

    def _again(self, each: Stored, kept: Selection, key: bytes) -> str:
        codes = {reason["code"] for reason in kept.reasons}
        scripted = kept.category if "SANDBOX" in codes else None
        features = msgspec.structs.replace(
            each.features(),
            claims=tuple(claim for claim in _CLAIMS if claim in codes),
            scripted_category=scripted,
        )
        held = self._held.get(kept.edition) or self._held.setdefault(kept.edition, read(kept.edition))
        selected = select(features, profiles=held.profiles, key=key, share=kept.share, scored=_scored(kept, held))
        if selected.draw != kept.draw:
            return f"the draw is {selected.draw}"
        return _words(selected.category, [_builtin(reason) for reason in selected.reasons])

    def _key(self, on: date) -> bytes | None:
        """The key of a day: as shown, or as it follows from a secret that is still held."""
        if on not in self._keys:
            day = DrawDay.objects.filter(on=on).first()
            secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
            keys = [day_key(secret.encode(), on) for secret in secrets]
            if day and day.key:
                keys = [bytes.fromhex(day.key)]
            fitting = [key for key in keys if day is None or commitment(key) == day.key_sha256]
            self._keys[on] = fitting[0] if fitting else None
        return self._keys[on]


def _scored(kept: Selection, held: InForce) -> Scored | None:
    """What the model said, as it was kept; what follows from the score is asked of the policy again."""
    if kept.score is None or held.policy is None or kept.model_item is None or kept.likelihood is None:
        return None
    return Scored(
        policy=held.policy.version,
        model_sha256=kept.model_sha256,
        features_sha256=kept.features_sha256,
        item=kept.model_item,
        likelihood=kept.likelihood,
        score=kept.score,
        category=held.policy.category(kept.score),
        reasons=tuple(kept.model_reasons),
        counts=held.policy.mode == "RAISE",
    )


def _builtin(reason: Reason) -> dict[str, Any]:
    return msgspec.to_builtins(reason)


def _words(category: int, reasons: list[dict[str, Any]]) -> str:
    """A selection as a text that can be compared and read."""
    told = [msgspec.json.encode(reason, order="sorted").decode() for reason in reasons]
    return f"category {category}: {'; '.join(told) or 'no reason'}"
