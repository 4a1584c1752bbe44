"""Who may enter where: every route of the service, asked by every kind of caller, held against one table.

The routes come from the URL configuration: one that the table does not know fails, whoever adds it.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.http import SimpleCookie
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver
from django.utils import timezone

from declarations import clearance
from declarations.dataset.models import Population, ResearchProject
from declarations.dataset.research import applying
from declarations.dataset.research.applying import Application
from declarations.models import Question
from declarations.selection.models import LearnedModel, ScoringPolicy
from declarations.traders.declarant import Officer
from declarations.traders.models import ApiClient, ClientKey, Mandate, User
from declarations.web.models import SavedView
from declarations.web.papers import address_of
from declarations.web.printing import pdf_is_installed
from permits.models import PermitCheck
from singlewindow.four_eyes.proposing import propose_change
from singlewindow.four_eyes.rows import RowChange
from tests.doors import Program
from tests.forms import import_form

# What an answer means to a caller. IN is anything else: the door is open, whatever is then said of the message.
IN, LOGIN, FORBIDDEN, UNKNOWN, SHUT = "in", "login", "forbidden", "unknown", "shut to this method"
ENDPOINT = "http://localhost:9/told"
ACTORS = (
    "nobody",
    "broker's program",  # of the one who declared
    "broker's person",
    "importer's person",  # of the one it was declared for
    "broker's reader",  # a program whose tokens only read
    "stranger's program",
    "examiner",
    "chief",  # a supervisor
    "administrator",
    "tariff clerk",
    "risk officer",
    "research reviewer",
    "auditor",
)
OFFICES = ACTORS[-4:]
STAFF = ACTORS[-7:]


def row(*outcomes: str) -> dict[str, str]:
    """The outcome of each; of the other offices of customs that of the examiner, who is an officer as they are."""
    told = dict(zip(ACTORS, outcomes, strict=False))
    return told | dict.fromkeys(OFFICES, told["examiner"])


def console(*who: str) -> dict[str, str]:
    """The console is open to these; others of the staff lack the right, everyone else is sent to the login page."""
    return everyone(LOGIN) | dict.fromkeys(STAFF, FORBIDDEN) | dict.fromkeys(who, IN)


def everyone(outcome: str) -> dict[str, str]:
    return dict.fromkeys(ACTORS, outcome)


PUBLIC = everyone(IN)
# An organisation's own: other organisations learn nothing, not even that it is there; officers have their console.
READ_OWN = row(LOGIN, IN, IN, IN, IN, UNKNOWN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
WRITE_OWN = row(LOGIN, IN, IN, IN, FORBIDDEN, UNKNOWN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
# Without an object in its address: the list of one's own, or what makes a new one.
READ = row(LOGIN, IN, IN, IN, IN, IN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
WRITE = row(LOGIN, IN, IN, IN, FORBIDDEN, IN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
# A draft, a batch, an endpoint is of whoever made it, and not of those it is about.
READ_MADE = row(LOGIN, IN, IN, UNKNOWN, IN, UNKNOWN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
WRITE_MADE = row(LOGIN, IN, IN, UNKNOWN, FORBIDDEN, UNKNOWN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
PEOPLES = row(LOGIN, FORBIDDEN, IN, IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
REFERENCE = row(LOGIN, IN, IN, IN, IN, IN, IN, IN, IN)
# The console, by what each group may do there.
CONSOLE = console(*STAFF)
SEES = console("examiner", "chief", "administrator", "risk officer", "auditor")
DECIDES = console("examiner", "chief")
DIRECTS = console("chief")
WATCHES = console("chief", "administrator", "risk officer", "auditor")
AUDITS = console("chief", "administrator", "auditor")
ADMINISTRATORS = console("administrator")
WEIGHS = console("chief", "risk officer")
# The forms for the people of a firm. A program has its API, an officer the console.
FORMS = row(LOGIN, LOGIN, IN, IN, LOGIN, LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
FORMS_MADE = row(LOGIN, LOGIN, IN, UNKNOWN, LOGIN, LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
FORMS_UNKNOWN = row(LOGIN, LOGIN, UNKNOWN, UNKNOWN, LOGIN, LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
FORMS_SHUT = row(LOGIN, LOGIN, SHUT, SHUT, LOGIN, LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
PEOPLE = row(LOGIN, LOGIN, IN, IN, LOGIN, LOGIN, IN, IN, IN)
# Research: a researcher sees its own, reviewers, auditors and administrators all; nobody else has to do with it.
_NOT_RESEARCH = row(LOGIN, LOGIN, FORBIDDEN, FORBIDDEN, LOGIN, LOGIN, FORBIDDEN, FORBIDDEN, FORBIDDEN)
SEE_RESEARCH = ("administrator", "research reviewer", "auditor")
RESEARCH = _NOT_RESEARCH | dict.fromkeys(SEE_RESEARCH, IN)
DECIDE_RESEARCH = _NOT_RESEARCH | {"research reviewer": IN}
RESEARCHERS = _NOT_RESEARCH
RESEARCH_UNKNOWN = _NOT_RESEARCH | dict.fromkeys(SEE_RESEARCH, UNKNOWN)
NOT_THERE = row(LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, LOGIN, UNKNOWN, UNKNOWN, UNKNOWN)
NOBODYS = console()
PROPOSALS = console(*(each for each in STAFF if each != "research reviewer"))


def routes(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route by its text."""
    for pattern in (resolver or get_resolver()).url_patterns:
        text = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern, text)
        else:
            yield text, pattern


