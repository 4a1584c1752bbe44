"""What a kept message says, whatever its form: the declaration as a value. The message itself is never changed."""

import json
from typing import Any

import msgspec

from declarations import wco
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.data.aeo_release import AeoRelease
from declarations.data.numbers import number_text
from declarations.data.parcel import Parcel
from declarations.models import Form, Submission
from declarations.parcels import full


def said_by(submission: Submission) -> DeclarationData:
    """The declaration that a message of the store says."""
    return read(document_said(submission), DeclarationData)


def document_said(submission: Submission) -> dict[str, Any]:
    """The same as the JSON object of the form."""
    if submission.form == Form.WCO_XML:
        return wco.read(submission.body.encode()).value
    body = json.loads(submission.body)
    if submission.form == Form.AMENDMENT:
        return body["declaration"]
    if submission.form == Form.AEO_RELEASE:
        return _document(read(body, AeoRelease).full())
    return _document(full(read(body, Parcel))) if submission.form == Form.PARCEL else body


def _document(data: DeclarationData) -> dict[str, Any]:
    """A declaration as the JSON object that would be sent for it."""
    return json.loads(msgspec.json.encode(data, enc_hook=number_text))
