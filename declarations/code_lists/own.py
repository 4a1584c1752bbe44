"""Lists of this system: kinds, states, acts, holds, events, and its rules with their law."""

from collections.abc import Iterator
from datetime import date

from declarations.code_lists.entries import CodeListEntry
from declarations.holds import HoldCode
from declarations.models.history import EventName
from declarations.rules import BOOK
from declarations.rules.header import EXPORT_TYPES
from declarations.status import Act, Status
from declarations.tariff.adjustments import ADJUSTMENTS
from declarations.tariff.internal_tax import KINDS
from declarations.tariff.regimes import PREFERENCES, Regime

# The codes of NACCS item RE are not public; a declaration states the article, or the code that it has from customs.
_RELIEFS = {
    "10": "goods that deteriorated or were damaged before the permit",
    "11": "goods that were sent abroad for processing or repair",
    "13": "materials for certain manufactures",
    "14": "exemption without conditions, such as samples, returned goods, or small values",
    "15": "goods for certain uses, such as research and charity",
    "16": "goods of diplomats",
    "17": "goods that are exported again within a year",
    "18": "reduction for goods that are exported again",
    "19": "materials of goods that are exported",
    "20": "goods that differ from the contract and go back",
}


def export_types() -> Iterator[CodeListEntry]:
    """Words of this system: the letters of NACCS's export types are not public."""
    for code, meaning in EXPORT_TYPES.items():
        yield CodeListEntry(code=code, name=meaning)


def adjustment_kinds() -> Iterator[CodeListEntry]:
    """Additions to the price and deductions from it."""
    for kind, said in ADJUSTMENTS.items():
        facts = {"direction": said.direction, "treatment": said.treatment, "law": said.law}
        yield CodeListEntry(code=kind.value, name=said.meaning, facts=facts)


def internal_tax_kinds() -> Iterator[CodeListEntry]:
    """Other internal taxes, and whether the amount is computed here or stated by the declarant."""
    for code, kind in KINDS.items():
        name = code.replace("_", " ").lower() if kind.law else "no other internal tax binds the goods"
        facts = {"law": kind.law, "codes": ", ".join(kind.prefixes), "computed": str(kind.is_computed).lower()}
        yield CodeListEntry(code=code, name=name, facts=facts if kind.law else {})


def relief_codes() -> Iterator[CodeListEntry]:
    """Reliefs of duty by the article of the Customs Tariff Act."""
    for article, meaning in _RELIEFS.items():
        yield CodeListEntry(
            code=article, name=meaning, is_verified=False, facts={"law": f"Customs Tariff Act art. {article}"}
        )


def origin_certificates() -> Iterator[CodeListEntry]:
    """Which preference a certificate of origin asks for, since when."""
    for code, preferences in PREFERENCES.items():
        origins = sorted({party.origin for each in preferences for party in each.parties})
        yield CodeListEntry(
            code=code,
            name=" or ".join(each.regime.spoken for each in preferences),
            valid_from=min(each.since for each in preferences),
            facts={"origins": ", ".join(origins)} if origins else {},
        )


def regimes() -> Iterator[CodeListEntry]:
    """The columns of the schedule."""
    for regime in Regime:
        yield CodeListEntry(code=regime.value, name=regime.spoken, facts={"law": regime.law})


def events() -> Iterator[CodeListEntry]:
    """What happens to a declaration."""
    for code, label in EventName.choices:
        yield CodeListEntry(code=code, name=str(label))


def holds() -> Iterator[CodeListEntry]:
    """What stands between a declaration and its release."""
    for code in HoldCode:
        yield CodeListEntry(code=code.value, name=code.value.replace("_", " ").lower())


def statuses() -> Iterator[CodeListEntry]:
    """Where a declaration stands."""
    for status in Status:
        yield CodeListEntry(code=status.value, name=status.label, facts={"open": str(status in Status.open()).lower()})


def acts() -> Iterator[CodeListEntry]:
    """What is done to a declaration, and by whom."""
    for act in Act:
        yield CodeListEntry(code=act.value, name=act.label, facts={"by": act.by.value})


def rules() -> Iterator[CodeListEntry]:
    """The rules by which declarations are examined: a finding names its rule."""
    for rule in BOOK.values():
        facts = {"law": rule.law, "severity": rule.severity.value, "at": rule.at, "remedy": rule.remedy}
        yield CodeListEntry(
            code=rule.code,
            name=rule.message,
            name_ja=rule.ja,
            valid_from=None if rule.since == date.min else rule.since,
            valid_to=None if rule.until == date.max else rule.until,
            facts=facts | ({"direction": rule.direction.value} if rule.direction else {}),
        )
