"""Declarations in the WCO Data Model's XML: what they become in the form, with a report of every part."""

from typing import Any, cast

from django.http import HttpResponse
from msgspec import Struct
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.views import APIView

from declarations import wco
from declarations.api.edge import document_of, parameters, reply
from declarations.api.operation import operation
from declarations.contract import read
from declarations.data import DeclarationData
from declarations.errors import FormatError, NotAcceptable


class TranslatedError(Struct, frozen=True, omit_defaults=True):
    """One place in which the result is not yet what the form takes, with the element that it came from."""

    pointer: str
    code: str
    element: str
    facts: dict[str, str] = {}


class Translation(Struct, frozen=True):
    """A document as the form's JSON object; nothing where it asks for something else than to declare goods."""

    declaration: dict[str, Any] | None
    report: wco.Report
    format_errors: tuple[TranslatedError, ...]


class Translations(APIView):
    """`/translations`."""

    chapter = "before you declare"

    def get_parsers(self) -> list[BaseParser]:
        return [parser for parser in super().get_parsers() if parser.media_type == wco.MEDIA_TYPE]

    @operation(takes_media=(wco.MEDIA_TYPE,), gives=Translation)
    def post(self, request: Request) -> HttpResponse:
        """Turn a WCO declaration into JSON: what was mapped, defaulted, missing or without a place. Nothing is kept."""
        parameters(request)
        translated = cast(wco.Received, document_of(request)).translated
        return reply(
            Translation(
                declaration=translated.value,
                report=translated.report,
                format_errors=tuple(_told(error, translated) for error in _format_errors(translated.value)),
            )
        )


def translation_in(document: object) -> wco.Translated | None:
    """What became of the XML, where the message came as XML."""
    return document.translated if isinstance(document, wco.Received) else None


def _format_errors(value: dict[str, Any] | None) -> tuple[FormatError, ...]:
    try:
        if value is not None:
            read(value, DeclarationData)
    except NotAcceptable as refused:
        return refused.errors
    return ()


def _told(error: FormatError, translated: wco.Translated) -> TranslatedError:
    element = translated.element_of(error.pointer)
    return TranslatedError(pointer=error.pointer, code=error.code, element=element, facts=error.facts)
