"""The read-only pages."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from permits import checking
from permits.models import Agency, InboxMessage, Law, PermitCheck, Requirement
from tests.permits.conftest import notice

PAGES = [Agency, InboxMessage, Law, PermitCheck, Requirement]


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


@pytest.mark.parametrize(
    "asked", [{}, {"needs_person": "yes"}, {"open": "yes"}, {"open": "no"}, {"q": "case-1"}, {"q": "no-uuid"}]
)
def test_the_officers_find_checks(open_check, request_of, asked):
    settled, _ = open_check(), open_check(item_number=2)
    checking.receive(notice(settled), message_id="m-1")
    page = admin.site._registry[PermitCheck]

    found = page.get_changelist_instance(request_of("/", asked)).result_list

    expected = {"yes": 1, "no": 1}.get(asked.get("open"), 2)
    assert len(found) == (0 if asked in ({"needs_person": "yes"}, {"q": "no-uuid"}) else expected)
