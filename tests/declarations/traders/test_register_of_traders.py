"""What comes into the register: corporate numbers, people's roles, mandates."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from declarations.traders.models import ApiClient, Mandate, Trader, User
from declarations.traders.registration import give_mandate, register, register_client, replace_secret

DAY = date(2026, 4, 1)
pytestmark = pytest.mark.django_db


def codes_of(refused):
    return {field: [error.code for error in errors] for field, errors in refused.value.error_dict.items()}


def test_a_corporate_number_with_its_check_digit_is_registered():
    trader = register("58356782562460000", name="X")
    assert Trader.objects.get(code="58356782562460000") == trader
    assert not trader.is_demonstration


def test_a_corporate_number_with_a_wrong_check_digit_is_refused_and_nothing_kept():
    with pytest.raises(ValidationError) as refused:
        register("28356782562460000", name="X")
    assert codes_of(refused) == {"code": ["corporate-number"]}
    assert not Trader.objects.exists()


def test_the_source_documents_numbers_are_for_demonstration_alone():
    with pytest.raises(ValidationError) as refused:
        register("12345678901239000", name="ZAIMUSOKEN CO., LTD")
    assert codes_of(refused) == {"code": ["corporate-number"]}
    assert register("12345678901239000", name="ZAIMUSOKEN CO., LTD", is_demonstration=True).is_demonstration


@pytest.mark.parametrize(
    "code", ["5835678256246", "P0000000001", "p00000000001", "P00000000001\n", "５８３５６７８２５６２４６００００", ""]
)
def test_a_code_of_another_form_is_refused(code):
    with pytest.raises(ValidationError) as refused:
        register(code, name="X")
    assert "code" in refused.value.error_dict or "__all__" in refused.value.error_dict
    assert not Trader.objects.exists()


def test_a_code_is_registered_once(trader):
    with pytest.raises(ValidationError) as refused:
        register(trader.code, name="ANOTHER")
    assert codes_of(refused) == {"code": ["unique"]}


def test_only_a_broker_is_an_aeo_broker():
    with pytest.raises(ValidationError):
        register("P00000000001", name="X", aeo_broker=True)


@pytest.mark.parametrize(
    ("on", "is_live"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2026, 4, 30), True),
        (date(2026, 5, 1), False),
    ],
)
def test_a_mandate_holds_on_its_first_and_on_its_last_day(broker, trader, on, is_live):
    give_mandate(broker, trader=trader, valid_from=date(2026, 4, 1), valid_to=date(2026, 4, 30))
    assert Mandate.objects.live(on=on).exists() is is_live


def test_a_mandate_without_end_holds_on(broker, trader):
    give_mandate(broker, trader=trader, valid_from=DAY)
    assert Mandate.objects.live(on=date(9999, 12, 31)).exists()


def test_a_revoked_mandate_holds_on_no_day_and_may_be_given_again(broker, trader):
    give_mandate(broker, trader=trader, valid_from=DAY)
    first, second = datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)
    assert Mandate.objects.revoke(at=first) == 1
    assert Mandate.objects.revoke(at=second) == 0
    assert Mandate.objects.get().revoked_at == first
    assert not Mandate.objects.live(on=DAY).exists()
    again = give_mandate(broker, trader=trader, valid_from=DAY)
    assert list(Mandate.objects.live(on=DAY)) == [again]


def test_a_mandate_is_for_a_broker_and_between_two(broker, trader):
    for one, other, days in [
        (trader, broker, {}),
        (broker, broker, {}),
        (broker, trader, {"valid_to": date(2026, 3, 31)}),
    ]:
        with pytest.raises(ValidationError):
            give_mandate(one, trader=other, valid_from=DAY, **days)
    with pytest.raises(IntegrityError, match="mandate_between_two"), transaction.atomic():
        Mandate.objects.create(broker=broker, trader=broker, valid_from=DAY)
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("facts", "wall"),
    [
        ({"role": "BROKER"}, "user_organisation_by_role"),
        ({"role": "TRADER"}, "user_organisation_by_role"),
        ({"role": "OFFICER", "grade": "EXAMINER", "trader": True}, "user_organisation_by_role"),
        ({"role": "ADMINISTRATOR", "trader": True}, "user_organisation_by_role"),
        ({"role": "OFFICER"}, "user_grade_of_officers"),
        ({"role": "BROKER", "trader": True, "grade": "CHIEF"}, "user_grade_of_officers"),
        ({"role": "BROKER", "trader": True, "is_staff": True}, "user_staff_by_role"),
        ({"role": "OFFICER", "grade": "CHIEF", "is_superuser": True}, "user_superuser_is_administrator"),
        ({"role": "CLERK"}, "user_role_known"),
    ],
)
def test_a_person_is_what_the_role_says(broker, facts, wall):
    facts = {**facts, "trader": broker} if "trader" in facts else facts
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        User.objects.create_user("someone", **facts)
    assert not User.objects.exists()


def test_who_a_person_is_to_the_domain(broker):
    clerk = User.objects.create_user("clerk", role="BROKER", trader=broker)
    officer = User.objects.create_user("officer", role="OFFICER", grade="SENIOR")
    administrator = User.objects.create_superuser("administrator")
    assert (clerk.is_staff, officer.is_staff, administrator.is_staff) == (False, True, True)
    declarant = clerk.as_declarant()
    assert (declarant.trader_id, declarant.trader_code, declarant.client) == (
        broker.id,
        broker.code,
        f"user:{clerk.id}",
    )
    assert (declarant.is_broker, declarant.aeo) == (True, ("BROKER",))
    assert clerk.as_officer() is None
    assert (officer.as_officer().name, officer.as_officer().grade) == ("officer", "SENIOR")
    assert (officer.as_declarant(), administrator.as_declarant(), administrator.as_officer()) == (None, None, None)


def test_a_secret_is_told_once_and_only_its_digest_kept(broker):
    client, secret = register_client(broker, client_id="a", name="A", scopes=("declarations:read",))
    kept = " ".join(str(value) for value in ApiClient.objects.filter(pk=client.pk).values_list()[0])
    assert len(secret) == 43
    assert secret not in kept
    assert replace_secret(client, at=datetime(2026, 4, 1, tzinfo=UTC)) != secret
    assert ApiClient.objects.get().secret_sha256 not in kept


def test_a_scope_that_does_not_exist_is_not_granted(broker):
    with pytest.raises(ValidationError):
        register_client(broker, client_id="a", name="A", scopes=("declarations:everything",))