# The table. By the route's text and the method; a text that ends in `*` is for all that begin so, the longest first.
_NUMBER = "api/v1/declarations/<declaration_number:number>"
_CASE = "console/declarations/declaration/(?P<number>[0-9A-Z]{11})/"
_DRAFT = "api/v1/drafts/<declaration_number:number>"
_FORMS_OF_DRAFT = "declarations/drafts/<declaration_number:number>"
_BATCH, _ENDPOINT = "api/v1/batches/<uuid:batch>", "api/v1/webhook-endpoints/<uuid:endpoint_id>"
_ONE = "declarations/<declaration_number:number>"
_ACTS_OF_A_PAGE = ("withdraw", "arrive", "release-before-permit", "pay", "amend", "documents/attach")
_ACTS_OF_A_PAGE += ("questions/<uuid:question>/answer",)
_FORMS_OF_A_FIRM = ("people/invite", "mandates/give", "programs/register", "webhooks/register")
_OWN_OF_A_FIRM = ("people/<uuid:person>", "programs/<client_id:client_id>", "programs/<client_id:client_id>/keys")
_OWN_OF_A_FIRM += ("webhooks/<uuid:endpoint>", "webhooks/<uuid:endpoint>/ping", "webhooks/<uuid:endpoint>/secret")
_OWN_OF_A_FIRM += ("webhooks/<uuid:endpoint>/replay", "webhooks/<uuid:endpoint>/delete")
_OWN_OF_A_FIRM += ("programs/<client_id:client_id>/secret",)
_OWN_OF_A_FIRM += ("programs/<client_id:client_id>/keys/<uuid:key>/revoke",)
TABLE: dict[tuple[str, str], dict[str, str]] = {
    ("", "GET"): PUBLIC,
    ("problems/<slug:code>", "GET"): PUBLIC,
    ("healthz", "GET"): PUBLIC,
    ("readyz", "GET"): PUBLIC,
    ("service-status", "GET"): PUBLIC,
    ("metrics", "GET"): PUBLIC,
    ("statistics", "GET"): PUBLIC,
    ("statistics/releases/<int:release>/<slug:form>", "GET"): everyone(UNKNOWN),  # where none is published
    ("research", "GET"): RESEARCH,
    ("research/apply", "*"): RESEARCHERS,
    ("research/projects/<uuid:project>*", "*"): RESEARCH,
    ("research/projects/<uuid:project>/outputs", "*"): RESEARCHERS,
    ("research/projects/<uuid:project>/decisions*", "*"): DECIDE_RESEARCH,
    ("research/projects/<uuid:project>/equations", "*"): RESEARCHERS,
    ("research/outputs/<uuid:output>*", "*"): RESEARCH_UNKNOWN,  # there is none: a table needs an extract
    ("research/outputs/<uuid:output>", "POST"): _NOT_RESEARCH | {"research reviewer": UNKNOWN},
    ("login", "GET"): PUBLIC,
    ("login", "POST"): PUBLIC,
    ("login", "PUT"): PUBLIC,
    ("logout", "GET"): everyone(SHUT),
    ("logout", "POST"): PUBLIC,
    ("oauth/token", "POST"): PUBLIC,  # the client's own secret is asked for, whoever is signed in
    ("agency/v1/answers", "POST"): everyone(LOGIN),  # an agency's signature is asked for
    ("api/v1/schema", "GET"): PUBLIC,
    ("api/v1/docs", "GET"): PUBLIC,
    ("api/v1/reference", "GET"): PUBLIC,
    ("api/v1/declarations", "GET"): READ,
    ("api/v1/declarations", "POST"): WRITE,
    (f"{_NUMBER}*", "GET"): READ_OWN,
    (f"{_NUMBER}*", "POST"): WRITE_OWN,
    ("api/v1/documents/<uuid:document_id>*", "GET"): READ_OWN,
    ("api/v1/release-declarations", "POST"): WRITE,
    ("api/v1/duty-declarations", "POST"): WRITE,
    ("api/v1/duty-declarations/due", "GET"): READ,
    ("api/v1/duty-declarations/<declaration_number:number>", "GET"): everyone(UNKNOWN)
    | {"nobody": LOGIN}
    | dict.fromkeys(STAFF, FORBIDDEN),
    ("api/v1/small-parcels", "POST"): WRITE,
    ("api/v1/receipts/<str:key>", "GET"): READ_MADE | {"broker's person": UNKNOWN, "broker's reader": UNKNOWN},
    ("api/v1/drafts", "GET"): READ,
    ("api/v1/drafts", "POST"): WRITE,
    (f"{_DRAFT}*", "GET"): READ_MADE,
    (f"{_DRAFT}*", "PUT"): WRITE_MADE,
    (f"{_DRAFT}*", "POST"): WRITE_MADE,
    (f"{_DRAFT}*", "DELETE"): WRITE_MADE,
    ("api/v1/batches", "GET"): READ,
    ("api/v1/batches", "POST"): WRITE,
    ("api/v1/batches/template.csv", "GET"): REFERENCE,
    (f"{_BATCH}*", "GET"): READ_MADE,
    ("api/v1/requirements", "POST"): REFERENCE,
    ("api/v1/duty-estimates", "POST"): REFERENCE,
    ("api/v1/consolidations", "POST"): REFERENCE,
    ("api/v1/translations", "POST"): REFERENCE,
    ("api/v1/commodities", "GET"): REFERENCE,
    ("api/v1/code-lists*", "GET"): REFERENCE,
    ("api/v1/exchange-rates", "GET"): REFERENCE,
    ("api/v1/naccs-procedures", "GET"): REFERENCE,
    ("api/v1/events", "GET"): READ,
    ("api/v1/webhook-endpoints", "GET"): WRITE,
    ("api/v1/webhook-endpoints", "POST"): WRITE,
    (f"{_ENDPOINT}*", "GET"): WRITE_MADE,
    (f"{_ENDPOINT}*", "POST"): WRITE_MADE,
    (f"{_ENDPOINT}*", "PUT"): WRITE_MADE,
    (f"{_ENDPOINT}*", "DELETE"): WRITE_MADE,
    ("api/v1/mail-subscription", "GET"): PEOPLES,
    ("api/v1/mail-subscription", "PUT"): PEOPLES,
    ("login/code", "*"): everyone(LOGIN),  # for whoever has just shown a password, which the session knows
    ("login/second-factor*", "*"): PEOPLE,
    ("login/confirm", "*"): PEOPLE,
    ("login/new-password/<uidb64>/<token>", "PUT"): everyone(SHUT),
    ("login/new-password/<uidb64>/<token>", "*"): PUBLIC,  # for whoever has a link, which is told if it is none
    ("verify/<str:token>", "GET"): PUBLIC,  # for whoever has a paper in hand
    (f"{_ONE}*", "GET"): FORMS,
    (f"{_ONE}*", "POST"): FORMS_SHUT,
    **{(f"{_ONE}/{act}", "POST"): FORMS for act in _ACTS_OF_A_PAGE},
    (f"{_ONE}/permit*", "GET"): FORMS_UNKNOWN,  # nothing is released here
    (f"{_ONE}/permit.pdf", "GET"): FORMS_UNKNOWN,
    (f"{_ONE}/receipt.pdf", "GET"): FORMS if pdf_is_installed() else FORMS_UNKNOWN,
    (f"{_ONE}/progress", "GET"): dict.fromkeys(ACTORS[:2] + ACTORS[4:6], IN)  # the page leads to the door by itself
    | {actor: FORMS[actor] for actor in (*ACTORS[2:4], *ACTORS[6:])},
    (f"{_ONE}/progress", "POST"): dict.fromkeys(ACTORS[:2] + ACTORS[4:6], IN)
    | {actor: FORMS_SHUT[actor] for actor in (*ACTORS[2:4], *ACTORS[6:])},
    ("declarations/lodged/views/<uuid:view>/delete", "POST"): FORMS_MADE,
    ("declarations/firm*", "POST"): FORMS_SHUT,
    **{(f"declarations/firm/{page}", "POST"): FORMS for page in _FORMS_OF_A_FIRM},
    **{(f"declarations/firm/{page}", "*"): FORMS_MADE for page in _OWN_OF_A_FIRM},
    ("declarations/firm/people/<uuid:person>/link", "POST"): FORMS_MADE,
    ("declarations/firm/mandates/<uuid:mandate>/revoke", "POST"): FORMS_MADE  # whose it is: the importer's
    | {"broker's person": UNKNOWN, "importer's person": IN},
    ("declarations*", "GET"): FORMS,
    ("declarations*", "POST"): FORMS,
    ("declarations", "POST"): FORMS_SHUT,  # it takes nothing but another language
    ("declarations/commodities", "POST"): FORMS_SHUT,
    ("declarations/templates", "POST"): FORMS | {"broker's person": UNKNOWN, "importer's person": UNKNOWN},  # of which?
    (f"{_FORMS_OF_DRAFT}*", "GET"): FORMS_MADE,
    (f"{_FORMS_OF_DRAFT}*", "POST"): FORMS_MADE,
    (_FORMS_OF_DRAFT, "POST"): FORMS_MADE | {"broker's person": SHUT},
    ("account*", "*"): PEOPLE,
    ("account/recovery-codes", "POST"): everyone(LOGIN),  # for whoever has an authenticator app; these have none
    ("console/login/", "GET"): CONSOLE | {"broker's person": FORBIDDEN, "importer's person": FORBIDDEN},
    ("console/logout/", "GET"): PUBLIC | dict.fromkeys(STAFF, SHUT),
    ("console/autocomplete/", "GET"): NOBODYS,
    ("console/(?P<url>.*)$", "GET"): NOT_THERE,
    ("console/declarations/declaration/<path:object_id>/change/", "GET"): NOT_THERE,
    ("console/(?P<app_label>*", "GET"): CONSOLE  # the tariff's, here
    | dict.fromkeys(("examiner", "chief", "risk officer", "research reviewer"), UNKNOWN),
    ("console/*", "*"): CONSOLE,
    ("console/queue/", "GET"): SEES,
    ("console/queue/next/", "POST"): DECIDES,
    ("console/bulk/", "*"): DECIDES,
    ("console/dashboard/", "GET"): WATCHES,
    ("console/audit/", "GET"): AUDITS,
    ("console/audit/chains/", "*"): AUDITS,
    ("console/reports/*", "GET"): WATCHES,
    ("console/long-work/", "GET"): WATCHES,
    ("console/selection-*", "GET"): WATCHES,
    ("console/selection-models/<slug:sha256>/", "*"): WEIGHS,
    ("console/selection-policies/<int:version>/", "*"): WEIGHS,
    ("console/audit-sites*", "GET"): WATCHES,
    (f"{_CASE}$", "GET"): SEES,
    (f"{_CASE}*", "*"): DECIDES,
    (f"{_CASE}versions/*", "GET"): SEES,
    (f"{_CASE}hand-on/*", "*"): DIRECTS,
    (f"{_CASE}applications/*", "*"): DECIDES,
    (f"{_CASE}documents/*", "GET"): SEES,
    ("console/singlewindow/proposal/<uuid:proposal>/", "GET"): PROPOSALS,
    # An officer with the right to, or whoever proposed it: here the examiner.
    ("console/singlewindow/proposal/<uuid:proposal>/", "POST"): console(
        "examiner", "chief", "tariff clerk", "risk officer"
    ),
}
# The console's registers: who sees the list and a row, and who may add to it and delete what is in it.
_LAWS = console("chief", "administrator", "tariff clerk", "auditor")
_TRADERS = console("chief", "administrator", "auditor")
SEEN_BY = {
    "declarations/": SEES,
    "notifications/": console("examiner", "chief", "administrator", "auditor"),
    "singlewindow/": AUDITS,
    "singlewindow/proposal/": PROPOSALS,
    "tariff/": console("administrator", "tariff clerk", "auditor"),
    "selection/riskprofile/": console("administrator", "risk officer", "auditor"),
    "selection/selection/": SEES,
    "permits/": SEES,
    "permits/agency/": _LAWS,
    "permits/law/": _LAWS,
    "permits/requirement/": _LAWS,
    "permits/inboxmessage/": ADMINISTRATORS,
    "traders/trader/": _TRADERS,
    "traders/mandate/": _TRADERS,
    "traders/security/": console("administrator", "auditor"),
}
ADDED_BY = {
    "tariff/": console("administrator", "tariff clerk"),
    "selection/riskprofile/": console("administrator", "risk officer"),
}
ONLY_READ = (
    "singlewindow/",
    "declarations/",
    "notifications/",
    "permits/",
    "selection/selection/",
    "tariff/loadedschedule",
    "tariff/tariffedition",
)
# Edited by two people, and never deleted in the console.
NEVER_DELETED = ("tariff/", "selection/", "traders/mandate/", "traders/apiclient/")
_PAGE = re.compile(r"console/([a-z_]+/[a-z_]+/)(?:<path:object_id>/)?(add|delete|change|)/?")


