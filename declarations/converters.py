"""A declaration number in an address, for the API and the pages."""

from django.urls import register_converter

from declarations.numbering import is_well_formed


class NumberConverter:
    """A declaration number of ours; anything else is not found before the store is asked."""

    regex = "[0-9A-Z]{11}"

    def to_python(self, value: str) -> str:
        if not is_well_formed(value):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "declaration_number")
