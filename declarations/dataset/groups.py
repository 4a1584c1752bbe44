"""The columns after the source document's thirteen, in groups that the tables are put together from."""

from msgspec.structs import replace

from declarations.dataset.columns import Column, Disclosure, Kind, stored

_RESTRICTED, _PERSONAL = Disclosure.RESTRICTED, Disclosure.PERSONAL
_CATEGORIES = "1 simplified examination, 2 documents, 3 inspection"


def hyphenated(code: str) -> str:
    """SQL for a party code as the source document writes it: 1234567890123-9000. Codes of 12 stay as they are."""
    return f"CASE WHEN length({code}) = 17 THEN left({code}, 13) || '-' || right({code}, 4) ELSE {code} END"


def _yen(source: str, *, name: str = "", meaning: str = "") -> Column:
    """An amount in whole yen."""
    return stored(source, name=name, meaning=meaning, unit="JPY", disclosure=_RESTRICTED)


def _assessed(source: str) -> Column:
    """An amount in whole yen that is empty where an officer has to assess it: the 0 that is stored means nothing."""
    return replace(_yen(source), source=f"CASE WHEN assessed_duty.not_computable = '' THEN {source} END")


def _claimed(name: str, *, meaning: str, source: str, kind: Kind = Kind.TEXT) -> Column:
    """What the item's permit claims say, gathered in the order of their laws (query.py)."""
    return Column(
        name=name,
        label=name.replace("_", " ").capitalize(),
        meaning=meaning,
        kind=kind,
        source=source,
        code_list="other-law codes",
        disclosure=_RESTRICTED,
    )


LIFE = (
    stored("goods_item.number", name="item", label="Goods item"),
    stored("declaration.version", meaning="Which version this is: the current one, from 1."),
    stored("declaration.status", meaning="Where the declaration stood at the snapshot.", code_list="status"),
    stored("declaration.condition", code_list="Z, U, S preliminary; K queued until the office opened"),
    stored("version.cause", meaning="Why this version was made.", code_list="LODGED, AMENDED, ARRIVED, ..."),
    stored("version.assessed_on", meaning="The day whose law and rates it was assessed by."),
    stored("declaration.category", code_list=_CATEGORIES, disclosure=_RESTRICTED),
    stored("submission.received_at", meaning="When the store received this version.", disclosure=_RESTRICTED),
    stored("declaration.lodged_at", meaning="When it was declared.", disclosure=_RESTRICTED),
    stored(
        "declaration.released_at",
        meaning="When the permit was given; empty where it was not.",
        disclosure=_RESTRICTED,
    ),
    stored("declaration.arrived_at", disclosure=_RESTRICTED),
    stored("declaration.released_early_at", disclosure=_RESTRICTED),
    Column(
        name="declarant_number",
        label="Declarant number",
        meaning="Code of who declared, as importer or exporter number: the trader itself or its customs broker.",
        kind=Kind.TEXT,
        source=hyphenated("declarant.code"),
        disclosure=_PERSONAL,
    ),
    stored("declaration.own_reference", disclosure=_RESTRICTED),
)

HEADER = (
    stored("version.declaration_type", code_list="declaration types"),
    stored("version.customs_office", code_list="customs offices"),
    stored("version.customs_department"),
    stored("version.bonded_area", code_list="bonded areas", disclosure=_RESTRICTED),
    stored("version.cargo_kind", code_list="S small package, L diplomatic, E EMS, ..."),
    stored("version.trader_address", disclosure=_PERSONAL),
    stored("version.counterparty_country", code_list="ISO 3166"),
    stored("version.counterparty_address", disclosure=_PERSONAL),
    stored("version.package_count", unit="package_unit", disclosure=_RESTRICTED),
    stored("version.package_unit", code_list="UN/ECE Rec. 21"),
    stored("version.marks", disclosure=_PERSONAL),
    stored("version.gross_mass", meaning="Gross mass of the consignment.", unit="kg", disclosure=_RESTRICTED),
    stored("version.transport_documents", disclosure=_RESTRICTED),
    stored("version.vessel_name", disclosure=_RESTRICTED),
    stored("version.vessel_code", disclosure=_RESTRICTED),
    stored("version.departure_on"),
    stored("version.loading_place", code_list="UN/LOCODE, or port in Japan"),
    stored("version.unloading_place", code_list="UN/LOCODE, or port in Japan"),
    stored("version.container_count", meaning="Number of containers.", unit="containers"),
    stored("version.invoice_number", disclosure=_RESTRICTED),
    stored("version.incoterm", code_list="Incoterms"),
    stored("version.invoice_amount", unit="currency", disclosure=_RESTRICTED),
    stored("version.freight_currency", code_list="ISO 4217"),
    stored("version.freight_amount", unit="freight_currency", disclosure=_RESTRICTED),
    stored("version.insurance_currency", code_list="ISO 4217"),
    stored("version.insurance_amount", unit="insurance_currency", disclosure=_RESTRICTED),
    stored("version.charges_shared_by", code_list="PRICE, NET_MASS"),
    _yen("version.adjustments_yen", meaning="Additions to the price less deductions from it, of the declaration."),
    stored("version.exchange_rate", unit="JPY per currency"),
    stored("version.common_control_number", disclosure=_RESTRICTED),
    stored("version.remarks", disclosure=_PERSONAL),
    _yen("version.customs_value", name="declaration_value"),
)

