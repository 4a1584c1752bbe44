"""What the register and the tariff know already, so that nobody types it again."""

from datetime import date

from declarations.data import Direction
from declarations.traders.clients import client_of
from declarations.traders.declarant import Declarant
from declarations.web.said import Body, copied, put, text_at


def filled_in(body: Body, *, before: Body, direction: Direction, by: Declarant, on: date) -> Body:
    """The body with the name of the importer or exporter, where its code is new and the name is not given."""
    party = "importer" if direction is Direction.IMPORT else "exporter"
    code = text_at(body, (party, "party_code"))
    is_new = code != text_at(before, (party, "party_code"))
    if not is_new or text_at(body, (party, "name")) != text_at(before, (party, "name")):
        return body
    trader = client_of(by, code, on=on) if code else None
    if trader is None:
        return body
    body = copied(body)
    put(body, (party, "name"), trader.name)
    return body
