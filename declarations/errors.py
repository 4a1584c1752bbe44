"""The refusals a caller can cause, each with a stable code and the facts that explain it.

What HTTP makes of them is decided in `singlewindow/errors.py` alone. Anything else that rises is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from declarations.batch_file import Fault
    from declarations.rules.book import Finding


class FormatError(Struct, frozen=True, omit_defaults=True):
    """One place in a message that has the wrong shape or format."""

    pointer: str
    code: str
    facts: dict[str, str] = {}


class Refusal(Exception):
    """The base of them all. `status` is the family of the refusal, as an HTTP status; `retry_after` in seconds."""

    code = "refused"
    status = 409
    retry_after: int | None = None

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts


class BadMessage(Refusal):
    """The message cannot be read at all."""

    def __init__(self, code: str, *, status: int = 400, **facts: Any) -> None:
        super().__init__(**facts)
        self.code, self.status = code, status


class NotAcceptable(Refusal):
    """The message can be read, and these places in it have the wrong shape or format.

    `findings` are what the rules say against the places that could be read, where they were asked.
    """

    code, status = "invalid-format", 422

    def __init__(self, errors: tuple[FormatError, ...], findings: tuple[Finding, ...] = ()) -> None:
        super().__init__()
        self.errors, self.findings = errors, findings


class NotANewDeclaration(Refusal):
    """The message can be read and asks for something else than to declare goods; `function` is what."""

    code, status = "not-a-declaration", 422


class Refused(Refusal):
    """The rules said no. The submission is kept; the findings say why, all of them."""

    code, status = "declaration-refused", 422

    def __init__(self, findings: tuple[Finding, ...], *, replayed: bool = False) -> None:
        super().__init__()
        self.findings, self.replayed = findings, replayed


class KeyReused(Refusal):
    """The same idempotency key came with another body."""

    code, status = "idempotency-key-reused", 422


class ReferenceUsed(Refusal):
    """The declarant has a declaration with this own reference already; `existing` is its number."""

    code, status = "duplicate-reference", 409


class UnknownDeclaration(Refusal):
    """There is no such declaration, or it is another organisation's: the answer is the same."""

    code, status = "not-found", 404


class UnknownCodeList(Refusal):
    """There is no code list of this name."""

    code, status = "not-found", 404


class IllegalTransition(Refusal):
    """The declaration's state does not allow this; `allowed` lists what it does allow."""

    code, status = "illegal-transition", 409


class Stale(Refusal):
    """What is to be changed is no longer what the caller saw: its ETag is another (If-Match)."""

    code, status = "precondition-failed", 412


class StillHeld(Refusal):
    """Something stands between the declaration and its release; `holds` lists it."""

    code, status = "still-held", 409


class WrongAmount(Refusal):
    """The payment is not what is owed; `owed` is, in yen."""

    code, status = "wrong-amount", 422


class DraftLodged(Refusal):
    """The draft has become a declaration, and is only read now; `existing` is the declaration's number."""

    code, status = "draft-lodged", 409


class DraftAmends(Refusal):
    """The draft amends a declaration, `existing`, and cannot be lodged as another one."""

    code, status = "draft-amends", 409


class TooManyDrafts(Refusal):
    """The organisation keeps as many drafts that are not lodged as one may; `limit` says how many."""

    code, status = "too-many-drafts", 409


class FileUnreadable(Refusal):
    """The file of a batch cannot be read as one; nothing of it is kept. `faults` say where, the first hundred."""

    code, status = "import-errors", 422

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = tuple(sorted(faults, key=lambda fault: fault.row))


class KeyInProgress(Refusal):
    """The first message with this idempotency key is still being taken in: wait a moment, then send it again."""

    code, status, retry_after = "idempotency-in-progress", 409, 1


class TooManyBatches(Refusal):
    """The organisation has as many batches under way as it may; `limit` says how many."""

    code, status = "too-many-batches", 409


class RowBroken(Refusal):
    """A bug of ours, met by one row of a batch time and again: the row ends, so that the batch can."""

    code, status = "internal-error", 500


class ClientDeactivated(Refusal):
    """The program was deactivated after its token was issued."""

    code, status = "unauthenticated", 401


class UnknownSecurity(Refusal):
    """There is no such security of the trader, or it is not valid on the day."""

    code, status = "unknown-security", 422


class SecurityInsufficient(Refusal):
    """The security does not cover the amount; `remaining` says what it covers, in yen."""

    code, status = "security-insufficient", 422


class NothingToPay(Refusal):
    """Nothing is owed, or nothing is owed back."""

    code, status = "nothing-owed", 409


class UnknownQuestion(Refusal):
    """There is no such question that is not answered."""

    code, status = "unknown-question", 404


class UnknownApplication(Refusal):
    """There is no application of this kind that is not decided."""

    code, status = "no-open-application", 409


class ApplicationOpen(Refusal):
    """The same was applied for already and is not decided yet."""

    code, status = "application-open", 409


class FourEyes(Refusal):
    """Who asks for it may not decide it: another officer, of the grade that is required."""

    code, status = "four-eyes", 409


class NotReleasedEarly(Refusal):
    """Something that release before permit cannot bridge holds the goods; `holds` lists it."""

    code, status = "early-release-impossible", 409


class CategoryNotChanged(Refusal):
    """The category asked for is not another in that direction; `category` is the present one."""

    code, status = "category-not-changed", 409


class WrongItems(Refusal):
    """The items assessed are not those that wait for an assessment; `items` lists these."""

    code, status = "wrong-items", 422


class DutyDeclarationImpossible(Refusal):
    """These releases cannot stand in one duty declaration; `releases` says why of each."""

    code, status = "duty-declaration-impossible", 422


class UploadRefused(NotAcceptable):
    """An upload is no document that can be taken: every fault, the one that matters most decides code and status."""

    def __init__(self, faults: tuple[FormatError, ...], *, status: int) -> None:
        super().__init__(faults)
        self.code, self.status = faults[0].code, status


class UploadLimit(Refusal):
    """The declaration has as many documents, or as many bytes of them, as it may have."""

    code, status = "upload-limit", 409


class UnknownDocument(Refusal):
    """There is no such document, or it is another organisation's: the answer is the same."""

    code, status = "not-found", 404


class DocumentWithheld(Refusal):
    """The bytes of a document are given to nobody: not scanned yet, or infected."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code


class StorageAway(Refusal):
    """The storage of the documents does not answer; nothing was written. The same upload sent again is safe."""

    code, status, retry_after = "unavailable", 503, 5


class TooManyReplays(Refusal):
    """More dead rows than `most` are to be tried again at once: that takes a second person."""

    code, status = "too-many-replays", 409


class ProposalOpen(Refusal):
    """A change of the same row is proposed already and not decided yet."""

    code, status = "proposal-open", 409


class UnknownProposal(Refusal):
    """There is no such proposal, or it is not this person's to take back."""

    code, status = "unknown-proposal", 404


class ProposalDecided(Refusal):
    """The proposal was decided before; `outcome` is how."""

    code, status = "proposal-decided", 409


class CaseTaken(Refusal):
    """Another officer has the case on the desk; `officer` is who, `until` when it is anybody's again."""

    code, status = "case-taken", 409


class CaseNotTaken(Refusal):
    """This officer has not taken the case, or its time was over."""

    code, status = "case-not-taken", 409


class NotWithOfficers(Refusal):
    """It is not an officer's turn: there is nothing to take."""

    code, status = "not-with-officers", 409
