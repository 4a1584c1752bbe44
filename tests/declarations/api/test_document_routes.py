"""Documents over HTTP, rows 55, 70 and 71 of the catalogue: the exact answer to each, and nothing kept on a refusal."""

from hashlib import sha256
from urllib.parse import quote

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from declarations import clearance
from declarations.clearance import attaching
from declarations.documents.inspecting import LARGEST
from declarations.models import Document, Event
from declarations.traders.models import User
from tests import papers
from tests.forms import balls, import_form, parcel_form

pytestmark = pytest.mark.django_db
PDF, XLSX = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    """A folder of its own for each test."""
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    return storages["documents"]


@pytest.fixture
def number(broker):
    return broker.lodged(import_form())["number"]


def attach(program, number, content, *, name="paper.pdf", media_type=PDF, disposition=None, seen=None, **told):
    """POST the bytes as the body, named by Content-Disposition."""
    said = disposition or f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    query = "&".join(f"{field}={value}" for field, value in told.items())
    return program.http.post(
        f"/api/v1/declarations/{number}/documents?{query}",
        content,
        content_type=media_type,
        headers={**program.headers, "Content-Disposition": said, **({"If-Match": seen} if seen else {})},
    )


def type_of(answer):
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def kept(storage):
    """Every file in the storage."""
    return [name for folder in storage.listdir("")[0] for name in storage.listdir(folder)[1]]


