"""Deliveries to a real receiver, through the dispatcher's claim and the real task."""

import json
import socket
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from declarations.notifications import delivering
from declarations.notifications.claiming import claim_due
from declarations.notifications.following import follow
from declarations.notifications.models import Delivery, DeliveryAttempt, EndpointSecret, FeedPlace, WebhookEndpoint
from declarations.notifications.tasks import deliver
from tests.declarations.notifications.conftest import send_all, settle_transactions
from tests.forms import balls, import_form, parcel_form

pytestmark = pytest.mark.django_db(transaction=True)


def due_now(**which) -> None:
    """Age what is put off instead of waiting for it."""
    Delivery.objects.filter(state="DUE", **which).update(due_at=timezone.now(), published_until=None, lease_until=None)


def log(program, endpoint_id, query="") -> list[dict]:
    return program.get(f"/webhook-endpoints/{endpoint_id}/deliveries{query}").json()["items"]


def test_what_happened_is_sent_in_order_signed_and_thin(broker, register, receiver):
    _, secret = register(broker)
    number = broker.lodged(form := parcel_form())["number"]
    send_all()

    lodged, released = receiver.verified(secret)
    assert lodged == {
        "type": "declaration.lodged",
        "timestamp": lodged["timestamp"],
        "data": {
            "number": number,
            "own_reference": form["own_reference"],
            "seq": 1,
            "name": "LODGED",
            "status": "RELEASED",
        },
    }
    assert (released["type"], released["data"]["seq"]) == ("declaration.released", 2)
    headers = receiver.received[0][1]
    assert headers["webhook-id"].startswith("msg_")
    assert headers["Content-Type"] == "application/json"
    assert send_all() == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"DELIVERED"}


def test_what_was_changed_on_the_way_does_not_verify(broker, register, receiver):
    _, secret = register(broker)
    broker.lodged(parcel_form())
    send_all()

    _, headers, body = receiver.received[0]
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body.replace(b"LODGED", b"REFUSED"), headers)


def test_an_endpoint_hears_of_the_events_it_named_from_when_it_was_registered(broker, register, receiver):
    before = broker.lodged(parcel_form())["number"]
    settle_transactions()
    _, secret = register(broker, event_names=["RELEASED"])
    after = broker.lodged(parcel_form())["number"]
    send_all()

    assert [message["data"]["number"] for message in receiver.verified(secret)] == [after]
    assert before not in receiver.received[0][2].decode()


def test_the_trader_and_the_declarant_each_hear_and_a_stranger_hears_nothing(
    broker, aeo_importer, stranger, register, receiver
):
    for program, path in ((broker, "/broker"), (aeo_importer, "/importer"), (stranger, "/stranger")):
        register(program, path=path)
    broker.lodged(import_form(importer={"party_code": "DEMOAEOIMP01", "name": "DEMONSTRATION AEO IMPORTER CO., LTD"}))
    send_all()

    assert sorted(path for path, *_ in receiver.received) == ["/broker", "/importer"]


@pytest.mark.parametrize(
    ("script", "http_status", "error_code"),
    [
        ("500", 500, "http-500"),
        ("503", 503, "http-503"),
        ("404", 404, "http-404"),
        ("302", 302, "http-302"),
        ("redirect", 302, "http-302"),
        ("304", 304, "http-304"),
        ("reset", None, "broken"),
        ("slow", None, "timeout"),
    ],
)
def test_what_is_not_taken_is_tried_again_later_under_the_same_id(
    broker, register, receiver, monkeypatch, script, http_status, error_code
):
    monkeypatch.setattr(delivering, "TRY_SECONDS", 0.5)
    endpoint_id, secret = register(broker, path="/it", event_names=["LODGED"])
    receiver.scripts["/it"] = script
    broker.lodged(parcel_form())
    assert len(send_all()) == 1

    [entry] = log(broker, endpoint_id)
    [attempt] = entry["attempts"]
    assert (entry["state"], attempt["outcome"]) == ("DUE", "FAILED")
    assert (attempt.get("http_status"), attempt["error_code"]) == (http_status, error_code)
    assert send_all() == []  # it is put off

    receiver.scripts["/it"] = "200"
    due_now()
    assert len(send_all()) == 1
    ids = [headers["webhook-id"] for _, headers, _ in receiver.received]
    assert ids == [entry["message_id"]] * 2
    assert receiver.received[0][2] == receiver.received[1][2]
    assert len(receiver.verified(secret, path="/it")) == 2
    assert [each["outcome"] for each in log(broker, endpoint_id)[0]["attempts"]] == ["FAILED", "DELIVERED"]


