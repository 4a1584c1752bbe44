"""The administrator's pages of people."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator

from declarations.traders import second_factor
from declarations.traders.models import Role, User
from declarations.traders.sessions import recently_confirmed


def _role_decides_staff(form: Any) -> None:
    """Who enters the console follows from the role; it is no question of its own."""
    form.instance.is_staff = form.cleaned_data.get("role") in Role.staff()


class _UserForm(UserChangeForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _role_decides_staff(self)
        return cleaned


class _NewUserForm(AdminUserCreationForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _role_decides_staff(self)
        return cleaned


@method_decorator(recently_confirmed, name="changeform_view")
@method_decorator(recently_confirmed, name="user_change_password")
@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People. The console opens to officers and administrators by their role, and by their second factor."""

    form, add_form = _UserForm, _NewUserForm
    list_display = ["username", "role", "trader", "grade", "is_active", "last_login"]
    list_filter = ["role", "grade", "is_active", "is_demonstration"]
    list_select_related = ["trader"]
    search_fields = ["username", "trader__code__startswith", "trader__name"]
    autocomplete_fields = ["trader"]
    actions = ["take_second_factor"]
    readonly_fields = ["last_login", "date_joined", "is_staff", "is_demonstration"]
    fieldsets = [
        (None, {"fields": ["username", "password", "email"]}),
        ("Role", {"fields": ["role", "trader", "grade"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined", "is_demonstration"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("Role", {"fields": ["role", "trader", "grade"]}),
    ]

    @admin.action(description="Take the second factor away: the person enrols anew", permissions=["change"])
    def take_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponseBase | None:
        """For a lost phone without recovery codes. Sessions end; the next sign-in sets up a new app."""
        return _take_second_factor(request, self, queryset)


@recently_confirmed
def _take_second_factor(request: HttpRequest, pages: UserAdmin, people: QuerySet[User]) -> HttpResponseBase:
    taken = [person for person in people if second_factor.remove(person)]
    for person in taken:
        pages.log_change(request, person, "Second factor taken away.")
    pages.message_user(request, f"Taken away from {len(taken)}.")
    return redirect("admin:traders_user_changelist")
