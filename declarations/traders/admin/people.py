"""The administrator's pages of people. Nobody types another's password: a link, good once, lets its owner set it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.decorators import method_decorator

from declarations.traders import one_time_link, second_factor
from declarations.traders.models import Role, User
from declarations.traders.sessions import recently_confirmed


def _role_decides_staff(form: Any) -> None:
    """Who enters the console follows from the role; it is no question of its own."""
    form.instance.is_staff = form.cleaned_data.get("role") in Role.staff()


class _UserForm(UserChangeForm):
    password = None  # type: ignore[assignment]  # Django's way of leaving out what a base form declares

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _role_decides_staff(self)
        return cleaned


class _NewUserForm(forms.ModelForm):
    """Without a password: see one_time_link."""

    class Meta:
        model = User
        fields = ("username", "email", "role", "trader", "manages_firm", "grade")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        _role_decides_staff(self)
        return cleaned


@method_decorator(recently_confirmed, name="changeform_view")
@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """People. The console opens to officers and administrators by their role, and by their second factor."""

    form, add_form = _UserForm, _NewUserForm
    add_form_template = None  # Django's explains a password, and there is none
    list_display = ["username", "role", "trader", "grade", "is_active", "last_login"]
    list_filter = ["role", "grade", "is_active", "is_demonstration"]
    list_select_related = ["trader"]
    search_fields = ["username", "trader__code__startswith", "trader__name"]
    autocomplete_fields = ["trader"]
    actions = ["give_link", "take_second_factor"]
    readonly_fields = ["last_login", "date_joined", "is_staff", "is_demonstration"]
    fieldsets = [
        (None, {"fields": ["username", "email"]}),
        ("Role", {"fields": ["role", "trader", "grade"]}),
        ("Rights of a firm's person", {"fields": ["may_lodge", "may_follow", "manages_firm"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined", "is_demonstration"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "email"]}),
        ("Role", {"fields": ["role", "trader", "manages_firm", "grade"]}),
    ]

    def get_urls(self) -> list[URLPattern]:
        """Without Django's page that types a password."""
        return [each for each in super().get_urls() if each.name != "auth_user_password_change"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new person has no password until the link is used."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        """The link, this once."""
        return self.shown_once(request, [obj])

    def shown_once(self, request: HttpRequest, people: Iterable[User]) -> HttpResponse:
        """A link for each of them; the passwords of before end."""
        links = {person.get_username(): one_time_link.give(person) for person in people}
        context = {**self.admin_site.each_context(request), "title": "One-time links", "links": links}
        response = TemplateResponse(request, "admin/traders/user/links.html", context)
        response["Cache-Control"] = "no-store"
        return response

    @admin.action(description="End the password and give a one-time link to set a new one", permissions=["change"])
    def give_link(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponseBase | None:
        """For a password that is forgotten or known to others. Sessions end; the second factor is still asked for."""
        return _give_link(request, self, queryset)

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


@recently_confirmed
def _give_link(request: HttpRequest, pages: UserAdmin, people: QuerySet[User]) -> HttpResponseBase:
    for person in people:
        pages.log_change(request, person, "One-time link given.")
    return pages.shown_once(request, people)
