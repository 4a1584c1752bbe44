"""An amendment sent again is its first answer again, whatever has become of the declaration since."""

import pytest

from declarations.models import Event, Submission
from tests.doors import CLOCK
from tests.forms import balls, import_form

pytestmark = pytest.mark.django_db


def test_an_amendment_sent_again_after_the_withdrawal_is_answered_as_before(broker):
    form = import_form(items=[balls()])
    number = broker.lodged(form)["number"]
    tag = broker.get(f"/declarations/{number}")["ETag"]
    headers = {"Idempotency-Key": "amend-then-withdraw", "If-Match": tag, "Sandbox-Clock": CLOCK}
    said = {"reason": "CORRECTED", "declaration": {**form, "remarks": "CORRECTED"}}
    first = broker.post(f"/declarations/{number}/amendments", said, **headers)
    tag = broker.get(f"/declarations/{number}")["ETag"]
    gone = broker.post(f"/declarations/{number}/withdrawal", {"reason": "SOLD"}, **{"If-Match": tag})
    assert (first.status_code, gone.status_code) == (201, 200)

    again = broker.post(f"/declarations/{number}/amendments", said, **headers)
    other = broker.post(f"/declarations/{number}/amendments", {**said, "reason": "OTHER"}, **headers)
    new = broker.post(f"/declarations/{number}/amendments", said, **{**headers, "Idempotency-Key": "a-new-one"})

    assert (again.status_code, again["Idempotency-Replayed"], again.content) == (201, "true", first.content)
    assert (other.status_code, other.json()["type"].rpartition("/")[2]) == (422, "idempotency-key-reused")
    assert (new.status_code, new.json()["type"].rpartition("/")[2]) == (409, "illegal-transition")
    assert Submission.objects.count() == 2
    assert list(Event.objects.order_by("seq").values_list("name", flat=True)) == ["LODGED", "AMENDED", "WITHDRAWN"]