TAKEN = {
    "PDF": (papers.pdf(papers.object_stream(b"1 0 <</Type /Page>>")), "a.pdf", PDF, "a.pdf"),
    "PDF that says nothing of itself": (papers.pdf(), "a", "application/octet-stream", "a.pdf"),
    "PNG": (papers.png(), "a.png", "image/png", "a.png"),
    "JPEG": (papers.jpeg(), "a.JPEG", "image/jpeg", "a.jpeg"),
    "JPEG with a second picture behind": (papers.jpeg() + papers.jpeg(), "a.jpg", "image/jpeg", "a.jpg"),
    "TIFF": (papers.tiff(), "a.tif", "image/tiff", "a.tif"),
    "XLSX": (papers.xlsx(**papers.relationship("hyperlink", "https://a.example/")), "a.xlsx", XLSX, "a.xlsx"),
    "DOCX": (papers.docx(), "a.docx", "application/octet-stream", "a.docx"),
    "CSV in UTF-8": ("品名,数量\r\n醤油,2000\r\n".encode(), "a.csv", "text/csv; charset=utf-8", "a.csv"),
    "CSV in CP932": ("品名,数量\r\n醤油,2000\r\n".encode("cp932"), "a.csv", "text/csv", "a.csv"),
    "text": (b"As agreed.", "a.txt", "text/plain", "a.txt"),
}
E, X = papers.EICAR, papers.EXECUTABLE
# Row 70 and its neighbours: content, name, declared media type; status and type.
REFUSED = {
    "70 exe named pdf": (X, "a.pdf", PDF, 415, "upload-type"),
    "70 0 bytes": (b"", "a.pdf", PDF, 422, "upload-empty"),
    "70 10 MB + 1": (b"%PDF-1.7" + b" " * (LARGEST - 7), "a.pdf", PDF, 413, "upload-too-large"),
    "70 EICAR": (E, "a.txt", "text/plain", 422, "upload-infected"),
    "70 EICAR named pdf": (E, "a.pdf", PDF, 422, "upload-infected"),
    "70 EICAR in an xlsx": (papers.xlsx(**{"xl/media/a.png": E}), "a.xlsx", XLSX, 422, "upload-infected"),
    "70 EICAR in an object stream": (papers.pdf(papers.object_stream(E)), "a.pdf", PDF, 422, "upload-infected"),
    "70 SVG": (papers.SVG, "a.svg", "image/svg+xml", 415, "upload-type"),
    "70 SVG named png": (papers.SVG, "a.png", "image/png", 415, "upload-type"),
    "70 HTML named txt": (b"\n " + papers.HTML, "a.txt", "text/plain", 415, "upload-type"),
    "70 HTML inside text": (b"see: <script>x()</script>", "a.txt", "text/plain", 415, "upload-type"),
    "70 macro xlsm": (papers.xlsx(**{"xl/vbaProject.bin": b"x"}), "a.xlsx", XLSX, 415, "upload-active-content"),
    "70 zip-bomb xlsx": (papers.xlsx(**{"xl/a.xml": bytes(60_000_000)}), "a.xlsx", XLSX, 422, "upload-expands"),
    "70 bomb by ratio": (papers.xlsx(**{"xl/a.xml": bytes(2_000_000)}), "a.xlsx", XLSX, 422, "upload-expands"),
    "70 bomb by parts": (
        papers.xlsx(**{f"xl/{part}.xml": b"" for part in range(2_001)}),
        "a.xlsx",
        XLSX,
        422,
        "upload-expands",
    ),
    "70 zip in xlsx": (papers.xlsx(**{"xl/media/a.png": papers.JAR}), "a.xlsx", XLSX, 415, "upload-polyglot"),
    "polyglot: zip behind pdf": (papers.pdf() + papers.JAR, "a.pdf", PDF, 415, "upload-polyglot"),
    "polyglot: zip in pdf": (papers.pdf(papers.pdf_stream(b"", papers.JAR)), "a.pdf", PDF, 415, "upload-polyglot"),
    "polyglot: exe in pdf": (papers.pdf(papers.pdf_stream(b"", X)), "a.pdf", PDF, 415, "upload-polyglot"),
    "polyglot: html in pdf": (papers.pdf(b"% " + papers.HTML), "a.pdf", PDF, 415, "upload-polyglot"),
    "polyglot: html before pdf": (papers.HTML + papers.pdf(), "a.pdf", PDF, 415, "upload-type"),
    "polyglot: something behind pdf": (papers.pdf() + b"more", "a.pdf", PDF, 415, "upload-polyglot"),
    "polyglot: pdf in png": (papers.png() + papers.pdf(), "a.png", "image/png", 415, "upload-polyglot"),
    "polyglot: jar behind jpeg": (papers.jpeg() + papers.JAR, "a.jpg", "image/jpeg", 415, "upload-polyglot"),
    "polyglot: php in jpeg": (papers.jpeg(b"<?php x();"), "a.jpg", "image/jpeg", 415, "upload-polyglot"),
    "polyglot: bytes behind png": (papers.png() + b"x", "a.png", "image/png", 415, "upload-polyglot"),
    "polyglot: exe before xlsx": (X + papers.xlsx(), "a.xlsx", XLSX, 415, "upload-type"),
    "polyglot: bytes behind xlsx": (papers.xlsx() + b"x", "a.xlsx", XLSX, 415, "upload-polyglot"),
    "jar": (papers.JAR, "a.xlsx", XLSX, 415, "upload-type"),
    "pdf JavaScript": (papers.pdf(b"<</S /JavaScript /JS (x)>>"), "a.pdf", PDF, 415, "upload-active-content"),
    "pdf escaped name": (papers.pdf(b"<</S /Java#53cript>>"), "a.pdf", PDF, 415, "upload-active-content"),
    "pdf JavaScript, deflated": (
        papers.pdf(papers.object_stream(b"1 0 <</S /JavaScript>>")),
        "a.pdf",
        PDF,
        415,
        "upload-active-content",
    ),
    "pdf launch": (papers.pdf(b"<</S /Launch /F (cmd)>>"), "a.pdf", PDF, 415, "upload-active-content"),
    "pdf embedded file": (papers.pdf(b"<</EmbeddedFiles 9 0 R>>"), "a.pdf", PDF, 415, "upload-active-content"),
    "pdf encrypted": (papers.pdf(b"<</Encrypt 9 0 R>>"), "a.pdf", PDF, 422, "upload-encrypted"),
    "pdf cut short": (papers.pdf()[:-20], "a.pdf", PDF, 422, "upload-broken"),
    "pdf bomb": (papers.pdf(papers.object_stream(bytes(60_000_000))), "a.pdf", PDF, 422, "upload-expands"),
    "pdf packed otherwise": (
        papers.pdf(papers.pdf_stream(b"/Type /ObjStm /Filter /LZWDecode", b"x")),
        "a.pdf",
        PDF,
        422,
        "upload-broken",
    ),
    "png damaged": (papers.png().replace(b"IDAT", b"IDAX"), "a.png", "image/png", 422, "upload-broken"),
    "png of vast size": (papers.png(width=50_000, height=50_000), "a.png", "image/png", 422, "upload-expands"),
    "jpeg cut short": (papers.jpeg()[:-2], "a.jpg", "image/jpeg", 422, "upload-broken"),
    "tiff that points outside": (papers.tiff()[:-8], "a.tif", "image/tiff", 422, "upload-broken"),
    "xlsx external link": (
        papers.xlsx(**{"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "a.xlsx",
        XLSX,
        415,
        "upload-active-content",
    ),
    "xlsx that fetches": (
        papers.xlsx(**papers.relationship("image", "https://a.example/x")),
        "a.xlsx",
        XLSX,
        415,
        "upload-active-content",
    ),
    "xlsx DDE": (papers.xlsx(**papers.sheet("cmd|'/C calc'!A0")), "a.xlsx", XLSX, 415, "upload-active-content"),
    "xlsx DDE, escaped": (
        papers.xlsx(**papers.sheet("cmd&#124;'/C calc'!A0")),
        "a.xlsx",
        XLSX,
        415,
        "upload-active-content",
    ),
    "xlsx with an entity": (
        papers.xlsx(**{"xl/a.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]>"}),
        "a.xlsx",
        XLSX,
        422,
        "upload-broken",
    ),
    "docx DDE, cut into runs": (
        papers.docx(
            **{"word/document.xml": b"<w:p><w:instrText>DDE</w:instrText><w:instrText>AUTO c</w:instrText></w:p>"}
        ),
        "a.docx",
        "application/octet-stream",
        415,
        "upload-active-content",
    ),
    "tiff whose pages go round": (papers.tiff()[:-4] + b"\x08\0\0\0", "a.tif", "image/tiff", 422, "upload-broken"),
    "csv DDE": (b"a,=cmd|'/C calc'!A0\n", "a.csv", "text/csv", 415, "upload-active-content"),
    "extension of another kind": (papers.pdf(), "a.png", PDF, 415, "upload-type-mismatch"),
    "extension of no kind": (papers.pdf(), "a.pdf.exe", PDF, 415, "upload-type-mismatch"),
    "media type of another kind": (papers.pdf(), "a.pdf", "image/png", 415, "upload-type-mismatch"),
    "media type of a form": (papers.pdf(), "a.pdf", "application/x-www-form-urlencoded", 415, "upload-type-mismatch"),
    "UTF-16": ("text".encode("utf-16"), "a.txt", "text/plain", 415, "upload-type"),
}
# Row 71: the name as sent; the name to save under, or why not.
SAFE = {
    "../../x": "x.pdf",
    "..\\..\\x.pdf": "x.pdf",
    "..／..／x.pdf": "x.pdf",
    "C:\\papers\\x.pdf": "x.pdf",
    "/etc/passwd": "passwd.pdf",
    "CON": "_CON.pdf",
    "con.pdf": "_con.pdf",
    "LPT1.x.pdf": "_LPT1.x.pdf",
    "x.pdf. . .": "x.pdf",
    ".pdf": "pdf.pdf",
    "ｘ．ＰＤＦ": "x.pdf",
    '12:30 <1>?*"|.pdf': "12_30 _1_____.pdf",
    "請求書（１）.pdf": "請求書(1).pdf",
    "x" * 200 + ".pdf": "x" * 80 + ".pdf",
}
UNSAFE = {
    "a\0.pdf": "hidden characters",
    "a\r\nb.pdf": "hidden characters",
    "a\u202efdp.exe": "hidden characters",
    "a\u200b.pdf": "hidden characters",
    "あ" * 100 + ".pdf": "more than 255 bytes",
    "x" * 296 + ".pdf": "more than 255 bytes",
    "": "nothing to read in it",
    "...": "nothing to read in it",
    " . ": "nothing to read in it",
    "../": "nothing to read in it",
    "a.pdf:x": "a stream of another file",
    "a.pdf::$DATA": "a stream of another file",
    "a.pdf：x": "a stream of another file",
}


@pytest.mark.parametrize(("content", "name", "media_type", "saved"), TAKEN.values(), ids=TAKEN)
def test_a_document_is_kept_and_given_back_byte_for_byte(broker, number, content, name, media_type, saved):
    answer = attach(broker, number, content, name=name, media_type=media_type)
    told = answer.json()
    given = broker.get(f"/documents/{told['id']}/content", Accept="image/*")

    assert (answer.status_code, told["name"], told["file_name"], told["scan"]) == (201, name, saved, "CLEAN")
    assert answer["Location"] == f"/api/v1/documents/{told['id']}"
    assert (given.status_code, given.content, given["Content-Type"]) == (200, content, told["media_type"])
    assert given["Content-Disposition"] == f'attachment; filename="{saved}"'
    assert (given["X-Content-Type-Options"], given["Cache-Control"]) == ("nosniff", "no-store")


@pytest.mark.parametrize(("content", "name", "media_type", "status", "code"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_document_is_refused_and_leaves_nothing(
    broker, number, storage, content, name, media_type, status, code
):
    answer = attach(broker, number, content, name=name, media_type=media_type)

    assert type_of(answer) == (status, code)
    assert_nothing_is_left(number, storage)


def assert_nothing_is_left(number, storage):
    assert not Document.objects.exists()
    assert kept(storage) == []
    assert not Event.objects.filter(declaration__number=number, name="DOCUMENT_ATTACHED").exists()


@pytest.mark.parametrize(("sent", "saved"), SAFE.items())
def test_a_name_is_made_safe_and_shown_as_sent(broker, number, sent, saved):
    told = attach(broker, number, papers.pdf(), name=sent).json()

    assert (told["name"], told["file_name"]) == (sent, saved)
    assert sent not in Document.objects.get().stored_as


@pytest.mark.parametrize(("sent", "why"), UNSAFE.items())
def test_a_name_that_hides_something_or_says_nothing_is_refused(broker, number, storage, sent, why):
    answer = attach(broker, number, papers.pdf(), name=sent)

    assert type_of(answer) == (422, "upload-name")
    [error] = answer.json()["errors"]
    assert (error["pointer"], error["facts"]) == ("/name", {"why": why})
    assert_nothing_is_left(number, storage)


def test_every_fault_is_told_at_once_and_what_matters_most_decides(broker, number, storage):
    answer = attach(broker, number, papers.pdf(b"<</S /Launch>> <</JS (x)>>") + b"x", name="a\0.png")

    assert type_of(answer) == (415, "upload-polyglot")
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [
        ("/file", "upload-polyglot"),
        ("/file", "upload-active-content"),
        ("/file", "upload-active-content"),
        ("/name", "upload-name"),
    ]
    assert_nothing_is_left(number, storage)


def test_a_document_is_listed_told_and_stands_in_the_history(broker, number):
    told = attach(broker, number, papers.pdf(), kind="PERMIT", item=1, law="FD").json()

    assert told == {
        "id": told["id"],
        "number": number,
        "version": 1,
        "kind": "PERMIT",
        "name": "paper.pdf",
        "file_name": "paper.pdf",
        "media_type": PDF,
        "size": len(papers.pdf()),
        "sha256": sha256(papers.pdf()).hexdigest(),
        "attached_at": told["attached_at"],
        "scan": "CLEAN",
        "content": f"/api/v1/documents/{told['id']}/content",
        "item": 1,
        "law": "FD",
    }
    assert broker.get(f"/documents/{told['id']}").json() == told
    assert broker.get(f"/declarations/{number}/documents").json() == {"items": [told]}
    event = broker.get(f"/declarations/{number}/events").json()["items"][-1]
    assert (event["name"], event["actor"], event["facts"]) == (
        "DOCUMENT_ATTACHED",
        "program",
        {
            **{"document": told["id"], "kind": "PERMIT", "name": "paper.pdf", "sha256": told["sha256"]},
            **{"item": "1", "law": "FD"},
        },
    )
    assert broker.account(number)["status"] == "LODGED"


def test_the_same_bytes_are_the_first_document_again_and_for_another_item_a_new_one(broker, storage):
    number = broker.lodged(import_form(items=[balls(), balls(description="MORE BALLS")]))["number"]
    first = attach(broker, number, papers.pdf(), item=1)
    again = attach(broker, number, papers.pdf(), item=1, name="other.pdf", kind="INVOICE")
    other = attach(broker, number, papers.pdf(), item=2)

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 201)
    assert again.json() == first.json() != other.json()
    assert Document.objects.count() == len(kept(storage)) == 2
    assert Event.objects.filter(name="DOCUMENT_ATTACHED").count() == 2


def test_a_document_is_attached_to_what_was_seen_where_that_is_said(broker, number, storage):
    seen = broker.get(f"/declarations/{number}")["ETag"]
    first = attach(broker, number, papers.pdf(), seen=seen)
    stale = attach(broker, number, papers.png(), name="a.png", media_type="image/png", seen=seen)
    again = attach(broker, number, papers.pdf(), seen=seen)

    assert (first.status_code, stale.status_code, again.status_code) == (201, 412, 200)
    assert Document.objects.count() == len(kept(storage)) == 1


def test_a_newer_document_stands_in_the_place_of_an_older_one(broker, number):
    old = attach(broker, number, papers.pdf()).json()
    new = attach(broker, number, papers.png(), name="a.png", media_type="image/png", replaces=old["id"]).json()
    late = attach(broker, number, papers.jpeg(), name="a.jpg", media_type="image/jpeg", replaces=old["id"])

    assert new["replaces"] == old["id"]
    assert broker.get(f"/documents/{old['id']}").json()["replaced_by"] == new["id"]
    assert broker.get(f"/documents/{old['id']}/content").status_code == 200
    assert type_of(late) == (422, "already-replaced")
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"item": 2}, 422, "unknown-item"),
        ({"item": 1, "law": "PL"}, 422, "unknown-law"),
        ({"law": "FD"}, 422, "required"),
        ({"replaces": "00000000-0000-7000-8000-000000000000"}, 422, "unknown-document"),
        ({"item": 0}, 400, "invalid-parameter"),
        ({"item": "1e1"}, 400, "invalid-parameter"),
        ({"law": "fd"}, 400, "invalid-parameter"),
        ({"kind": "VIRUS"}, 400, "invalid-parameter"),
        ({"replaces": "1"}, 400, "invalid-parameter"),
        ({"kind": "%00"}, 400, "invalid-parameter"),
        ({"size": 1}, 400, "unknown-parameter"),
    ],
)
def test_what_it_belongs_to_must_be_there(broker, number, storage, told, status, code):
    assert type_of(attach(broker, number, papers.pdf(), **told)) == (status, code)
    assert_nothing_is_left(number, storage)


