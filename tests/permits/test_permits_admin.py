"""The read-only pages."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from permits import checking
from permits.models import Agency, InboxMessage, Law, OverrideProposal, PermitCheck, Requirement
from tests.permits.conftest import notice

PAGES = [InboxMessage, Law, OverrideProposal, PermitCheck, Requirement]


class Superuser(AnonymousUser):
    """May do anything that a page lets anybody do."""

    is_active = is_staff = is_superuser = True
    is_anonymous, is_authenticated = False, True
    pk = id = 1

    def has_perm(self, perm, obj=None):
        return True

    def has_module_perms(self, app_label):
        return True

    def get_username(self):
        return "superuser"

    def has_usable_password(self):
        return False


@pytest.fixture
def request_of():
    def make(path="/", data=None):
        request = RequestFactory().get(path, data or {})
        request.user = Superuser()
        return request

    return make


@pytest.mark.parametrize("model", PAGES)
def test_nobody_changes_rows_by_hand(model, request_of):
    page, request = admin.site._registry[model], request_of()

    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)


def test_of_an_agency_only_address_and_limits_are_edited(laws, request_of):
    page, request = admin.site._registry[Agency], request_of()
    fd = Agency.objects.get(code="FD")

    assert page.has_change_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_delete_permission(request)
    form = page.get_form(request, fd)
    limits = {"acknowledge_within": "00:10:00", "soft_limit": "20:00:00", "hard_limit": "2 00:00:00"}
    assert set(form.base_fields) == {"url", "connect_seconds", "total_seconds", *limits, "proposal_reason"}
    limits["proposal_reason"] = "THEY MOVED"
    assert form({"url": "https://fd.example/api", **limits}, instance=fd).is_valid()
    wrong = form({"url": "fd.example", "total_seconds": "30", **limits, "hard_limit": "01:00:00"}, instance=fd)
    assert not wrong.is_valid()
    assert "Enter an address that begins with http:// or https://." in wrong.errors["url"]
    assert "A call takes more than 0 and at most 20 seconds." in wrong.errors["__all__"]
    assert "The three limits are longer than nothing and in order." in wrong.errors["__all__"]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"needs_person": "yes"},
        {"open": "yes"},
        {"open": "no"},
        {"late": "slow"},
        {"late": "unacknowledged"},
        {"q": "case-1"},
        {"q": "no-uuid"},
    ],
)
def test_the_officers_find_checks(open_check, request_of, asked):
    settled, _ = open_check(), open_check(item_number=2)
    checking.receive(notice(settled), message_id="m-1")
    page = admin.site._registry[PermitCheck]

    found = page.get_changelist_instance(request_of("/", asked)).result_list

    expected = {"yes": 1, "no": 1}.get(asked.get("open"), 2)
    none = ({"needs_person": "yes"}, {"q": "no-uuid"}, {"late": "slow"}, {"late": "unacknowledged"})
    assert len(found) == (0 if asked in none else expected)