def of_a_register(text: str) -> dict[str, str] | None:
    """The row of a register's page; None for another page."""
    found = _PAGE.fullmatch(text)
    if not found or found[1] == "password_change/done/":
        return None
    register, page = found[1], found[2]
    if page in {"add", "delete"} and register.startswith(ONLY_READ):
        return NOBODYS
    if page == "delete":
        return NOBODYS if register.startswith(NEVER_DELETED) else ADMINISTRATORS
    if text.endswith("<path:object_id>/"):
        return CONSOLE  # leads to the page that is asked about
    return _of_the_longest(ADDED_BY if page == "add" else SEEN_BY, register) or ADMINISTRATORS


def _of_the_longest(table: dict[str, dict[str, str]], register: str) -> dict[str, str] | None:
    fitting = [each for each in table if register.startswith(each)]
    return table[max(fitting, key=len)] if fitting else None


def expected(text: str, method: str) -> dict[str, str] | None:
    """The row of a route; None where there is none."""
    for key in ((text, method), (text, "*")):
        if key in TABLE:
            return TABLE[key]
    if text.startswith("console/") and method not in {"GET", "POST"}:
        return everyone(SHUT)
    if row := of_a_register(text):
        return row
    fitting = [key for key in TABLE if key[1] in {method, "*"} and key[0][-1:] == "*" and text.startswith(key[0][:-1])]
    return TABLE[max(fitting, key=lambda key: len(key[0]))] if fitting else None


