"""The signatures that we look for ourselves: the test file of the antivirus makers, so that a deployment can be tried.

A real scanner knows the real ones: see clamd.py.
"""

from declarations.documents.scanner import Verdict

# In two pieces, so that no scanner takes this file for the test file.
_TEST_FILE = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_KNOWN = {"Eicar-Test-Signature": _TEST_FILE}


def signature_in(content: bytes) -> str | None:
    """The name of a signature that stands in the bytes."""
    return next((name for name, signature in _KNOWN.items() if signature in content), None)


class Signatures:
    """The built-in scanner: in line, since it asks nobody. The inspection has looked inside containers by then."""

    in_line = True
    name = "signatures"

    def scan(self, content: bytes) -> Verdict:
        """Infected where a signature stands in the bytes."""
        found = signature_in(content)
        return Verdict(infected=found is not None, signature=found or "")
