"""The reference data that ships with the product, and the rows that demonstrations need.

Loading adds what is missing and leaves alone what is there: an administrator's correction stays, and loading
twice changes nothing, not even the edition. The shipped schedule is an extract of the edition of 2026-07-09;
its lines have 13 of the 27 columns and are valid from 2014 on so that older demonstration declarations find a
tariff, which their `source` says. `KG (I.I.)`, kilograms including inner packing, is counted as KG.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from declarations.tariff.code_list_loading import AEO_TYPES
from declarations.tariff.headings import heading_of
from declarations.tariff.models import (
    BondedArea,
    Commodity,
    CustomsOffice,
    DeclarationType,
    DutyRate,
    ExchangeRate,
)
from declarations.tariff.regimes import Regime
from declarations.tariff.schedule_file import season
from declarations.tariff.values import ConsumptionTaxClass

DATA = Path(__file__).parent / "data"
SHIPPED_FROM = date(2014, 1, 1)
SHIPPED_SOURCE = "extract of the schedule of 2026-07-09; stands in for earlier days in demonstrations"

_COLUMNS = {regime: regime.value.lower() for regime in Regime}
_INCLUDING_INNER_PACKING = " (I.I.)"

# The rates behind the source document's own table of declarations.
_DEMONSTRATION_WEEK = (date(2016, 5, 15), date(2016, 5, 21))
_DEMONSTRATION_RATES = {"USD": Decimal("109.50"), "EUR": Decimal("129.82")}
_DEMONSTRATION_AREAS = {"W01": "bonded warehouse 1", "C01": "container yard 1"}


@transaction.atomic
def load_shipped() -> None:
    """Add the shipped commodities, rates, exchange rates, offices and declaration types that are missing."""
    _load_commodities()
    _load_exchange_rates()
    _load_offices()
    _load_declaration_types()


@transaction.atomic
def load_demonstration() -> None:
    """Add made-up bonded areas for each verified office, and the exchange rates of the demonstration week."""
    present = set(BondedArea.objects.values_list("code", flat=True))
    areas = [
        BondedArea(
            code=office.code + suffix,
            name=f"Demonstration {name}, {office.name_en}"[:100],
            office=office,
            valid_from=SHIPPED_FROM,
            is_demonstration=True,
        )
        for office in CustomsOffice.objects.filter(is_verified=True)
        for suffix, name in _DEMONSTRATION_AREAS.items()
        if office.code + suffix not in present
    ]
    if areas:
        BondedArea.objects.bulk_create(areas)
    valid_from, valid_to = _DEMONSTRATION_WEEK
    _add_exchange_rates(
        ExchangeRate(currency=currency, yen=yen, valid_from=valid_from, valid_to=valid_to, source="DEMONSTRATION")
        for currency, yen in _DEMONSTRATION_RATES.items()
    )


def other_law_hints() -> Iterator[tuple[str, str]]:
    """Pairs of statistical code (9) and other-law code that the shipped schedule prints beside each other.

    A hint: the law may apply to goods of the line.
    """
    seen: set[tuple[str, str]] = set()
    for row in _rows("tariff_lines.csv"):
        for law_code in row["other_laws"].split():
            if (hint := (row["code9"], law_code)) not in seen:
                seen.add(hint)
                yield hint


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _load_commodities() -> None:
    present = set(Commodity.objects.values_list("code9", "season_from"))
    commodities, rates = [], []
    for row in _rows("tariff_lines.csv"):
        season_from, season_to = season(row["seasonal_or_variant_note"])
        if (row["code9"], season_from) in present:
            continue
        commodity = _commodity(row, season_from=season_from, season_to=season_to)
        commodities.append(commodity)
        rates += [
            DutyRate(commodity=commodity, regime=regime.value, notation=row[column])
            for regime, column in _COLUMNS.items()
            if row.get(column)
        ]
    if commodities:
        Commodity.objects.bulk_create(commodities)
        DutyRate.objects.bulk_create(rates)


def _commodity(row: dict[str, str], *, season_from: str, season_to: str) -> Commodity:
    reduced = row["consumption_tax_class"].startswith("reduced")
    return Commodity(
        code9=row["code9"],
        naccs_digit=int(row["naccs_digit"]),
        season_from=season_from,
        season_to=season_to,
        description_en=row["description_en"],
        heading_en=heading_of(row["code9"]),
        other_laws=row["other_laws"],
        unit1=row["unit1"].removesuffix(_INCLUDING_INNER_PACKING),
        unit2=row["unit2"].removesuffix(_INCLUDING_INNER_PACKING),
        consumption_tax_class=(ConsumptionTaxClass.REDUCED if reduced else ConsumptionTaxClass.STANDARD).value,
        valid_from=SHIPPED_FROM,
        source=SHIPPED_SOURCE,
    )


def _load_exchange_rates() -> None:
    rates = [
        ExchangeRate(
            currency=row["iso4217"],
            units_quoted=int(row["units_quoted"]),
            yen=Decimal(row["yen"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]),
            source="CUSTOMS",
        )
        for row in _rows("exchange_rates_2014w53.csv")
    ]
    rates += [
        ExchangeRate(
            currency="USD",
            yen=Decimal(row["yen_per_usd"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]),
            source="CUSTOMS",
        )
        for row in _rows("exchange_rates_usd_2024.csv")
    ]
    _add_exchange_rates(rates)


def _add_exchange_rates(rates: Iterable[ExchangeRate]) -> None:
    present = set(ExchangeRate.objects.values_list("currency", "valid_from"))
    missing = [rate for rate in rates if (rate.currency, rate.valid_from) not in present]
    if missing:
        ExchangeRate.objects.bulk_create(missing)


def _load_offices() -> None:
    present = set(CustomsOffice.objects.values_list("code", flat=True))
    missing = [
        CustomsOffice(
            code=row["office_code"],
            name_en=row["name_en"],
            customs_digit=int(row["customs_digit"]),
            roman_name=row["roman_name_on_declaration"],
            statistical_code=row["statistical_customs_code"],
            is_verified=row["verification"].startswith("verified"),
        )
        for row in _rows("customs_offices.csv")
        if row["office_code"] not in present
    ]
    if missing:
        CustomsOffice.objects.bulk_create(missing)


def _load_declaration_types() -> None:
    present = set(DeclarationType.objects.values_list("code", flat=True))
    missing = [
        DeclarationType(
            code=row["icb_code"],
            meaning=row["meaning"],
            screen_form="" if row["screen_form_code"] == "-" else row["screen_form_code"],
            is_aeo=row["icb_code"] in AEO_TYPES,
            is_air_only="air only" in row["note"],
            allows_release_before_permit="BP allowed" in row["note"],
            note=row["note"],
        )
        for row in _rows("declaration_types_import.csv")
        if row["icb_code"] not in present
    ]
    if missing:
        DeclarationType.objects.bulk_create(missing)
