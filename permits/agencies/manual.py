"""An agency without a machine: the question waits for an officer."""

from permits.agencies.base import AskedOnPaper
from permits.question import PermitAnswer, PermitQuestion


class ManualAgency:
    """Hands every question to a person at once."""

    def ask(self, question: PermitQuestion) -> PermitAnswer:
        """Raises AskedOnPaper."""
        raise AskedOnPaper("asked-on-paper", f"ask {question.agency} on paper and enter the answer")
