"""Messages that the fuzzer found to break the service: each is a clear refusal now, and keeps nothing."""

import pytest

from declarations.models import Submission
from tests.forms import balls, changed, export_form, import_form

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("junk", [[None], [[]], [{}], {"": ""}, {"a": {"b": [1]}}, None, True, 1.5, 10**30])
@pytest.mark.parametrize(
    "place", ["/invoice/number", "/goods_items/0/origin", "/goods_items", "/packages/count", "/transport", "/direction"]
)
def test_a_value_of_another_kind_is_told_at_its_place(broker, place, junk):
    for form in (import_form(items=[balls()]), export_form()):
        answer = broker.lodge(changed(form, place, junk))

        assert answer.status_code == 422, answer.content.decode()
        assert all(error["pointer"].startswith(place) for error in answer.json()["errors"])
    assert not Submission.objects.exists()


@pytest.mark.parametrize("key", ["%00", "a%00b", "%C2%A0", "x" * 65, "%20"])
def test_a_receipt_of_what_can_be_no_key_is_not_found(broker, key):
    answer = broker.get(f"/receipts/{key}")

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (404, "not-found")