def test_a_document_of_another_declaration_cannot_be_replaced(broker, number):
    other = broker.lodged(import_form())["number"]
    theirs = attach(broker, other, papers.pdf()).json()

    assert type_of(attach(broker, number, papers.pdf(), replaces=theirs["id"])) == (422, "unknown-document")


@pytest.mark.parametrize(("most", "largest"), [(1, 10_000), (50, len(papers.pdf()) + 2)])
def test_a_declaration_has_only_so_many_documents(broker, number, storage, monkeypatch, most, largest):
    monkeypatch.setattr(attaching, "MOST_DOCUMENTS", most)
    monkeypatch.setattr(attaching, "MOST_BYTES", largest)
    attach(broker, number, papers.pdf())
    refused = attach(broker, number, papers.pdf(b"<<>>"))

    assert type_of(refused) == (409, "upload-limit")
    assert (refused.json()["documents"], refused.json()["bytes"]) == (1, len(papers.pdf()))
    assert Document.objects.count() == len(kept(storage)) == 1


def test_papers_may_follow_the_release_and_not_the_refusal(broker, number, storage):
    released = broker.lodged(parcel_form())["number"]
    assert attach(broker, released, papers.pdf()).status_code == 201
    assert broker.account(released)["status"] == "RELEASED"

    officer = User.objects.get(username="demo-officer").as_officer()
    clearance.refuse(number, by=officer, ground="Customs Act Art. 70", at=timezone.now())
    answer = attach(broker, number, papers.pdf())
    assert type_of(answer) == (409, "illegal-transition")
    assert (answer.json()["act"], len(kept(storage))) == ("ATTACH", 1)


