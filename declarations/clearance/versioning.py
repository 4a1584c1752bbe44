"""Versions: what a declaration says, as rows; for a new declaration, and for one that exists.

A version is appended whenever what is said changes, or the day whose law judges it. Its permit checks are those whose
question did not change, and new ones for the rest; its demand is the difference to the version before.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from uuid_utils.compat import uuid7

from declarations.clearance import ledger
from declarations.clearance.assessing import Assessed, declared_day
from declarations.clearance.assessing_again import assess_again
from declarations.clearance.pricing import Worth
from declarations.clearance.recording import write
from declarations.clearance.rows import claim_rows, duty_row, goods_rows, header_row, permit_check_rows
from declarations.clearance.selecting import matters, select, selection_row
from declarations.clearance.standing import Known, known_of
from declarations.data import DeclarationData
from declarations.errors import Refused
from declarations.models import AssessedDuty, Cause, Declaration, GoodsItem, PermitClaim, Version
from declarations.rules import blocking
from declarations.said import said_by
from declarations.selection.models import Selection
from declarations.status import Status
from declarations.tariff.values import ByHand
from permits import checking
from permits.models import PermitCheck

Row = dict[str, Any]


class Said(Struct, frozen=True, kw_only=True):
    """What a version says, what customs made of it, where it comes from, and the correlation id that it came under."""

    data: DeclarationData
    assessed: Assessed
    worth: Worth
    submission_id: UUID
    cause: Cause
    reason: str = ""
    correlation_id: str = ""


def version_rows(
    said: Said, *, declaration_id: UUID, number: int, selection_id: UUID, examined_from: int, at: datetime
) -> dict[type, list[Row]]:
    """The rows of one version: its header, its goods items, what is owed on them, the claims under other laws."""
    data, worth, yen_per = said.data, said.worth, said.assessed.yen_per
    version_id = uuid7()
    items = goods_rows(data, worth, yen_per=yen_per, version_id=version_id)
    version = header_row(data, worth, yen_per=yen_per) | {
        "id": version_id,
        "declaration_id": declaration_id,
        "number": number,
        "cause": said.cause,
        "reason": said.reason,
        "made_at": at,
        "assessed_on": said.assessed.on,
        "examined_from": examined_from,
        "submission_id": said.submission_id,
        "selection_id": selection_id,
    }
    duties = [
        {"goods_item_id": row["id"], **duty_row(item)} for row, item in zip(items, worth.assessment.items, strict=True)
    ]
    claims = [row for item, goods in zip(items, data.goods_items, strict=True) for row in claim_rows(goods, item["id"])]
    return {Version: [version], GoodsItem: items, AssessedDuty: duties, PermitClaim: claims}


def current_version(declaration: Declaration) -> Version:
    """The version that stands."""
    return Version.objects.select_related("submission").get(declaration=declaration, number=declaration.version)


def known_now(declaration: Declaration, *, trader_code: str, at: datetime) -> Known:
    """What is known on the day of `at` of who declares and for whom, asked by the service itself."""
    declarant = declaration.declarant.as_declarant(client="system", scopes=())
    return known_of(declarant, trader_code=trader_code, own_reference="", key="", on=declared_day(at))


def declare_anew(
    declaration: Declaration,
    *,
    cause: Cause,
    at: datetime,
    made_at: datetime,
    reason: str = "",
    by_hand: Mapping[int, ByHand] | None = None,
    duty_is_declared: bool = False,
) -> bool:
    """Judge what a locked declaration says as at another instant; a new version where that makes a difference.

    The same is said, so the examination of the version before counts on, and so does what an officer assessed. Raises
    Refused where a rule now blocks it.
    """
    before = current_version(declaration)
    data = said_by(before.submission)
    known = known_now(declaration, trader_code=data.trader.party_code, at=at)
    assessed = assess_again(data, after=before, known=known, at=at, by_hand=by_hand, duty_is_declared=duty_is_declared)
    if assessed.worth is None or assessed.is_refused:
        raise Refused(blocking(assessed.findings))
    makes_none = cause in _NOT_WITHOUT_DIFFERENCE and assessed.on == before.assessed_on
    if makes_none and not _differs(before, assessed.worth):
        return False
    said = Said(
        data=data,
        assessed=assessed,
        worth=assessed.worth,
        submission_id=before.submission_id,
        cause=cause,
        reason=reason,
    )
    append_version(declaration, before, said, known, examined_from=before.examined_from, at=made_at)
    return True


# The goods' arrival and the office's opening change nothing by themselves: only another day or other figures do.
_NOT_WITHOUT_DIFFERENCE = frozenset({Cause.ARRIVED, Cause.OPENED})


def _differs(before: Version, worth: Worth) -> bool:
    figures = (sum(worth.valuation.item_values), worth.assessment.total_to_pay, worth.assessment.is_complete)
    return figures != (before.customs_value, before.total_to_pay, before.duty_is_computed)


def append_version(
    declaration: Declaration,
    before: Version,
    said: Said,
    known: Known,
    *,
    examined_from: int,
    at: datetime,
) -> None:
    """Append a version to a locked declaration: its rows, its checks, its demand; the head is saved by the caller.

    The category never falls by it. Once the goods are released, nothing is selected and no agency is asked any more.
    """
    number, asks = declaration.version + 1, declaration.status != Status.RELEASED
    selection_id, selections = before.selection_id, []
    if asks and matters(said_by(before.submission), before.customs_value, said.data, said.worth):
        selected = select(said.data, said.worth, said.assessed, number=declaration.number, known=known)
        selection_id = uuid7()
        selections = [selection_row(selection_id, selected, at=at)]
        declaration.category = max(declaration.category, selected.category)
    rows = version_rows(
        said,
        declaration_id=declaration.id,
        number=number,
        selection_id=selection_id,
        examined_from=examined_from,
        at=at,
    )
    change = ledger.change_of_demand(declaration, to=rows[Version][0], at=at)
    checks = _checks(declaration, said, number=number, at=at) if asks else []
    write({Selection: selections, **rows, **change, PermitCheck: checks})
    declaration.version = number
    declaration.customs_office = said.data.customs_office
    declaration.trader_id = known.trader_id or declaration.trader_id  # a trader who is not registered is refused


def _checks(declaration: Declaration, said: Said, *, number: int, at: datetime) -> list[Row]:
    """The permit checks that the new version needs and that are not standing already."""
    rows = permit_check_rows(
        said.data,
        said.assessed.laws,
        declaration_id=declaration.id,
        at=at,
        correlation_id=said.correlation_id,
        version=number,
    )
    return checking.carry_over(str(declaration.id), version=number, rows=rows, at=at)
