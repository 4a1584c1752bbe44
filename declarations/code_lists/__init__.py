"""Every code that a declaration or an answer may hold, by lists. Read `LISTS` for their names."""

from declarations.code_lists import international, kept, own
from declarations.code_lists.entries import START, CodeList, CodeListEntry, Key, constant

_OURS, _UNECE = "this system", "UN/ECE"

LISTS: dict[str, CodeList] = {
    each.name: each
    for each in (
        CodeList("import-declaration-types", "Import declaration types", "NACCS, item ICB", kept.import_types),
        CodeList("export-declaration-types", "Export declaration types", _OURS, constant(own.export_types)),
        CodeList("customs-offices", "Customs offices", "Japan Customs", kept.offices),
        CodeList("bonded-areas", "Bonded areas", "Japan Customs", kept.bonded_areas),
        CodeList("other-laws", "Laws other than customs law", "the import schedule", kept.other_laws),
        CodeList(
            "units", "Units of quantity", f"the schedule; {_UNECE} Recommendation 20", constant(international.units)
        ),
        CodeList(
            "package-kinds", "Kinds of package", f"{_UNECE} Recommendation 21", constant(international.package_kinds)
        ),
        CodeList("countries", "Countries", "ISO 3166-1", constant(international.countries)),
        CodeList("currencies", "Currencies", "ISO 4217", constant(international.currencies)),
        CodeList("incoterms", "Terms of price", "Incoterms", constant(international.incoterms)),
        CodeList("adjustment-kinds", "Additions and deductions", _OURS, constant(own.adjustment_kinds)),
        CodeList("internal-tax-kinds", "Other internal taxes", _OURS, constant(own.internal_tax_kinds)),
        CodeList("relief-codes", "Reliefs of duty", "Customs Tariff Act, by article", constant(own.relief_codes)),
        CodeList("origin-certificates", "Certificates of origin", _OURS, constant(own.origin_certificates)),
        CodeList("rate-regimes", "Columns of the schedule", "the import schedule", constant(own.regimes)),
        CodeList("events", "Events of a declaration", _OURS, constant(own.events)),
        CodeList("holds", "Reasons not to release", _OURS, constant(own.holds)),
        CodeList("statuses", "States of a declaration", _OURS, constant(own.statuses)),
        CodeList("acts", "Acts on a declaration", _OURS, constant(own.acts)),
        CodeList("rules", "Rules, by the code that a finding names", "the law named", constant(own.rules)),
    )
}

__all__ = ["LISTS", "START", "CodeList", "CodeListEntry", "Key"]
