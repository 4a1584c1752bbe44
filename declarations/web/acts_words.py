"""Why an act was not done, in words and with what to do, in the language of the page."""

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from declarations.errors import NotAcceptable, Refusal, Refused
from declarations.web.inputs import Problem
from declarations.web.status_words import Words, yen

REFUSALS: dict[str, Words] = {
    "application-open": _("The same was applied for already and is not decided yet."),
    "document-infected": _("The document is infected: its bytes are given to nobody."),
    "document-not-scanned": _("The document is still being scanned. Try again in a moment."),
    "early-release-impossible": _("Something holds the goods that release before permit cannot bridge."),
    "idempotency-key-reused": _("This page was sent before with something else in it. Open it again."),
    "illegal-transition": _("This is not possible any more where the declaration stands now."),
    "not-found": _("There is no such thing."),
    "nothing-owed": _("Nothing is owed."),
    "precondition-failed": _(
        "The declaration has changed since you opened this page. Look at it below, then send this again."
    ),
    "rate-limited": _("Too many changes in a minute. Wait a moment, then send this again."),
    "security-insufficient": _("The security does not cover the amount."),
    "too-many-drafts": _("Your firm keeps %(limit)s drafts, as many as it may: lodge some, or delete them."),
    "unavailable": _("The storage of documents does not answer. Nothing was kept: try again in a moment."),
    "unknown-question": _("This question is answered already, or was never asked."),
    "unknown-security": _("There is no such security of the importer or of your firm that covers today."),
    "upload-limit": _("The declaration has all the documents that it may have: 50, or 100 MB."),
    "wrong-amount": _("The amount is not what is owed now."),
    # Endpoints and programs of the firm.
    "endpoint-disabled": _("The endpoint is disabled: enable it first."),
    "too-many-endpoints": _("Your firm has as many endpoints as it may: delete one first."),
    "too-many-secrets": _("Too many secrets of this endpoint sign at once. The earlier ones end within a day."),
    "cursor-expired": _("Messages can be sent again for the last 90 days only."),
}
# What is wrong with one place of what was sent.
PLACES: dict[str, Words] = {
    "already-replaced": _("A newer document stands in its place already."),
    "not-as-declared": _("The goods lie elsewhere than declared: amend the declaration first."),
    "required": _("This is missing."),
    "unknown-document": _("The declaration has no such document."),
    "unknown-item": _("The declaration has no such goods item."),
    "unknown-law": _("Nothing is claimed or asked under this law on this goods item."),
    "upload-active-content": _("The file holds a macro, a script or another file. Print it to a plain PDF."),
    "upload-broken": _("The file is damaged. Save it anew."),
    "upload-empty": _("The file is empty."),
    "upload-encrypted": _("The file is encrypted. Save it without a password."),
    "upload-expands": _("The file grows too much when it is opened."),
    "upload-infected": _("The file bears the signature of malicious software."),
    "upload-name": _("The file cannot be kept under this name. Choose a plain, short one."),
    "upload-polyglot": _("The file is more than one kind of file at once. Save it anew with a common program."),
    "upload-too-large": _("The file is larger than 10 MB."),
    "upload-type": _("Files of this kind are not taken."),
    "upload-type-mismatch": _("The file is of another kind than its name says."),
    "webhook-url": _("No messages are sent to this address. Give an https address on port 443, by a public name."),
}
_OTHERWISE = _("This was refused: %(code)s.")


def refused(refusal: Refusal, *, inputs: Mapping[str, str] | None = None) -> list[Problem]:
    """A refusal as lines of the error summary; `inputs` leads from the places of a message to the page's inputs."""
    if isinstance(refusal, Refused):
        return [_finding(finding) for finding in refusal.findings]
    if isinstance(refusal, NotAcceptable):
        return [*_places(refusal, inputs or {})]
    told = str({**PLACES, **REFUSALS}.get(refusal.code, _OTHERWISE)) % {"code": refusal.code, **refusal.facts}
    facts = [f"{_MONEY[name]}: {yen(int(value))}" for name, value in refusal.facts.items() if name in _MONEY]
    return [Problem(message=told, remedy=" · ".join(facts))]


_MONEY: dict[str, Words] = {"owed": _("Owed"), "remaining": _("It covers"), "needed": _("Needed")}


def _places(refusal: NotAcceptable, inputs: Mapping[str, str]) -> Iterator[Problem]:
    for error in refusal.errors:
        told = str(PLACES.get(error.code, _OTHERWISE % {"code": error.code}))
        name = inputs.get(error.pointer, error.pointer.strip("/").replace("/", "-"))
        yield Problem(message=told, href=f"#{name}", remedy=error.facts.get("declared", ""), code=_place(error.pointer))
    yield from map(_finding, refusal.findings)


def _place(pointer: str) -> str:
    """Where in a declaration something is, where it is told by itself and not by an input."""
    return pointer if pointer.count("/") > 1 else ""


def _finding(finding: object) -> Problem:
    """What a rule found, as the rule words it in the two languages."""
    in_japanese = get_language() == "ja"
    message = getattr(finding, "message_ja" if in_japanese else "message")
    item = getattr(finding, "item", None)
    return Problem(
        message=message,
        remedy="" if in_japanese else getattr(finding, "remedy", ""),
        law=getattr(finding, "law", ""),
        code=f"{getattr(finding, 'code', '')}{f' · {item}' if item else ''}",
    )
