"""Mail to people: who asked for it, what is in it, and one real conversation with a mail server."""

import socketserver
from threading import Thread

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from declarations.clearance import refuse
from declarations.models.history import EventName
from declarations.notifications.mailing import WORDS
from declarations.notifications.models import Delivery, DeliveryAttempt
from declarations.traders.models import User
from tests.declarations.notifications.conftest import send_all, settle_transactions
from tests.forms import import_form, parcel_form

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(broker) -> Client:
    """One of the broker's people, with an address, signed in."""
    user = User.objects.get(username="demo-broker")
    user.email = "clerk@broker.example"
    user.save(update_fields=["email"])
    client = Client()
    client.force_login(user)
    return client


def subscribe(person: Client, body: str = "{}"):
    answer = person.put("/api/v1/mail-subscription", body, content_type="application/json")
    settle_transactions()
    return answer


def test_a_person_asks_for_mail_of_the_usual_events_or_of_some_or_of_none(person):
    assert person.get("/api/v1/mail-subscription").json() == {"event_names": []}
    usual = ["DUTY_DECLARATION_OVERDUE", "QUESTION_ASKED", "REFUSED", "RELEASED"]
    assert subscribe(person).json() == {"event_names": usual}
    assert subscribe(person, '{"event_names": ["LODGED"]}').json() == {"event_names": ["LODGED"]}
    assert person.get("/api/v1/mail-subscription").json() == {"event_names": ["LODGED"]}
    assert subscribe(person, '{"event_names": []}').json() == {"event_names": []}
    assert subscribe(person, '{"event_names": ["NONSENSE"]}').status_code == 422


def test_one_mail_an_event_says_the_number_what_happened_and_where_to_look(broker, person, settings):
    subscribe(person)
    released = broker.lodged(parcel_form())["number"]
    refused = broker.lodged(form := import_form())["number"]
    officer = User.objects.get(username="demo-officer").as_officer()
    refuse(refused, by=officer, ground="Article 70, in confidence", at=timezone.now())
    settings.PUBLIC_URL = "https://window.example"
    send_all()
    send_all()

    first, second = mail.outbox
    assert first.to == second.to == ["clerk@broker.example"]
    assert first.subject == f"Declaration {released}: It is released: the permit is given. / 申告 {released}"
    assert first.body == (
        f"Declaration {released}\nIt is released: the permit is given.\n\n申告番号 {released}\n許可されました。\n\n"
        f"https://window.example/api/v1/declarations/{released}\n"
    )
    assert "不許可となりました。" in second.body
    for told in (first, second):
        for inside in ("demo-officer", "Article 70", "200000", form["own_reference"], "ZAIMUSOKEN"):
            assert inside not in told.subject + told.body
    assert len({told.extra_headers["Message-ID"] for told in mail.outbox}) == 2


def test_mail_has_words_of_its_own_for_each_event_in_both_languages():
    assert set(WORDS) == set(EventName.values)
    for words in zip(*WORDS.values(), strict=True):
        assert len(set(words)) == len(EventName)
    for english, japanese in WORDS.values():
        assert english.isascii()
        assert english.endswith(".")
        assert japanese.endswith("。")


def test_who_did_not_ask_has_no_address_or_left_gets_no_mail(broker, person):
    broker.lodged(parcel_form())
    send_all()
    subscribe(person)
    for change in ({"email": ""}, {"email": "clerk@broker.example", "is_active": False}):
        User.objects.filter(username="demo-broker").update(**change)
        broker.lodged(parcel_form())
        send_all()

    assert mail.outbox == []
    assert not Delivery.objects.exists()


class Post(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as takes a message, or refuses it."""

    def handle(self) -> None:
        self._say(b"220 sink")
        while line := self.rfile.readline().strip():
            verb = line[:4].upper()
            if verb == b"DATA":
                self._say(b"354 go on")
                self.server.taken.append(self._message())
            self._say(self.server.answers.get(verb, b"250 done"))
            if verb == b"QUIT":
                return

    def _message(self) -> bytes:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines)

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class Sink(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Post)
        self.taken: list[bytes] = []
        self.answers: dict[bytes, bytes] = {}


@pytest.fixture
def sink(settings):
    with Sink() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = False
        yield server
        server.shutdown()
        thread.join()


def test_a_mail_server_that_refuses_is_tried_again_and_the_mail_keeps_its_id(broker, person, sink):
    subscribe(person)
    sink.answers[b"RCPT"] = b"451 later"
    number = broker.lodged(parcel_form())["number"]
    assert len(send_all()) == 1
    assert Delivery.objects.get().state == "DUE"
    assert DeliveryAttempt.objects.get().error_code == "SMTPRecipientsRefused"

    sink.answers.clear()
    Delivery.objects.update(due_at=timezone.now(), published_until=None)
    send_all()
    [taken] = sink.taken
    assert f"申告 {number}".encode() not in taken  # it is encoded, as mail must be
    assert number.encode() in taken
    assert f"<{Delivery.objects.get().message_id}@".encode() in taken
    assert Delivery.objects.get().state == "DELIVERED"
