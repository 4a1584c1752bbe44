"""The samples: real-looking declarations of fictional firms, each with the state it must reach.

The first three are the table of "Experiences on Accumulation and Utilization of Data in Japan Customs" (WTO Trade
Facilitation Committee, April 2024): lodged as at their days, they must come out of the data file with its figures.
"""

from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).parent / "samples"


LATELY = "2026-11-23T10:00:00+09:00"


class Sample(Struct, frozen=True, kw_only=True):
    """One sample: its file, who lodges it, as at which instant, how it is paid, and where it must end."""

    name: str
    what: str
    client: str = "demo-broker"
    clock: str | None = None
    payment: str | None = None
    payment_reference: str = "DEMONSTRATION"  # for DEFER the number of a security of the importer or the declarant
    expected: str
    held_by: tuple[str, ...] = ()

    @property
    def body(self) -> bytes:
        """The message, as it is sent."""
        return (FOLDER / f"{self.name}.json").read_bytes()


SAMPLES = (
    Sample(
        name="soy_sauce",
        what="the document's first row: food, as at 2014",
        clock="2014-01-01T10:00:00+09:00",
        payment="PAY",
        expected="RELEASED",
    ),
    Sample(
        name="roofing_tiles",
        what="its second row: dollars, as at 2016",
        clock="2016-05-15T10:00:00+09:00",
        payment="PAY",
        expected="RELEASED",
    ),
    Sample(name="golf_balls", what="its third row: euros, duty free", payment="PAY", expected="RELEASED"),
    Sample(
        name="small_parcel", clock=LATELY, what="4,800 yen: owes nothing, released in the reply", expected="RELEASED"
    ),
    Sample(
        name="oranges",
        clock=LATELY,
        what="AEO importer; food and plants answer 3 s later",
        client="demo-aeo-importer",
        payment="DEFER",
        payment_reference="DEMO-SECURITY-AEO",
        expected="RELEASED",
    ),
    Sample(
        name="roses",
        clock=LATELY,
        what="plant quarantine refuses",
        payment="PAY",
        expected="LODGED",
        held_by=("PERMIT_REFUSED",),
    ),
    Sample(
        name="beef",
        clock=LATELY,
        what="category 2: an officer examines the documents",
        payment="PAY",
        expected="LODGED",
        held_by=("DOCUMENT_EXAMINATION",),
    ),
    Sample(name="refused", clock=LATELY, what="its mistakes are told all at once", expected="REFUSED BY RULE"),
    Sample(name="tiles_export", clock=LATELY, what="export that owes nothing", expected="RELEASED"),
    Sample(name="seeds_export", clock=LATELY, what="export under plant protection", expected="RELEASED"),
)

# The source document's table: what the data file must show for the first three samples. The number is ours, the
# third row's blank date is the day of lodging; the columns are in the document's order.
TABLE = {
    "soy_sauce": (
        *("2014-01-01", "SOY SAUCE INTERNATIONAL LTD", "1234567890123-9000", "ZAIMUSOKEN CO., LTD"),
        *("2103100005", "200000", "JPY", "50000", "250000", "18000", "2000", "KG"),
    ),
    "roofing_tiles": (
        *("2016-05-15", "KAWARA S.A.", "2345678901234-0000", "KANZEIKYOKU CO., LTD"),
        *("6905100005", "2000", "USD", "500", "273750", "5475", "5", "MT"),
    ),
    "golf_balls": (
        *("", "BALL LLP", "3456789012345-0000", "SMART ZEIKAN LLC"),
        *("9506320003", "2000", "EUR", "500", "324550", "0", "2500", "NO"),
    ),
}