def methods(text: str, pattern: URLPattern) -> list[str]:
    """What a route answers to, but for HEAD and OPTIONS. The console's pages are asked by no other method: 405."""
    view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
    if view is None:
        return ["POST"] if pattern.name in {"token", "agency-answers"} else ["GET"]
    names = ("get", "post") if text.startswith("console/") else ("get", "post", "put", "patch", "delete")
    return [name.upper() for name in names if hasattr(view, name)]


class World:
    """One declaration with everything that an address can name, and everybody who may ask for it."""

    def __init__(self) -> None:
        broker = Program("demo-broker")
        self.form = import_form(script="V2")
        self.number = broker.lodged(self.form, key="lodged-by-the-program")["number"]
        officer = User.objects.get(username="demo-officer").as_officer()
        clearance.ask(self.number, by=officer, text="Of what is it made?", at=timezone.now())
        draft = broker.post("/drafts", import_form())
        self.draft, self.draft_tag = draft.json()["number"], draft["ETag"]
        declarant = User.objects.get(username="demo-broker").as_declarant()
        self.amending = clearance.begin_amendment(self.number, by=declarant, at=timezone.now()).number
        paper = _sent(broker, f"/declarations/{self.number}/documents?kind=OTHER&name=a.txt", b"paper", "text/plain")
        batch = _sent(broker, "/batches", json.dumps(import_form()).encode(), "application/x-ndjson")
        endpoint = broker.post("/webhook-endpoints", {"url": ENDPOINT})
        person = User.objects.get(username="demo-broker")
        reader = ApiClient.objects.get(client_id="demo-reader")
        proposal = propose_change(
            [RowChange("tariff.declarationtype", after={"code": "Y"})],
            title="a type",
            reason="NEW",
            by=User.objects.get(username="demo-officer"),
            at=timezone.now(),
        )
        policy = _policy(officer)
        self.parts = {
            "<declaration_number:number>": self.number,
            "(?P<number>[0-9A-Z]{11})": self.number,
            "<int:version>": "1",
            "<uuid:question>": str(Question.objects.get().id),
            "<uuid:document_id>": paper["id"],
            "<uuid:batch>": batch["id"],
            "<uuid:endpoint_id>": endpoint.json()["endpoint"]["id"],
            "<uuid:proposal>": str(proposal.id),
            "<uuid:document>": paper["id"],
            "<uuid:endpoint>": endpoint.json()["endpoint"]["id"],
            "<client_id:client_id>": "demo-reader",
            "<uuid:view>": str(SavedView.objects.create(user=person, name="mine", query="").id),
            "<uuid:person>": str(person.id),
            "<uuid:mandate>": str(Mandate.objects.get(trader__users__username="demo-importer").id),
            "<uuid:key>": str(ClientKey.objects.create(client=reader, kid="k", jwk={}, thumbprint="t").id),
            "<str:token>": address_of(self.number).rsplit("/", 1)[1],
            "<str:key>": "lodged-by-the-program",
            "(?P<check>[0-9a-f-]{36})": str(PermitCheck.objects.get().id),
            "(?P<document>[0-9a-f-]{36})": paper["id"],
            "(?P<kind>[a-z-]+)": "early-release",
            "reports/<slug:name>": "reports/by-office",
            "(?P<name>[a-z-]+)\\.(?P<kind>csv|xlsx)": "by-office.csv",
            "<slug:name>": "countries",
            "<uuid:project>": str(_project().id),
            "<uuid:output>": "01900000-0000-7000-8000-000000000000",
            "<slug:step>": "approval",
            "<int:release>": "1",
            "<slug:sha256>": policy.model_id,
            "<slug:form>": "csv",
            "<slug:code>": "not-found",
            "<slug:slug>": "transport",
            "<int:item>": "1",
        }
        self.callers = {
            "nobody": (Client(), {}),
            "broker's program": (broker.http, broker.headers),
            "broker's reader": _program("demo-reader"),
            "stranger's program": _program("demo-unmandated"),
            "broker's person": _person("demo-broker"),
            "importer's person": _person("demo-importer"),
            "examiner": _person("demo-officer"),
            "chief": _person("demo-chief-officer"),
            "administrator": _person("demo-administrator"),
            "tariff clerk": _person("demo-tariff-clerk"),
            "risk officer": _person("demo-risk-officer"),
            "research reviewer": _person("demo-research-reviewer"),
            "auditor": _person("demo-auditor"),
        }

    def address(self, text: str) -> str:
        """An address of the route, naming what is there; an id of the console's registers names nothing."""
        if text == f"{_FORMS_OF_DRAFT}/amendment":
            text = text.replace("<declaration_number:number>", self.amending)
        if text.startswith((_DRAFT, _FORMS_OF_DRAFT)):
            text = text.replace("<declaration_number:number>", self.draft)
        for part, value in self.parts.items():
            text = text.replace(part, value)
        for part in ("<path:object_id>", "<path:content_type_id>", "<id>"):
            text = text.replace(part, "0")
        text = re.sub(r"\(\?P<app_label>[a-z_|]+\)", "tariff", text)
        return "/" + text.replace("^", "").replace("$", "").replace("(?P<url>.*)", "no-such-page")

    def message(self, text: str) -> tuple[bytes, dict[str, str]]:
        """A message that the route takes, so that a stranger is refused for no other reason; with its headers."""
        said = {
            "declarations": self.form,
            "amendments": {"reason": "WRONG WEIGHT", "declaration": self.form},
            "withdrawal": {"reason": "SENT TWICE"},
            "arrival": {"bonded_area": "1AW01"},
            "payment": {"method": "PAY", "amount": "1", "reference": "BANK-1"},
            "release-before-permit": {"reason_code": "01", "reason": "X", "security": "DEMO-SECURITY", "amount": "1"},
            "replay": {"since": timezone.now().isoformat()},
            "answer": {"text": "OF STEEL"},
            "drafts": self.form,
            _DRAFT.rpartition("/")[2]: self.form,
            "<uuid:endpoint_id>": {"url": ENDPOINT},
        }.get(text.rpartition("/")[2], {})
        tag = self.draft_tag if text.startswith(_DRAFT) else '"3-0"'
        return json.dumps(said).encode(), {"Idempotency-Key": "another-key", "If-Match": tag}

    def outcome(self, actor: str, method: str, text: str) -> str:
        """What the door says; whatever was done behind it is undone."""
        client, headers = self.callers[actor]
        body, told = self.message(text) if method != "GET" else (b"", {})
        with transaction.atomic():
            cookies = dict(client.cookies)
            answer = client.generic(method, self.address(text), body, "application/json", headers={**told, **headers})
            client.cookies = SimpleCookie({name: morsel.value for name, morsel in cookies.items()})
            transaction.set_rollback(True)
        assert answer.status_code < 500, (actor, method, text, answer.status_code)
        if answer.status_code == 401 or (answer.status_code == 302 and "/login" in answer.url):
            return LOGIN
        return {403: FORBIDDEN, 404: UNKNOWN, 405: SHUT}.get(answer.status_code, IN)


