"""Batches over HTTP: a file is taken in once whatever breaks, and each row is answered as if it had come alone."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from declarations import batch_file, clearance
from declarations.clearance import batch_lodging, batching, lodging
from declarations.models import Batch, BatchChunk, BatchRow, Declaration, Submission
from declarations.tasks import lodge_chunk
from tests.doors import CLOCK
from tests.forms import changed, goods_item, import_form, parcel_form

pytestmark = pytest.mark.django_db


def ndjson(*forms):
    return b"".join((form if isinstance(form, bytes) else json.dumps(form).encode()) + b"\n" for form in forms)


def table(*rows, charset="utf-8"):
    """CSV text of rows that are dictionaries."""
    text = io.StringIO()
    columns = dict.fromkeys(column for row in rows for column in row)
    writer = csv.DictWriter(text, fieldnames=list(columns), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(charset)


def cells(form, item=0):
    """A form and one of its goods items as the cells of a row."""
    flat = {}

    def put(path, value):
        if isinstance(value, dict):
            for name, inner in value.items():
                put(f"{path}.{name}" if path else name, inner)
        elif isinstance(value, list):
            for index, inner in enumerate(value, start=1):
                put(f"{path}.{index}", inner)
        else:
            flat[path] = str(value).lower() if isinstance(value, bool) else str(value)

    put("", {**form, "goods_items": form["goods_items"][item]})
    return flat


def send(program, body, *, key="batch-1", media="application/x-ndjson", **environ):
    headers = {**program.headers, "Idempotency-Key": key, "Sandbox-Clock": CLOCK}
    told = {"CONTENT_LENGTH": str(len(body)), **environ}
    return program.http.generic("POST", "/api/v1/batches", body, content_type=media, headers=headers, **told)


def send_broken(program, body, *, told, **options):
    """A line that breaks: more was promised than comes."""
    return send(program, body, CONTENT_LENGTH=str(told), **{"wsgi.input": io.BytesIO(body)}, **options)


def work():
    """What dispatcher and workers do until nothing is due."""
    while chunks := clearance.claim_chunks(limit=10):
        for chunk in chunks:
            lodge_chunk(str(chunk))


def look(program, answer):
    return program.get(answer["Location"].removeprefix("/api/v1")).json()


def rows_of(program, answer, query=""):
    return program.get(f"{answer['Location'].removeprefix('/api/v1')}/rows{query}").json()["items"]


def code_of(answer):
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_every_row_is_accepted_or_told_why_as_if_it_had_come_alone(broker):
    good, twin = parcel_form(), parcel_form()
    incomplete, refused = changed(import_form(), "/invoice", ...), changed(import_form(), "/customs_office", "ZZ")
    twice = {**twin, "remarks": "AGAIN"}
    answer = send(broker, ndjson(good, b"{", incomplete, refused, twin, twice))

    assert answer.status_code == 202
    told = answer.json()
    assert (told["state"], told["rows"], told["waiting"], told["percent"]) == ("WAITING", 6, 6, 0)
    assert not Submission.objects.exists()
    work()

    done = look(broker, answer)
    assert (done["state"], done["accepted"], done["refused"], done["percent"]) == ("FINISHED", 2, 4, 100)
    rows = rows_of(broker, answer)
    assert [row["status"] for row in rows] == ["ACCEPTED", "REFUSED", "REFUSED", "REFUSED", "ACCEPTED", "REFUSED"]
    for row, form in ((rows[0], good), (rows[4], twin)):
        account = broker.account(row["number"])
        assert account["own_reference"] == row["own_reference"] == form["own_reference"]
        assert account["lodged_at"] == "2024-08-05T01:00:00Z"
    for row, form in ((rows[1], b"{"), (rows[2], incomplete), (rows[3], refused), (rows[5], twice)):
        alone = broker.lodge(form).json()
        assert row["problem"] == {name: alone[name] for name in alone if name not in ("instance", "correlation_id")}
    assert rows[5]["problem"]["existing"].endswith(rows[4]["number"])
    assert Declaration.objects.count() == 2


def test_results_stream_as_a_line_a_row_and_rows_come_by_page_and_status(broker):
    forms = [parcel_form() if index % 2 else b"[]" for index in range(5)]
    answer = send(broker, ndjson(*forms))
    work()
    path = answer["Location"].removeprefix("/api/v1")

    results = broker.get(f"{path}/results", Accept="application/x-ndjson")
    lines = [json.loads(line) for line in b"".join(results.streaming_content).splitlines()]
    assert results["Content-Type"] == "application/x-ndjson"
    assert lines == rows_of(broker, answer)
    page = broker.get(f"{path}/rows?status=REFUSED&limit=2").json()
    rest = broker.http.get(page["next"], headers=broker.headers).json()
    assert [row["row"] for row in page["items"] + rest["items"]] == [1, 3, 5]
    assert "next" not in rest
    assert broker.get(f"{path}/rows?status=LOST").status_code == 400


def test_the_same_file_again_is_the_same_batch(broker):
    body = ndjson(parcel_form(), parcel_form())
    first = send(broker, body)
    work()
    again = send(broker, body)

    assert (again.status_code, again["Location"]) == (202, first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    work()
    assert (BatchRow.objects.count(), Declaration.objects.count()) == (2, 2)


def test_another_file_under_the_key_is_refused_and_changes_nothing(broker):
    one, two, three = (ndjson(parcel_form()) for _ in range(3))
    answer = send(broker, one + two)

    for other in (one, one + two + three, two + one, one + three, one + two + b"\n", one + two[:-1]):
        assert code_of(send(broker, other)) == (422, "idempotency-key-reused")
    assert code_of(send(broker, one + two, media="text/csv")) != (202, "")
    assert look(broker, answer)["rows"] == BatchRow.objects.count() == 2
    assert send(broker, three, key="batch-2").status_code == 202


def test_a_file_whose_line_broke_is_continued_and_lodged_once_it_is_whole(broker):
    forms = [parcel_form() for _ in range(5)]
    whole = ndjson(*forms)
    cut = len(ndjson(*forms[:3])) + 40

    assert code_of(send_broken(broker, whole[:cut], told=len(whole))) == (400, "batch-broken-off")
    batch = Batch.objects.get()
    assert (batch.rows, batch.is_whole) == (3, False)
    assert broker.get("/batches").json()["items"][0]["state"] == "RECEIVING"
    work()
    assert not Submission.objects.exists()

    assert code_of(send_broken(broker, whole[: cut - 200], told=len(whole))) == (400, "batch-broken-off")
    assert code_of(send(broker, ndjson(parcel_form(), *forms[1:]))) == (422, "idempotency-key-reused")
    assert code_of(send(broker, ndjson(*forms[:2]))) == (422, "idempotency-key-reused")
    assert BatchRow.objects.count() == 3

    answer = send(broker, whole)
    assert (answer.status_code, answer.json()["id"]) == (202, str(batch.id))
    assert "Idempotency-Replayed" not in answer
    work()
    assert look(broker, answer)["accepted"] == 5
    assert [row["own_reference"] for row in rows_of(broker, answer)] == [form["own_reference"] for form in forms]


def test_a_worker_that_died_before_it_could_say_so_doubles_nothing(broker, monkeypatch):
    answer = send(broker, ndjson(*[parcel_form() for _ in range(3)], b"{"))
    (chunk,) = clearance.claim_chunks(limit=10)
    with monkeypatch.context() as dying:
        dying.setattr(batch_lodging, "_settle", lambda *_: None)
        lodge_chunk(str(chunk))  # lodged, and the answers died with the worker
    assert (Declaration.objects.count(), look(broker, answer)["waiting"]) == (3, 4)
    lodge_chunk(str(chunk))  # the lease still holds: nobody else works on it
    assert look(broker, answer)["waiting"] == 4
    assert clearance.claim_chunks(limit=10) == []

    BatchChunk.objects.update(lease_until=timezone.now() - timezone.timedelta(seconds=1))
    work()
    done = look(broker, answer)
    assert (done["accepted"], done["refused"], done["state"]) == (3, 1, "FINISHED")
    assert Declaration.objects.count() == Submission.objects.count() == 3


def test_a_bug_met_by_a_row_ends_the_row_and_not_the_batch(broker, monkeypatch):
    forms = [parcel_form() for _ in range(3)]
    answer = send(broker, ndjson(*forms))
    real = lodging.judge

    def broken(message, *told, **options):
        if message.data.own_reference == forms[1]["own_reference"]:
            raise ZeroDivisionError
        return real(message, *told, **options)

    monkeypatch.setattr(lodging, "judge", broken)
    for _ in range(batch_lodging.MOST_ATTEMPTS):
        (chunk,) = clearance.claim_chunks(limit=10)
        with pytest.raises(ZeroDivisionError):
            lodge_chunk(str(chunk))
    work()

    rows = rows_of(broker, answer)
    assert [row["status"] for row in rows] == ["ACCEPTED", "REFUSED", "ACCEPTED"]
    assert rows[1]["problem"]["type"].endswith("/internal-error")


def test_chunks_are_handed_out_once_few_at_a_time_and_short_files_first(broker, monkeypatch):
    monkeypatch.setattr(batching, "CHUNK", 2)
    long = send(broker, ndjson(*[parcel_form() for _ in range(5)]), key="long")
    short = send(broker, ndjson(parcel_form()), key="short")

    first = clearance.claim_chunks(limit=10, most_in_flight=2)
    assert {str(chunk.batch_id) for chunk in BatchChunk.objects.filter(id__in=first)} == {
        long.json()["id"],
        short.json()["id"],
    }
    assert clearance.claim_chunks(limit=10, most_in_flight=2) == []
    assert len(clearance.claim_chunks(limit=10, most_in_flight=3)) == 1


def test_a_table_is_one_declaration_for_each_run_of_an_own_reference(broker):
    two = import_form(items=[goods_item(), goods_item(origin="TH")])
    one = import_form()
    later = {name: cell for name, cell in cells(two, 1).items() if name.startswith(("goods_items", "own_reference"))}
    answer = send(broker, table(cells(two), later, cells(one)), media="text/csv")
    work()

    rows = rows_of(broker, answer)
    assert [(row["row"], row["line"], row["status"]) for row in rows] == [(1, 2, "ACCEPTED"), (2, 4, "ACCEPTED")]
    alone = broker.lodged({**two, "own_reference": "ALONE"})
    account = broker.account(rows[0]["number"])
    assert account["duty"] == broker.account(alone["number"])["duty"]
    kept = json.loads(Submission.objects.get(declaration_number=rows[0]["number"]).body)
    assert kept == two


def test_errors_of_a_table_are_told_by_row_and_column(broker):
    form = import_form(items=[goods_item(), goods_item(quantity="1e3")])
    form["packages"]["count"] = "forty"
    answer = send(broker, table(cells(form), cells(form, 1)), media="text/csv")
    work()

    (row,) = rows_of(broker, answer)
    places = {(error["row"], error["column"], error["code"]) for error in row["problem"]["errors"]}
    assert places == {(2, "packages.count", "wrong-type"), (3, "goods_items.quantity", "decimal-format")}


@pytest.mark.parametrize("charset", ["shift_jis", "cp932", "Windows-31J", "utf-8"])
def test_a_table_is_read_in_the_character_set_that_is_declared(broker, charset):
    form = import_form(remarks="髙級醤油ｱ")
    body = table(cells(form), charset="utf-8-sig" if charset == "utf-8" else "cp932")
    answer = send(broker, body, media=f"text/csv; charset={charset}")
    work()

    (row,) = rows_of(broker, answer)
    assert row["status"] == "ACCEPTED", row
    assert json.loads(Submission.objects.get().body)["remarks"] == "髙級醤油ｱ"


def test_what_is_wrong_with_a_table_itself_is_told_by_row_and_column_and_nothing_is_kept(broker):
    good = cells(import_form())
    formula = {**cells(import_form()), "remarks": '=HYPERLINK("x")', "delivery_place": "＝1+1"}
    other = {**good, "customs_office": "2A"}
    lines = table(good, formula, other, good, other).splitlines(keepends=True)
    lines[1] = lines[1].rstrip() + b",1,2,3\r\n"
    lines.append("一,".encode("cp932") + lines[-1])
    answer = send(broker, b"".join(lines), media="text/csv")

    assert code_of(answer) == (422, "import-errors")
    assert [(error["row"], error.get("column"), error["code"]) for error in answer.json()["errors"]] == [
        (2, None, "csv-width"),
        (3, "delivery_place", "csv-formula"),
        (3, "remarks", "csv-formula"),
        (5, "customs_office", "csv-contradiction"),
        (7, None, "csv-encoding"),
        (7, None, "csv-width"),
    ]
    assert not Batch.objects.exists()
    assert not BatchRow.objects.exists()


@pytest.mark.parametrize(
    ("body", "code", "row"),
    [
        (b"a,b\r\n1,2\r\n", "csv-unknown-column", 1),
        (b"own_reference\r\nX\r\n", "csv-missing-column", 1),
        (b"direction,own_reference,own_reference\r\n", "csv-repeated-column", 1),
        (b'direction,own_reference\r\nIMPORT,"X\r\n', "csv-malformed", 2),
        (b"direction,own_reference\r\nIMPORT,X" + b"," * 998 + b"\r\n", "csv-width", 2),
        (b"direction,own_reference\r\nIMPORT," + "醤".encode("cp932") + b"\r\n", "csv-encoding", 2),
        (b"direction,own_reference\r\n" + b"IMPORT,X\r\n" * 1_000_000, "too-many-rows", 10_002),
        (b"direction,own_reference\r\nIMPORT," + b"X" * 3_000_000, "line-too-long", 2),
        (b"\r\n", "empty-file", 1),
        (b"", "empty-file", 1),
        (b"direction,own_reference\r\n", "empty-file", 2),
    ],
)
def test_a_file_that_is_no_table_is_refused_and_nothing_is_kept(broker, body, code, row):
    answer = send(broker, body, media="text/csv")

    assert code_of(answer) == (422, "import-errors")
    assert (answer.json()["errors"][0]["code"], answer.json()["errors"][0]["row"]) == (code, row)
    assert not Batch.objects.exists()


def test_the_first_hundred_faults_are_told(broker):
    answer = send(broker, b"direction,own_reference\r\n" + b"IMPORT\r\n" * 300, media="text/csv")

    assert [error["row"] for error in answer.json()["errors"]] == list(range(2, 102))


def test_a_broken_table_leaves_its_last_declaration_to_the_next_try(broker):
    first, second = import_form(), import_form(items=[goods_item(), goods_item(origin="TH")])
    whole = table(cells(first), cells(second), cells(second, 1))
    cut = whole.rstrip().rindex(b"\n") + 20

    assert code_of(send_broken(broker, whole[:cut], told=len(whole), media="text/csv")) == (400, "batch-broken-off")
    assert Batch.objects.get().rows == 1
    answer = send(broker, whole, media="text/csv")
    work()
    assert [row["status"] for row in rows_of(broker, answer)] == ["ACCEPTED", "ACCEPTED"]


def test_too_much_is_refused_and_nothing_is_kept(broker, monkeypatch):
    huge = send(broker, b"{}", CONTENT_LENGTH=str(50 * 1024 * 1024 + 1))
    monkeypatch.setattr(batch_file, "MOST_ROWS", 3)
    many = send(broker, ndjson(*[b"{}"] * 4))

    assert code_of(huge) == (413, "body-too-large")
    assert code_of(many) == (422, "import-errors")
    assert many.json()["errors"][0] | {"row": 4, "code": "too-many-rows"} == many.json()["errors"][0]
    assert not Batch.objects.exists()


def test_a_line_that_is_too_long_is_refused_alone(broker):
    answer = send(broker, ndjson(b'{"remarks":"' + b"x" * 3_000_000 + b'"}', parcel_form()))
    work()

    rows = rows_of(broker, answer)
    assert [row["status"] for row in rows] == ["REFUSED", "ACCEPTED"]
    assert rows[0]["problem"]["type"].endswith("/body-too-large")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"media": "application/json"}, (415, "unsupported-media-type")),
        ({"media": "application/x-ndjson; charset=shift_jis"}, (415, "unsupported-media-type")),
        ({"media": "text/csv; charset=utf-16"}, (415, "unsupported-media-type")),
        ({"HTTP_CONTENT_ENCODING": "gzip"}, (415, "unsupported-encoding")),
        ({"key": "x" * 65}, (400, "idempotency-key-invalid")),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, (411, "length-required")),
    ],
)
def test_what_cannot_be_taken_is_refused(broker, options, expected):
    assert code_of(send(broker, ndjson(parcel_form()), **options)) == expected
    assert not Batch.objects.exists()


def test_a_batch_is_nobody_elses(broker, stranger):
    answer = send(broker, ndjson(parcel_form()))
    path = answer["Location"].removeprefix("/api/v1")

    for place in (path, f"{path}/rows", f"{path}/results"):
        assert code_of(stranger.get(place)) == (404, "not-found")
    assert stranger.get("/batches").json() == {"items": []}
    assert [batch["id"] for batch in broker.get("/batches").json()["items"]] == [answer.json()["id"]]
    assert send(stranger, ndjson(parcel_form())).json()["id"] != answer.json()["id"]


def test_an_organisation_has_so_many_batches_under_way(broker, monkeypatch):
    monkeypatch.setattr(batching, "MOST_UNDER_WAY", 1)
    send(broker, ndjson(parcel_form()), key="one")

    assert code_of(send(broker, ndjson(parcel_form()), key="two")) == (409, "too-many-batches")
    work()
    assert send(broker, ndjson(parcel_form()), key="two").status_code == 202


def test_batches_are_deleted_when_their_time_is_over_and_what_was_lodged_stays(broker):
    send(broker, ndjson(parcel_form()))
    work()
    keep_until = Batch.objects.get().keep_until

    assert clearance.clean_up_batches(keep_until - timezone.timedelta(microseconds=1)) == 0
    assert clearance.clean_up_batches(keep_until) == 1
    assert (BatchRow.objects.count(), Declaration.objects.count()) == (0, 1)


@pytest.mark.parametrize("direction", ["IMPORT", "EXPORT"])
def test_the_template_is_a_table_of_the_form_that_can_be_sent(broker, direction):
    template = broker.get(f"/batches/template.csv?direction={direction}", Accept="text/csv")
    explained = broker.get(f"/batches/template.csv?direction={direction}&explain=true").content.decode()

    assert template["Content-Type"] == "text/csv; charset=utf-8"
    header = template.content.decode().splitlines()[0].split(",")
    assert {"direction", "own_reference", "goods_items.commodity_code", "transport.vessel_name"} <= set(header)
    told = list(csv.DictReader(io.StringIO(explained)))
    assert set(header) <= {line["column"] for line in told}
    assert all(line["meaning"] and line["written as"] for line in told)
    answer = send(broker, template.content, media="text/csv", key=direction)
    work()
    (row,) = rows_of(broker, answer)
    assert "declaration-refused" in row.get("problem", {"type": "declaration-refused"})["type"], row
    assert broker.get("/batches/template.csv").status_code == 400


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_by_two_at_once_is_one_batch(broker, monkeypatch):
    body, together = ndjson(*[parcel_form() for _ in range(3)]), Barrier(2, timeout=20)
    real = batching._take_in

    def slowly(batch, file):
        rows = real(batch, file)
        together.wait()  # the first has its rows in the store, not committed, while the second knocks
        together.wait()
        return rows

    def second():
        try:
            together.wait()
            answer = send(broker, body)
            together.wait()
            return answer
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other, monkeypatch.context() as slow:
        slow.setattr(batching, "_take_in", slowly)
        knocking = other.submit(second)
        first = send(broker, body)
    turned_away = knocking.result()

    assert first.status_code == 202
    assert (code_of(turned_away), turned_away["Retry-After"]) == ((409, "idempotency-in-progress"), "1")
    assert send(broker, body)["Idempotency-Replayed"] == "true"
    assert BatchRow.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_answer_each_row_once(broker, monkeypatch):
    monkeypatch.setattr(batching, "CHUNK", 3)
    answer = send(broker, ndjson(*[parcel_form() for _ in range(12)]))
    chunks = clearance.claim_chunks(limit=10)

    def worker(chunk):
        try:
            lodge_chunk(str(chunk))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(worker, chunks * 2))
    done = look(broker, answer)
    assert (done["state"], done["accepted"]) == ("FINISHED", 12)
    assert Submission.objects.count() == 12


def test_the_bar_follows_a_batch_to_its_end(broker, capsys):
    answer = send(broker, ndjson(parcel_form(), b"{"))
    work()
    call_command("batch_progress", answer.json()["id"])

    assert capsys.readouterr().out.strip() == f"{'█' * 40} 2 of 2: 1 accepted, 1 refused"
    with pytest.raises(CommandError):
        call_command("batch_progress", "01890000-0000-7000-8000-000000000000")