def test_another_organisations_documents_are_not_there(broker, stranger, number, storage):
    """Row 55: what is not yours is answered as what does not exist."""
    document = attach(broker, number, papers.pdf()).json()["id"]
    nothing = {"declarations": broker.lodged(import_form())["number"], "documents": document[:-12] + "0" * 12}

    for path in (f"/documents/{document}", f"/documents/{document}/content", f"/declarations/{number}/documents"):
        theirs = stranger.get(path)
        unknown = stranger.get(path.replace(document, nothing["documents"]).replace(number, nothing["declarations"]))
        assert type_of(theirs) == (404, "not-found")
        assert said(theirs) == said(unknown)
    assert type_of(attach(stranger, number, papers.pdf())) == (404, "not-found")
    assert type_of(attach(stranger, number, papers.EXECUTABLE)) == (404, "not-found")
    assert Document.objects.count() == len(kept(storage)) == 1


def said(answer):
    """The body without what names the request."""
    return {name: told for name, told in answer.json().items() if name not in {"instance", "correlation_id"}}


@pytest.mark.parametrize("path", ["/documents/1", "/documents/%00", "/documents/100000000000000000000/content"])
def test_an_id_of_no_form_is_not_found(broker, path):
    assert type_of(broker.get(path)) == (404, "not-found")