def _project() -> ResearchProject:
    application = Application(
        title="A project",
        purpose="TO KNOW",
        legal_ground="AGREEMENT",
        population=Population.GENERATED,
        direction="IMPORT",
        columns=("month", "hs2"),
        first_month=date(2024, 4, 1),
        last_month=date(2024, 4, 1),
        expires_on=date(2100, 1, 1),
    )
    return applying.apply(application, by=User.objects.get(username="demo-researcher"), at=timezone.now())


def _sent(program: Program, path: str, body: bytes, media: str) -> dict[str, Any]:
    headers = {**program.headers, "Idempotency-Key": "lodged-by-the-program"}
    return program.http.post(f"/api/v1{path}", body, content_type=media, headers=headers).json()


def _policy(officer: Officer) -> ScoringPolicy:
    """A learned model, and what its word would count."""
    origin = {"trained_on": {}, "chosen_on": {}, "settings": {}}
    at = timezone.now()
    model = LearnedModel.objects.create(sha256="0" * 64, origin=origin, metrics={}, registered_by="X", registered_at=at)
    return clearance.propose_policy(
        model.sha256,
        by=officer,
        mode=ScoringPolicy.Mode.SHADOW,
        g=Decimal("0.1"),
        document_from=1.0,
        inspection_from=None,
        reason="X",
        at=at,
    )


def _program(client_id: str) -> tuple[Client, dict[str, str]]:
    program = Program(client_id)
    return program.http, program.headers


def _person(username: str) -> tuple[Client, dict[str, str]]:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client, {}


def test_every_route_has_its_row():
    assert [
        (text, method) for text, pattern in routes() for method in methods(text, pattern) if not expected(text, method)
    ] == []


@pytest.mark.parametrize("part", ["api", "console", "others"])
def test_who_may_enter_where(world, settings, part):
    settings.WEBHOOK_LOOPBACK_HOSTS = frozenset({"localhost"})
    here = World()
    wrong = []
    for text, pattern in routes():
        if (text.split("/")[0] if text.split("/")[0] in {"api", "console"} else "others") != part:
            continue
        for method in methods(text, pattern):
            want = expected(text, method) or {}
            for actor in ACTORS:
                if (got := here.outcome(actor, method, text)) != want.get(actor):
                    wrong.append((method, text, actor, got, want.get(actor)))
    assert not wrong, "\n".join(map(str, wrong))