def test_ten_tries_in_75_hours_then_it_is_dead_and_can_be_replayed(broker, register, receiver):
    endpoint_id, _ = register(broker, path="/500", event_names=["LODGED"])
    broker.lodged(parcel_form())
    pauses = []
    for _ in range(10):
        due_now()
        send_all()
        delivery = Delivery.objects.get()
        tried = DeliveryAttempt.objects.last()
        pauses.append(delivery.due_at and round((delivery.due_at - tried.ended_at).total_seconds()))

    hours = 3600
    assert pauses[:-1] == [5, 300, 1800, 2 * hours, 5 * hours, 10 * hours, 14 * hours, 20 * hours, 24 * hours]
    assert sum(delivering.PAUSES, timedelta()) == timedelta(hours=75, minutes=35, seconds=5)
    assert (delivery.state, delivery.due_at, delivery.failures) == ("DEAD", None, 10)
    assert send_all() == []

    receiver.scripts["/500"] = "200"
    answer = broker.post(f"/webhook-endpoints/{endpoint_id}/replay", {"since": "2099-01-01T00:00:00Z"})
    assert (answer.status_code, answer.json()) == (202, {"messages": 0})
    since = (timezone.now() - timedelta(days=1)).isoformat()
    answer = broker.post(f"/webhook-endpoints/{endpoint_id}/replay", {"since": since})
    assert answer.json() == {"messages": 1}
    assert len(send_all()) == 1
    assert Delivery.objects.get().state == "DELIVERED"
    assert len({headers["webhook-id"] for _, headers, _ in receiver.received}) == 1


def test_410_disables_the_endpoint_and_what_waits_goes_out_when_it_is_enabled_again(broker, register, receiver):
    endpoint_id, _ = register(broker, path="/410")
    broker.lodged(parcel_form())
    assert len(send_all()) == 1

    endpoint = broker.get(f"/webhook-endpoints/{endpoint_id}").json()
    assert (endpoint["enabled"], endpoint["disabled_because"]) == (False, "GONE")
    assert [entry["state"] for entry in log(broker, endpoint_id)] == ["DUE", "DEAD"]
    broker.lodged(parcel_form())
    assert send_all() == []
    assert len(log(broker, endpoint_id)) == 2  # what happens while it is disabled is for a replay

    receiver.scripts["/410"] = "200"
    answer = broker.http.put(
        f"/api/v1/webhook-endpoints/{endpoint_id}",
        json.dumps({"url": receiver.url("/410")}),
        content_type="application/json",
        headers=broker.headers,
    )
    assert answer.json()["enabled"]
    assert len(send_all()) == 1


def test_a_bad_receiver_puts_off_its_own_queue_and_no_other(broker, register, receiver):
    """Nothing of the failing endpoint's is sent before its first message was taken; the other's all are, in order."""
    bad, _ = register(broker, path="/500")
    _, secret = register(broker, path="/ok")
    numbers = [broker.lodged(parcel_form())["number"] for _ in range(3)]
    send_all()

    told = [(message["data"]["number"], message["data"]["seq"]) for message in receiver.verified(secret)]
    assert told == [(number, seq) for number in numbers for seq in (1, 2)]
    assert len([path for path, *_ in receiver.received if path == "/500"]) == 1

    receiver.scripts["/500"] = "200"
    due_now(endpoint_id=bad)
    send_all()
    sent = [json.loads(body)["data"] for path, _, body in receiver.received if path == "/500"][1:]
    assert [(each["number"], each["seq"]) for each in sent] == told


def test_a_delivery_that_is_not_first_or_not_due_is_not_sent(broker, register, receiver):
    register(broker)
    broker.lodged(parcel_form())
    settle_transactions()
    follow()
    first, second = Delivery.objects.order_by("id").values_list("id", flat=True)

    deliver(str(second))
    Delivery.objects.filter(id=first).update(due_at=timezone.now() + timedelta(hours=1))
    deliver(str(first))
    deliver("0")
    assert receiver.received == []
    assert claim_due(limit=10) == []