ITEM = (
    stored("goods_item.description", disclosure=_RESTRICTED),
    stored("goods_item.origin", code_list="ISO 3166"),
    stored("goods_item.origin_certificate", code_list="preferences"),
    stored("goods_item.relief_code", code_list="relief codes", disclosure=_RESTRICTED),
    stored("goods_item.second_quantity", unit="second_quantity_unit", disclosure=_RESTRICTED),
    stored("goods_item.second_quantity_unit", code_list="NACCS unit"),
    stored("goods_item.net_mass", meaning="Net mass.", unit="kg", disclosure=_RESTRICTED),
)

TAXED = (
    stored("assessed_duty.rate_regime", code_list="regimes"),
    stored("assessed_duty.rate_notation"),
    stored("assessed_duty.rate_reason"),
    _assessed("assessed_duty.duty_base"),
    _assessed("assessed_duty.duty_line"),
    _assessed("assessed_duty.relief_amount"),
    _assessed("assessed_duty.internal_tax_line"),
    _assessed("assessed_duty.consumption_tax_base"),
    _assessed("assessed_duty.consumption_tax_line"),
    _assessed("assessed_duty.local_consumption_tax_line"),
    stored("assessed_duty.not_computable"),
    _yen("version.duty_total"),
    _yen("version.internal_tax_total"),
    _yen("version.consumption_tax_total"),
    _yen("version.local_consumption_tax_total"),
    _yen("version.total_to_pay", meaning="Duty and taxes of the declaration to pay."),
    stored(
        "version.duty_is_computed",
        meaning="False when an officer has to assess an item: the totals leave it out then.",
    ),
)

OTHER_LAWS = (
    _claimed(
        "other_laws",
        meaning="Other laws that the item's claims are about.",
        source="permit_claim.law_id",
        kind=Kind.LIST,
    ),
    _claimed(
        "permit_numbers",
        meaning="Law and number of each permit claimed, parted by semicolons.",
        source="array_to_string(permit_claim.permit_number, '; ')",
    ),
    _claimed(
        "not_subject_reasons",
        meaning="Law and reason where the item is claimed not subject to it, parted by semicolons.",
        source="array_to_string(permit_claim.not_subject_reason, '; ')",
    ),
    _claimed(
        "agencies_asked",
        meaning="Other laws for which the agency is asked to decide on the item.",
        source="permit_claim.asks_agency",
        kind=Kind.LIST,
    ),
)

EXAMINED = (
    stored(
        "examination.category",
        name="examined_category",
        meaning="Category of the last examination of this version; empty where there was none.",
        code_list=_CATEGORIES,
        disclosure=_RESTRICTED,
    ),
    stored("examination.result", name="examination_result", code_list="IN_ORDER, NOT_IN_ORDER", disclosure=_RESTRICTED),
    stored("examination.at", name="examined_at", meaning="When it was examined.", disclosure=_RESTRICTED),
)

AUDITED = (
    stored(
        "audit.result",
        name="audit_result",
        meaning="What the last audit after the release found, as far as it is known; empty where there was none.",
        code_list="IN_ORDER, NOT_IN_ORDER",
        disclosure=_RESTRICTED,
    ),
    _yen("audit.lacking", name="audit_lacking"),
    stored("audit.version", name="audited_version", meaning="The version that was audited.", disclosure=_RESTRICTED),
    stored("audit.audited_on", disclosure=_RESTRICTED),
    stored(
        "audit.at",
        name="audit_known_at",
        meaning="When the result became known: months after the day of the declaration, days after that of the audit.",
        disclosure=_RESTRICTED,
    ),
)

PAID = (
    stored(
        "ledger.kind",
        name="payment_method",
        meaning="How the demand was met last.",
        code_list="PAYMENT, DEFERMENT",
        disclosure=_RESTRICTED,
    ),
    _yen("ledger.amount", name="paid_amount", meaning="What was paid or deferred in all, less what was paid back."),
    stored("ledger.at", name="paid_at", meaning="When it was last paid or deferred.", disclosure=_RESTRICTED),
)
