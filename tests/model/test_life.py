"""The model test: any order of acts, answers, faults and crashes, against the real store."""

import pytest
from django.conf import settings as product
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis
from hypothesis.stateful import run_state_machine_as_test

from declarations.traders.models import Security
from permits.models import Agency
from tests.model.agency import Agency as Answering
from tests.model.machine import Life

pytestmark = pytest.mark.django_db(transaction=True)

# Lives of each kind of goods. Fifty times as many, each time others, with --hypothesis-profile=long.
LIVES = {"one permit": 6, "two permits": 5, "no other law": 3, "export": 2}
TIMES = of_hypothesis().max_examples // 100


@pytest.fixture
def agency(monkeypatch):
    """One that listens as long as the test takes."""
    started = Answering()
    monkeypatch.setattr(product, "AGENCY_URLS", {"FD": started.url})
    yield started
    started.close()


@pytest.mark.parametrize("goods", LIVES)
def test_whatever_happens_in_whatever_order_is_what_the_model_says(world, agency, tmp_path, settings, goods):
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {**settings.STORAGES["documents"], "OPTIONS": {"location": tmp_path}},
    }
    Security.objects.update(amount=10**15)  # however many lives defer against it
    Agency.objects.update(most_at_once=1)  # a lease that a life leaves behind is felt at once, not on a quick machine
    lives = of_hypothesis(
        max_examples=LIVES[goods] * TIMES, stateful_step_count=40, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(lambda: Life(agency, goods), settings=lives)