def test_a_message_is_handed_to_one_worker_at_a_time_and_a_dead_one_is_replaced(broker, register, receiver):
    register(broker, event_names=["LODGED"])
    broker.lodged(parcel_form())
    settle_transactions()
    [first] = claim_due(limit=10)
    assert claim_due(limit=10) == []

    Delivery.objects.update(lease_id=uuid4(), lease_until=timezone.now() + timedelta(minutes=1), published_until=None)
    deliver(str(first))
    assert receiver.received == []
    assert claim_due(limit=10) == []

    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert claim_due(limit=10) == [first]
    deliver(str(first))
    assert len(receiver.received) == 1


def test_who_lost_the_lease_changes_nothing_and_its_try_is_kept(broker, register, receiver, monkeypatch):
    register(broker, event_names=["LODGED"])
    broker.lodged(parcel_form())
    settle_transactions()
    [delivery_id] = claim_due(limit=10)

    def slow_post(*args, **options):
        Delivery.objects.update(lease_id=uuid4())  # meanwhile another worker took over
        return 500

    monkeypatch.setattr(delivering, "post", slow_post)
    deliver(str(delivery_id))
    assert Delivery.objects.get().failures == 0
    assert DeliveryAttempt.objects.get().outcome == "FENCED"


def test_two_dispatchers_at_once_write_each_delivery_once(broker, register, receiver):
    register(broker)
    for _ in range(5):
        broker.lodged(parcel_form())
    settle_transactions()
    claimed: list[int] = []
    begin = threading.Barrier(3)

    def dispatch() -> None:
        begin.wait()
        claimed.extend(claim_due(limit=10))
        connection.close()

    dispatchers = [threading.Thread(target=dispatch) for _ in range(3)]
    for each in dispatchers:
        each.start()
    for each in dispatchers:
        each.join()

    assert Delivery.objects.count() == 10
    assert claimed == [Delivery.objects.order_by("id").first().id]


def test_a_secret_is_replaced_without_a_gap(broker, register, receiver):
    endpoint_id, old = register(broker, event_names=["LODGED"])
    new = broker.post(f"/webhook-endpoints/{endpoint_id}/secret", {}).json()["secret"]
    broker.lodged(parcel_form())
    send_all()
    assert len(receiver.verified(old)) == len(receiver.verified(new)) == 1

    EndpointSecret.objects.filter(ends_at__isnull=False).update(ends_at=timezone.now())
    receiver.received.clear()
    broker.lodged(parcel_form())
    send_all()
    assert len(receiver.verified(new)) == 1
    with pytest.raises(WebhookVerificationError):
        receiver.verified(old)


def test_a_secret_is_opened_after_the_key_of_the_service_was_replaced(broker, register, receiver, settings):
    endpoint_id, secret = register(broker, event_names=["LODGED"])
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-this-service-0123456789-0123456789"
    broker.headers = type(broker)("demo-broker").headers
    broker.lodged(parcel_form())
    send_all()
    assert len(receiver.verified(secret)) == 1

    settings.SECRET_KEY_FALLBACKS = []
    broker.headers = type(broker)("demo-broker").headers
    broker.lodged(parcel_form())
    send_all()
    assert log(broker, endpoint_id)[0]["attempts"][0]["error_code"] == "secret-unreadable"
    assert len(receiver.received) == 1


def test_a_ping_is_sent_once_whatever_else_waits(broker, register, receiver):
    endpoint_id, secret = register(broker, path="/it")
    receiver.scripts["/it"] = "500"
    broker.lodged(parcel_form())
    send_all()
    receiver.scripts["/it"] = "200"
    receiver.received.clear()

    answer = broker.post(f"/webhook-endpoints/{endpoint_id}/ping", {})
    again = broker.post(f"/webhook-endpoints/{endpoint_id}/ping", {})
    assert answer.status_code == 202
    assert answer.json() == again.json()
    send_all()
    [message] = receiver.verified(secret, path="/it")
    assert (message["type"], message["data"]) == ("endpoint.ping", {})
    assert receiver.received[0][1]["webhook-id"] == answer.json()["message_id"]

    receiver.scripts["/it"] = "500"
    broker.post(f"/webhook-endpoints/{endpoint_id}/ping", {})
    send_all()
    assert [entry["state"] for entry in log(broker, endpoint_id) if entry["name"] == "PING"] == ["DEAD", "DELIVERED"]


