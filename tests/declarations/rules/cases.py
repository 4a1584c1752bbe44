"""A valid import, a valid export, the reference they are judged by, and trials: one thing changed, one thing found.

Changes are JSON pointers into the message as it would be sent, so that a trial reads like a client's mistake.
Nothing here touches a database: the real `Reference` looks into a tariff that is filled by hand.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import msgspec

from declarations import contract
from declarations.clearance.pricing import price_of, rates_for, value_of, worth_of
from declarations.data import DeclarationData
from declarations.rules import BOOK, Case, Finding, OtherLaw, Standing, examine
from declarations.tariff.in_force import Reference, Tariff
from declarations.tariff.notation import read
from declarations.tariff.regimes import Regime
from declarations.tariff.valuation import Valuation
from declarations.tariff.values import (
    BondedAreaInForce,
    CommodityInForce,
    ConsumptionTaxClass,
    Office,
    RateOfExchange,
    TypeOfDeclaration,
)
from tests.forms import changed

ON = date(2026, 7, 9)
BROKER, IMPORTER, EXPORTER = "DEMOBROKER01", "12345678901239000", "DEMOEXPORT01"

FOOD = OtherLaw("FD", "Food Sanitation Act", True)
PLANTS = OtherLaw("PL", "Plant Protection Act", True)
TRADE_CONTROL = OtherLaw("IL", "Import Trade Control Order", False)
KNOWN_LAWS = frozenset({"FD", "PL", "AN", "CR", "WA", "PA", "IL"})

SOY_SAUCE: dict[str, Any] = {
    "commodity_code": "2103100005",
    "description": "SOY SAUCE",
    "origin": "SG",
    "invoice_amount": "200000",
    "quantity": "2000",
    "quantity_unit": "KG",
    "net_mass": "2000",
    "permits": [{"law": "FD", "permit_number": "FD26-000123"}],
}
BALLS: dict[str, Any] = {
    "commodity_code": "9506320003",
    "description": "GOLF BALLS",
    "origin": "FR",
    "invoice_amount": "200000",
    "quantity": "2500",
    "quantity_unit": "NO",
    "net_mass": "115",
}
SHOES: dict[str, Any] = {
    "commodity_code": "6404110005",
    "description": "SPORTS SHOES",
    "origin": "VN",
    "invoice_amount": "200000",
    "quantity": "100",
    "quantity_unit": "PR",
    "second_quantity": "80",
    "second_quantity_unit": "KG",
}
IMPORT: dict[str, Any] = {
    "direction": "IMPORT",
    "own_reference": "REF-1",
    "declaration_type": "C",
    "customs_office": "1A",
    "bonded_area": "1AW01",
    "importer": {"party_code": IMPORTER, "name": "ZAIMUSOKEN CO., LTD"},
    "consignor": {"name": "SOY SAUCE INTERNATIONAL LTD", "country": "SG"},
    "packages": {"count": 40, "unit": "CT"},
    "gross_mass": "2200",
    "transport": {
        "documents": ["SGTYO2600001"],
        "vessel_name": "PACIFIC STAR",
        "arrival_on": "2026-07-05",
        "loading_place": "SGSIN",
        "unloading_port": "TYO",
    },
    "invoice": {"number": "INV-1", "incoterm": "FOB", "currency": "JPY", "amount": "200000"},
    "freight": {"currency": "JPY", "amount": "45000"},
    "insurance": {"currency": "JPY", "amount": "5000"},
    "common_control_number": "26A0000123",
    "delivery_place": "KASUMIGASEKI, CHIYODA-KU, TOKYO",
    "e_commerce": False,
    "goods_items": [SOY_SAUCE],
}
EXPORT: dict[str, Any] = {
    "direction": "EXPORT",
    "own_reference": "REF-2",
    "declaration_type": "NORMAL",
    "customs_office": "1A",
    "bonded_area": "1AW01",
    "exporter": {"party_code": EXPORTER, "name": "DEMONSTRATION EXPORTER CO., LTD"},
    "consignee": {"name": "GARDEN SUPPLY INC", "country": "US"},
    "packages": {"count": 4, "unit": "PX"},
    "gross_mass": "130",
    "transport": {
        "vessel_name": "PACIFIC STAR",
        "departure_on": "2026-07-20",
        "loading_port": "TYO",
        "destination": "USLAX",
    },
    "invoice": {"number": "EX-5", "incoterm": "FOB", "currency": "JPY", "amount": "200000"},
    "goods_items": [{**BALLS, "origin": "JP"}],
}

BY_BROKER = Standing(BROKER, True, (), True, (), True)
"""Declared by a customs broker that has a mandate; nobody is AEO."""
AEO_IMPORTER = msgspec.structs.replace(BY_BROKER, trader_aeo=("IMPORTER",))
AEO_EXPORTER = msgspec.structs.replace(BY_BROKER, trader_aeo=("EXPORTER",))
AEO_BROKER = msgspec.structs.replace(BY_BROKER, declarant_aeo=("BROKER",))


def commodity(code9: str, *, unit1: str = "", unit2: str = "", **changes: Any) -> CommodityInForce:
    """A line of the schedule, valid since 2014."""
    facts = {"naccs_digit": int(code9) % 7, "description": code9, "valid_from": date(2014, 1, 1), **changes}
    return CommodityInForce(code9=code9, unit1=unit1, unit2=unit2, **facts)


LINES = (
    commodity("210310000", unit2="KG"),
    commodity("950632000", unit2="NO"),
    commodity("640411000", unit1="PR", unit2="KG"),
    commodity("420221210", unit1="NO", unit2="KG"),
    commodity("690510000", unit2="MT"),
    commodity("200110100", unit2="KG (I.I.)"),
    commodity("930330000", unit2="NO"),
    commodity("490199001", unit2="KG", valid_to=date(2026, 7, 8)),
    commodity("490199002", unit2="KG", valid_from=date(2026, 7, 10)),
    commodity("070310011", unit2="KG"),
    commodity("070310012", unit2="KG"),
    commodity("070310013", unit2="KG"),
    commodity("020329022", unit2="KG"),
    commodity("020329023", unit2="KG"),
    commodity("220300000", unit2="L"),
    commodity("110100011", unit2="KG", rates=((Regime.GENERAL, read("17yen/l")),)),
    commodity("420221220", unit1="NO", unit2="KG", consumption_tax_class=ConsumptionTaxClass.REDUCED),
    commodity("620520000", unit1="NO", unit2="KG"),
    commodity("080510000", unit2="KG", season_from="1201", season_to="0531"),
)


def reference(on: date) -> Reference:
    """The real look-up as at a day, in a small tariff that is made by hand and not read."""
    tariff = Tariff.__new__(Tariff)
    tariff.edition = 1
    tariff.commodities = {line.code9: (line,) for line in LINES}
    tariff.exchange_rates = {
        currency: (_week(currency, yen, first),)
        for currency, yen, first in (
            ("USD", "150", date(2026, 7, 5)),
            ("KWD", "500", date(2026, 7, 5)),
            ("EUR", "170.5", date(2026, 6, 28)),
        )
    }
    tariff.offices = {
        code: Office(code=code, name=code, customs_digit=int(code[0]), statistical_code="", is_verified=verified)
        for code, verified in (("1A", True), ("2A", True), ("3A", False))
    }
    tariff.bonded_areas = {
        code: (
            BondedAreaInForce(
                code=code,
                name=code,
                office_code=code[:2],
                valid_from=date(2010, 1, 1),
                valid_to=None,
                is_demonstration=False,
            ),
        )
        for code in ("1AW01", "2AW01", "3AW01")
    }
    tariff.declaration_types = {
        code: TypeOfDeclaration(
            code=code, meaning=code, is_aeo=code in "HNJP", is_air_only=code == "Y", allows_release_before_permit=False
        )
        for code in "CFYHNJPTVSMAGKDULBER"
    }
    return Reference(tariff, on)


def _week(currency: str, yen: str, first: date) -> RateOfExchange:
    last = date.fromordinal(first.toordinal() + 6)
    return RateOfExchange(
        currency=currency, yen=Decimal(yen), valid_from=first, valid_to=last, exact=True, source="CUSTOMS"
    )


def case_of(
    form: dict[str, Any],
    changes: Mapping[str, Any],
    *,
    on: date = ON,
    standing: Standing = BY_BROKER,
    laws: tuple[OtherLaw, ...] | None = None,
) -> Case:
    """The form with some places changed, as a case on a day. Food law binds soy sauce, unless `laws` bind all."""
    for pointer, value in changes.items():
        form = changed(form, pointer, value)
    data: DeclarationData = contract.read(form, DeclarationData)  # type: ignore[arg-type]
    known = reference(on)
    price = price_of(data)
    commodities = tuple(known.commodity(item.commodity_code) for item in data.goods_items)
    valuation = value_of(price, yen_per=rates_for(price, reference=known))
    return Case(
        declaration=data,
        on=on,
        at=datetime.combine(on, time(3), tzinfo=UTC),
        reference=known,
        standing=standing,
        commodities=commodities,
        other_laws=tuple(_binding(item.commodity_code) if laws is None else laws for item in data.goods_items),
        known_laws=KNOWN_LAWS,
        valuation=valuation,
        not_computable=_not_computable(data, commodities, valuation, on=on),
    )


def _not_computable(
    data: DeclarationData,
    commodities: tuple[CommodityInForce | None, ...],
    valuation: Valuation | None,
    *,
    on: date,
) -> tuple[str, ...]:
    """The reasons of the assessment; lines of the tariff above that have no rates are none of its business."""
    worth = worth_of(data.direction, data.goods_items, commodities, valuation, on=on)
    if worth is None:
        return ()
    assessed = zip(worth.assessment.items, commodities, strict=True)
    return tuple(item.not_computable if line and line.rates else "" for item, line in assessed)


def _binding(code: str) -> tuple[OtherLaw, ...]:
    return (FOOD,) if code.startswith(("21", "20", "08")) else ()


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """A form with something changed, and what must be found: one finding of the rule, or none at all.

    `also` are rules that the same mistake must break, because no form can have the one without the other.
    """

    code: str
    says: str
    form: dict[str, Any]
    changes: dict[str, Any]
    on: date
    standing: Standing
    laws: tuple[OtherLaw, ...] | None
    found: tuple[tuple[str, int | None, int | None, dict[str, str]], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def case(self) -> Case:
        """The case to be examined."""
        return case_of(self.form, self.changes, on=self.on, standing=self.standing, laws=self.laws)

    def __str__(self) -> str:
        return f"{self.code} {'breaks' if self.found else 'holds'}: {self.says}"


def holds(
    code: str,
    says: str,
    changes: dict[str, Any] | None = None,
    *,
    form: dict[str, Any] = IMPORT,
    on: date = ON,
    standing: Standing = BY_BROKER,
    laws: tuple[OtherLaw, ...] | None = None,
    also: tuple[str, ...] = (),
) -> Trial:
    """The rule is not broken; nor is any other but `also`."""
    return Trial(code=code, says=says, form=form, changes=changes or {}, on=on, standing=standing, laws=laws, also=also)


def place(
    pointer: str, *, item: int | None = None, repeat_index: int | None = None, **facts: str
) -> tuple[str, int | None, int | None, dict[str, str]]:
    """Where the rule is broken, and the facts."""
    return pointer, item, repeat_index, facts


def breaks(
    code: str,
    says: str,
    changes: dict[str, Any] | None,
    *places: tuple[str, int | None, int | None, dict[str, str]],
    form: dict[str, Any] = IMPORT,
    on: date = ON,
    standing: Standing = BY_BROKER,
    laws: tuple[OtherLaw, ...] | None = None,
    also: tuple[str, ...] = (),
) -> Trial:
    """The rule is broken at these places with these facts; no other rule but `also` is."""
    return Trial(
        code=code,
        says=says,
        form=form,
        changes=changes or {},
        on=on,
        standing=standing,
        laws=laws,
        found=places,
        also=also,
    )


def judge(trial: Trial) -> None:
    """Assert that exactly this is found."""
    findings = examine(trial.case)
    of_rule = [finding for finding in findings if finding.code == trial.code]

    assert [(f.pointer, f.item, f.repeat_index, f.facts) for f in of_rule] == list(trial.found)
    assert {finding.code for finding in findings if finding not in of_rule} == set(trial.also)
    assert all(_speaks_for_its_rule(finding) for finding in findings)


def _speaks_for_its_rule(finding: Finding) -> bool:
    rule = BOOK[finding.code]
    said = (finding.severity, finding.message, finding.message_ja, finding.remedy, finding.law)
    return said == (rule.severity, rule.message, rule.ja, rule.remedy, rule.law)
