"""What a kept message says, whatever its form: the declaration as a value. The message itself is never changed."""

from typing import Any

import msgspec

from declarations.contract import read
from declarations.data import DeclarationData
from declarations.models import Form, Submission


def said_by(submission: Submission) -> DeclarationData:
    """The declaration that a message of the store says."""
    return read(document_said(submission), DeclarationData)


def document_said(submission: Submission) -> dict[str, Any]:
    """The same as the JSON object of the form."""
    body = msgspec.json.decode(submission.body)
    return body["declaration"] if submission.form == Form.AMENDMENT else body
