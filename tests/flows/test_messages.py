"""Messages to traders, with the whole stack: lodged over HTTP, dispatched, sent by a real worker to a real receiver."""

import json
from threading import Thread

import pytest

from tests.declarations.notifications.conftest import Receiver
from tests.forms import import_form

pytestmark = pytest.mark.xdist_group("house")


@pytest.fixture
def receiver():
    """Started by hand: the processes of the house have settings of their own, which name localhost."""
    with Receiver() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_an_endpoint_hears_in_order_what_happens_while_another_fails(house, receiver):
    def register(path):
        body = json.dumps({"url": receiver.url(path)}).encode()
        made = house.door.call("POST", "/api/v1/webhook-endpoints", body=body)
        return made["endpoint"]["id"], made["secret"]

    endpoint_id, secret = register("/ok")
    failing_id, _ = register("/500")
    try:
        number = house.lodged(import_form())["number"]
        house.released(number)
        feed = house.door.call("GET", f"/api/v1/declarations/{number}/events")["items"]

        def heard():  # of this declaration: the broker's others, of other tests, are told to it too
            said = [message["data"] for message in receiver.verified(secret)]
            return [each for each in said if each["number"] == number]

        house.door.wait(number, until=lambda _: len(heard()) >= len(feed))

        told = heard()
        assert [(each["number"], each["seq"], each["name"]) for each in told] == [
            (number, event["seq"], event["name"]) for event in feed
        ]
        assert told[-1]["name"] == "RELEASED"
        assert told[-1]["status"] == "RELEASED"
        refused = {json.loads(body)["data"]["seq"] for path, _, body in receiver.received if path == "/500"}
        assert len(refused) == 1  # the head of its queue, whichever it is: nothing behind it is tried
        log = house.door.call("GET", f"/api/v1/webhook-endpoints/{failing_id}/deliveries")["items"]
        assert {entry["state"] for entry in log} == {"DUE"}
    finally:
        for each in (endpoint_id, failing_id):
            house.door.http.request(
                "DELETE",
                f"{house.stack.address}/api/v1/webhook-endpoints/{each}",
                headers={"Authorization": f"Bearer {house.door.token}"},
            )