def test_nothing_of_a_document_is_told_without_a_token(broker, number):
    document = attach(broker, number, papers.pdf()).json()["id"]

    assert type_of(Client().get(f"/api/v1/documents/{document}/content")) == (401, "unauthenticated")
    assert type_of(Client().post(f"/api/v1/declarations/{number}/documents")) == (401, "unauthenticated")


def post_form(http, number, told, **headers):
    return http.post(f"/api/v1/declarations/{number}/documents", told, headers=headers)


def test_a_form_with_one_file_is_taken_too(broker, number):
    file = SimpleUploadedFile("../../請求書.pdf", papers.pdf(), content_type=PDF)
    answer = post_form(broker.http, number, {"file": file, "kind": "INVOICE", "item": "1"}, **broker.headers)

    told = answer.json()
    assert (answer.status_code, told["name"], told["kind"], told["item"]) == (201, "請求書.pdf", "INVOICE", 1)


@pytest.mark.parametrize(
    ("told", "status", "code"),
    [
        ({"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b" " * LARGEST, PDF)}, 413, "upload-too-large"),
        ({"file": SimpleUploadedFile("a.pdf", papers.EXECUTABLE, PDF)}, 415, "upload-type"),
        ({"file": SimpleUploadedFile("a.pdf", b"", PDF)}, 422, "upload-empty"),
        ({"kind": "INVOICE"}, 422, "upload-empty"),
        ({"file": [SimpleUploadedFile(name, b"text") for name in ("a.txt", "b.txt")]}, 422, "upload-one-file"),
        ({"file": SimpleUploadedFile("a.txt", b"text"), "size": "1"}, 400, "unknown-parameter"),
        ({str(field): "" for field in range(2_000)}, 400, "too-many-fields"),
    ],
)
def test_a_form_is_refused_for_the_same_reasons(broker, number, storage, told, status, code):
    assert type_of(post_form(broker.http, number, told, **broker.headers)) == (status, code)
    assert_nothing_is_left(number, storage)


def test_a_person_attaches_by_a_form_with_its_token_and_not_without(broker, number, storage):
    person = Client(enforce_csrf_checks=True)
    person.force_login(User.objects.get(username="demo-broker"))
    file = SimpleUploadedFile("a.pdf", papers.pdf(), content_type=PDF)
    refused = post_form(person, number, {"file": file})

    assert type_of(refused) == (403, "csrf")
    assert_nothing_is_left(number, storage)

    person.cookies["csrftoken"] = token = "a" * 32
    large = SimpleUploadedFile("a.pdf", bytes(LARGEST + 1), content_type=PDF)
    assert type_of(post_form(person, number, {"csrfmiddlewaretoken": token, "file": large})) == (
        413,
        "upload-too-large",
    )
    file.seek(0)
    assert post_form(person, number, {"csrfmiddlewaretoken": token, "file": file}).status_code == 201


def test_attaching_takes_the_same_statements_however_many_there_are(broker, number):
    def statements(content):
        with CaptureQueriesContext(connection) as queries:
            assert attach(broker, number, content, item=1, law="FD").status_code == 201
        return len(queries)

    first = statements(papers.pdf())
    for each in range(5):
        attach(broker, number, papers.pdf(b"%d" % each))
    assert statements(papers.pdf(b"last")) == first
    with CaptureQueriesContext(connection) as queries:
        assert len(broker.get(f"/declarations/{number}/documents").json()["items"]) == 7
    assert len(queries) == 2


def test_a_storage_that_is_away_is_a_503_and_nothing_is_written(broker, number, storage, settings, tmp_path):
    (tmp_path / "file").touch()
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path / "file"}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    answer = attach(broker, number, papers.pdf())

    assert type_of(answer) == (503, "unavailable")
    assert answer["Retry-After"] == "5"
    assert not Document.objects.exists()
