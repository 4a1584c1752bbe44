"""Words of this service that no password may hold: whoever guesses tries them first (ASVS 6.1.2)."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OWN_WORDS = (
    *("singlewindow", "customs", "declaration", "declarant", "clearance", "tariff", "naccs", "zeikan", "tsukan"),
    *("japan", "tokyo", "yokohama", "nagoya", "osaka", "kobe", "moji", "nagasaki", "hakodate", "okinawa"),
    *("importer", "exporter", "broker", "officer", "administrator", "password", "税関", "通関", "輸入", "輸出"),
)
_LEAST_BESIDE = 12  # characters that are not such a word
_LETTERS = str.maketrans("013457@$", "oieastas")  # as people write words in numbers
_BETWEEN = re.compile(r"[\s._-]+")


class OwnWordsValidator:
    """Refuses a password that is one of our words with little beside it; a long phrase may hold one."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        plain = _BETWEEN.sub("", password.casefold())
        for spelled in (plain, plain.translate(_LETTERS)):
            rest = spelled
            for word in OWN_WORDS:
                rest = rest.replace(word, "")
            if rest != spelled and len(rest) < _LEAST_BESIDE:
                raise ValidationError(self.get_help_text(), code="own-word")

    def get_help_text(self) -> str:
        """What is asked, in words."""
        return _("A password is no word of this service, such as customs or an office, with little beside it.")
