"""Chapter OL: laws other than customs law, and what the declarant says of them on each goods item.

The schedule says that a law *may* bind goods of a code. The declarant's claim answers: the number of a permit, or
the reason why the law does not bind these goods, or that the agency is asked to decide. The agency confirms later;
here only the answer is asked for.
"""

from declarations.data import Direction, GoodsItem, PermitClaim
from declarations.rules.book import Severity, Verdict, because, item_rule, rule
from declarations.rules.case import Case

MOST_LAWS = 5
_PROOF_LAW = "Customs Act art. 70 (1)"


@item_rule(
    "OL-801",
    law=_PROOF_LAW,
    at="/permits",
    ja="他法令の許可等を要する可能性のある貨物は、その許可等又は非該当の理由を申告しなければなりません。",
    remedy="State the number of the permit under this law, or why the law does not bind these goods.",
)
def each_connected_law_is_answered(item: GoodsItem, number: int, case: Case) -> Verdict:
    """Each other law that may bind the goods is answered by a claim."""
    return [because(law=law, name=name) for law, name in _unanswered(item, number, case, connected=True)]


@item_rule(
    "OL-802",
    law="Customs Act art. 70 (1), (2)",
    at="/permits",
    severity=Severity.ADVISORY,
    ja="他法令の許可等を要する可能性があります。該当する場合は、書類により証明しなければなりません。",
    remedy="Show the document of this law during the examination, or state why the law does not bind these goods.",
)
def each_law_proved_on_paper_is_answered(item: GoodsItem, number: int, case: Case) -> Verdict:
    """Each other law that may bind the goods, and is proved on paper, is answered on the declaration already."""
    return [because(law=law, name=name) for law, name in _unanswered(item, number, case, connected=False)]


@item_rule(
    "OL-803",
    law=_PROOF_LAW,
    at="/permits",
    ja="他法令については、許可等の番号、非該当の理由又は当該官庁への照会のいずれか一つのみを申告しなければなりません。",
    remedy="State the number of the permit, or the reason, or ask the agency: one of the three.",
)
def claim_says_one_thing(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A claim states a permit number, or a reason why the law does not bind, or that the agency is asked to decide."""
    return [
        because(at=f"/permits/{index}", repeat_index=index + 1, law=claim.law)
        for index, claim in enumerate(item.permits)
        if _answers(claim) != 1
    ]


@item_rule(
    "OL-804",
    law="NACCS IDA, item OL_",
    at="/permits",
    ja="他法令コードは、他法令コード表にあるコードでなければなりません。",
    remedy="Choose a code of the code list of other laws, such as FD.",
)
def law_of_a_claim_is_known(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The other-law code of a claim is one of those published."""
    return [
        because(at=f"/permits/{index}/law", repeat_index=index + 1, law=claim.law)
        for index, claim in enumerate(item.permits)
        if claim.law not in case.known_laws
    ]


@item_rule(
    "OL-805",
    law="this system: an agency answers once for an item",
    at="/permits",
    ja="一の欄において、同一の他法令を重複して申告してはなりません。",
    remedy="Keep one claim for this law; goods under different permits stand in different items.",
)
def claims_are_of_different_laws(item: GoodsItem, number: int, case: Case) -> Verdict:
    """A goods item has one claim for a law."""
    laws = [claim.law for claim in item.permits]
    return [
        because(at=f"/permits/{index}", repeat_index=index + 1, law=law)
        for index, law in enumerate(laws)
        if law in laws[:index]
    ]


@rule(
    "OL-806",
    law="NACCS IDA, item OL_ (5 codes)",
    at="/goods_items",
    direction=Direction.IMPORT,
    ja="一の輸入申告に申告できる他法令は、5以内です。",
    remedy="Declare some of the goods on another declaration.",
)
def import_has_at_most_five_laws(case: Case) -> Verdict:
    """An import declaration has claims under at most five other laws."""
    laws = sorted({claim.law for _, item in case.items() for claim in item.permits})
    return len(laws) <= MOST_LAWS or because(laws=", ".join(laws), most=MOST_LAWS)


@item_rule(
    "OL-807",
    law=_PROOF_LAW,
    at="/permits",
    severity=Severity.ADVISORY,
    ja="統計品目表によれば、この他法令は当該品目に適用されません。",
    remedy="See whether commodity code and law are right; otherwise nothing needs to be done.",
)
def law_of_a_claim_may_bind_the_goods(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The other law of a claim is one that may bind goods of this code."""
    binding = {law.code for law in case.laws(number)}
    return [
        because(at=f"/permits/{index}/law", repeat_index=index + 1, law=claim.law)
        for index, claim in enumerate(item.permits)
        if claim.law in case.known_laws and claim.law not in binding
    ]


@rule(
    "OL-808",
    law="NACCS IDA, item KNO",
    at="/common_control_number",
    severity=Severity.ADVISORY,
    ja="許可等の番号を申告する場合は、共通管理番号により他法令手続と関連付けることができます。",
    remedy="State the common control number that the agencies' filings have, so that they find one another.",
)
def permits_are_linked_by_a_common_control_number(case: Case) -> Verdict:
    """Permits under other laws are linked with the declaration by a common control number."""
    permits = sum(1 for _, item in case.items() for claim in item.permits if claim.permit_number is not None)
    return permits == 0 or case.declaration.common_control_number is not None or because(permits=permits)


@item_rule(
    "OL-809",
    law=_PROOF_LAW,
    at="/permits",
    ja="当該官庁への照会は、この貨物に適用される可能性があり、かつ電子的に照会できる他法令に限ります。",
    remedy="State the number of the permit, or why the law does not bind: nobody could be asked for you.",
)
def agency_that_is_to_decide_can_be_asked(item: GoodsItem, number: int, case: Case) -> Verdict:
    """The agency is asked to decide only under a law that may bind the goods and is asked electronically."""
    askable = {law.code for law in case.laws(number) if law.connected}
    return [
        because(at=f"/permits/{index}/ask_agency", repeat_index=index + 1, law=claim.law)
        for index, claim in enumerate(item.permits)
        if claim.ask_agency is True and claim.law in case.known_laws and claim.law not in askable
    ]


def _answers(claim: PermitClaim) -> int:
    """How many of the three answers a claim gives. `ask_agency: false` is none."""
    given = (claim.permit_number is not None, claim.not_subject_reason is not None, claim.ask_agency is True)
    return sum(given)


def _unanswered(item: GoodsItem, number: int, case: Case, *, connected: bool) -> list[tuple[str, str]]:
    """Code and name of each law that may bind the item and has no claim."""
    claimed = {claim.law for claim in item.permits}
    return [(law.code, law.name) for law in case.laws(number) if law.connected is connected and law.code not in claimed]