def test_a_replay_sends_what_happened_before_the_endpoint_was_there_and_goes_on(
    broker, register, receiver, monkeypatch
):
    for _ in range(3):
        broker.lodged(parcel_form())
    settle_transactions()
    start = broker.get("/events?limit=1").json()["after"]
    endpoint_id, secret = register(broker)
    assert send_all() == []

    monkeypatch.setattr("declarations.notifications.endpoints.REPLAYED_AT_ONCE", 3)
    first = broker.post(f"/webhook-endpoints/{endpoint_id}/replay", {"after": start}).json()
    rest = broker.post(f"/webhook-endpoints/{endpoint_id}/replay", {"after": first["more_after"]}).json()
    assert (first["messages"], rest) == (3, {"messages": 2})
    send_all()

    feed = broker.get("/events").json()["items"]
    told = [(message["data"]["number"], message["data"]["seq"]) for message in receiver.verified(secret)]
    assert told == [(entry["number"], entry["seq"]) for entry in feed][1:]


def test_the_log_pages_by_keyset_in_a_fixed_number_of_statements(broker, register, receiver, django_assert_num_queries):
    endpoint_id, _ = register(broker)
    other, _ = register(broker, path="/other")
    for _ in range(3):
        broker.lodged(parcel_form())
    send_all()

    seen, path = [], f"/webhook-endpoints/{endpoint_id}/deliveries?limit=2"
    while path:
        with django_assert_num_queries(3):
            page = broker.get(path).json()
        seen += [(entry["number"], entry["seq"]) for entry in page["items"]]
        path = page["next"].split("/api/v1")[1] if "next" in page else None
    feed = broker.get("/events").json()["items"]
    assert seen == [(entry["number"], entry["seq"]) for entry in feed][::-1]

    cursor = broker.get(f"/webhook-endpoints/{endpoint_id}/deliveries?limit=2").json()["next"].split("?")[1]
    assert broker.get(f"/webhook-endpoints/{other}/deliveries?{cursor}").status_code == 400


def test_an_address_that_is_no_longer_allowed_is_not_sent_to(broker, register, receiver, settings):
    endpoint_id, _ = register(broker, event_names=["LODGED"])
    broker.lodged(parcel_form())
    settings.WEBHOOK_LOOPBACK_HOSTS = frozenset()
    send_all()

    assert log(broker, endpoint_id)[0]["attempts"][0]["error_code"] == "address-scheme"
    assert receiver.received == []


def test_a_name_that_leads_inside_is_not_sent_to(broker, register, receiver, settings, monkeypatch):
    endpoint_id, _ = register(broker, event_names=["LODGED"])
    WebhookEndpoint.objects.update(url="https://hooks.example.com/")
    port = receiver.server_address[1]
    broker.lodged(parcel_form())
    inside = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    with monkeypatch.context() as names:
        names.setattr(socket, "getaddrinfo", lambda *_, **__: inside)
        send_all()

    assert log(broker, endpoint_id)[0]["attempts"][0]["error_code"] == "address-not-public"
    assert receiver.received == []


def test_every_try_is_only_appended(broker, register, receiver):
    register(broker)
    broker.lodged(parcel_form())
    send_all()

    for statement in ("UPDATE %s SET outcome = 'FAILED'", "DELETE FROM %s"):
        with pytest.raises(DatabaseError, match="only appended"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement % "notifications_deliveryattempt")
    assert set(DeliveryAttempt.objects.values_list("outcome", flat=True)) == {"DELIVERED"}


def test_following_needs_no_endpoint_and_goes_on_where_it_was(broker, receiver):
    broker.lodged(import_form(items=[balls()]))
    assert send_all() == []

    assert FeedPlace.objects.get().transaction > 0
    assert not Delivery.objects.exists()
