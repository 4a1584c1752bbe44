"""One row to learn from or to score: what was declared of goods and, where somebody looked, what was found."""

from datetime import date

from msgspec import Struct


class Declared(Struct, frozen=True, kw_only=True):
    """What a declaration says of its goods, as text; blank where it does not say.

    `tax_rate` is in percent, `price` the customs value in the file's one currency, `net_mass` in kg, None where it is
    not declared; `taxes` fall due beside the duty, 0 where a file does not tell. The words are those of the published
    files of customs declarations.
    """

    number: str
    on: date
    office: str
    process: str = ""
    import_type: str = ""
    import_use: str = ""
    payment: str = ""
    transport: str = ""
    declarant: str = ""
    importer: str = ""
    seller: str = ""
    courier: str = ""
    commodity: str
    departure: str = ""
    origin: str = ""
    tax_rate: float
    tax_type: str = ""
    origin_indicator: str = ""
    net_mass: float | None = None
    price: float
    taxes: float = 0.0

    @property
    def duty(self) -> float:
        """What is at stake, by the declared value and rate, in the currency of the price."""
        return self.price * self.tax_rate / 100 + self.taxes


class Seen(Struct, frozen=True):
    """A declared row with what an examination found; None where nobody looked, which is not the same as clean.

    `lacking` is what was found to be declared too little, None where nobody said. Where the row is a whole declaration,
    `items` are its goods items.
    """

    declared: Declared
    found: bool | None
    lacking: float | None = None
    items: tuple[Declared, ...] = ()

    @property
    def revenue(self) -> float:
        """What finding it wrong brings: what was lacking, or the duty that is declared where nobody said how much."""
        if not self.found:
            return 0.0
        return self.declared.duty if self.lacking is None else self.lacking
