"""The pages of the door: sign in, second factor, confirmation, password."""

from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView, PasswordResetConfirmView
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django.views.generic import FormView, TemplateView, View

from declarations.languages import InTwoLanguages
from declarations.traders import journal, lockout, pending, second_factor
from declarations.traders.errors import TooManyTries
from declarations.traders.forms import (
    ConfirmationForm,
    EnrolmentForm,
    FirstPasswordForm,
    NewPasswordForm,
    SignInCodeForm,
)
from declarations.traders.models import User
from declarations.traders.session_store import end_others, sessions_of
from declarations.traders.sessions import RecentlyConfirmed, confirm, is_recently_confirmed

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class _Guarded(InTwoLanguages, FormView):
    """A form whose posts are counted as tries, of one name and one address."""

    def name_tried(self) -> str:
        """For whom it is tried."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"form_id": "door"}

    @method_decorator(sensitive_post_parameters())
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            lockout.admit(request, username=self.name_tried(), at=timezone.now())
        except TooManyTries as refused:
            journal.locked_out(request, self.name_tried())
            return self._refused(refused)
        return super().post(request, *args, **kwargs)

    def _refused(self, refused: TooManyTries) -> HttpResponse:
        """The page once more, without a word on whether the name is known. The password was not looked at."""
        minutes = -(-refused.retry_after // 60)
        context = self.get_context_data(form=self._untried(), locked_for=minutes)
        response = self.render_to_response(context, status=429)
        response["Retry-After"] = str(refused.retry_after)
        return response

    def in_other_words(self) -> HttpResponse:
        """What was typed stays, but for the password: none is ever sent back. It is no try."""
        form = self._untried(initial=self.request.POST.dict())
        return self.render_to_response(self.get_context_data(form=form))

    def _untried(self, **kwargs: Any) -> Form:
        return self.get_form_class()(**{**self.get_form_kwargs(), "data": None, "files": None, **kwargs})


class SignIn(_Guarded, LoginView):
    """Name and password; then the second factor of those who have or need one."""

    template_name = "traders/login.html"
    redirect_authenticated_user = True

    def name_tried(self) -> str:
        return str(self.request.POST.get("username", ""))

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        person, at = form.get_user(), timezone.now()
        if second_factor.is_required(person) or second_factor.is_enrolled(person):
            pending.begin(self.request, person=person, then=self.get_success_url(), at=at)
            return redirect("sign-in-code")
        lockout.forgive(self.request, username=person.get_username(), at=at)
        return super().form_valid(form)


class _OfPending(View):
    """For the person who has shown the password just now."""

    person: User
    at: datetime

    def found(self, request: HttpRequest) -> User | None:
        return pending.person_of(request, at=self.at)

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.at = timezone.now()
        found = self.found(request)
        if found is None:
            return redirect("login")
        self.person = found
        return self.elsewhere() or super().dispatch(request, *args, **kwargs)

    def elsewhere(self) -> HttpResponseBase | None:
        """Where this person belongs instead of here."""
        return None

    def sign_in(self, device: Any) -> str:
        """In, with both factors; where the person was going. The session's key changes with it."""
        then = pending.end(self.request)
        self.person.otp_device = device  # type: ignore[attr-defined]  # django-otp keeps it in the session
        login(self.request, self.person, backend=_BACKEND)
        lockout.forgive(self.request, username=self.person.get_username(), tries=2, at=self.at)
        return then


class SignInCode(_OfPending, _Guarded):
    """The second factor."""

    template_name = "traders/code.html"
    form_class = SignInCodeForm

    def elsewhere(self) -> HttpResponseBase | None:
        return None if second_factor.is_enrolled(self.person) else redirect("enrolment")

    def name_tried(self) -> str:
        return self.person.get_username()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def form_valid(self, form: SignInCodeForm) -> HttpResponse:
        return redirect(self.sign_in(form.proven))

    def form_invalid(self, form: SignInCodeForm) -> HttpResponse:
        journal.wrong_code(self.request, self.person)
        return super().form_invalid(form)


class _OfEnrolling(_OfPending):
    """For one at the door who has no app yet, or one inside who confirmed this just now."""

    def found(self, request: HttpRequest) -> User | None:
        if not request.user.is_authenticated:
            return pending.person_of(request, at=self.at)
        return request.user if isinstance(request.user, User) else None

    def elsewhere(self) -> HttpResponseBase | None:
        """A password alone never replaces an app: who has one shows its code first."""
        if self.request.user.is_authenticated:
            recent = is_recently_confirmed(self.request, at=self.at)
            return None if recent else redirect(f"{resolve_url('confirm')}?next={resolve_url('enrolment')}")
        return redirect("sign-in-code") if second_factor.is_enrolled(self.person) else None


class Enrolment(_OfEnrolling, _Guarded):
    """A new app: its key as a picture and in letters, its first code, and then the recovery codes, shown once."""

    template_name = "traders/enrolment.html"
    form_class = EnrolmentForm

    def name_tried(self) -> str:
        return self.person.get_username()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = second_factor.spelled_key(second_factor.begin_enrolment(self.person))
        return super().get_context_data(**kwargs) | {"key": key}

    def form_valid(self, form: EnrolmentForm) -> HttpResponse:
        device, codes = form.proven
        if self.request.user.is_authenticated:
            self.person.otp_device = device  # type: ignore[attr-defined]
            login(self.request, self.person, backend=_BACKEND)
            lockout.forgive(self.request, username=self.name_tried(), at=self.at)
            then = resolve_url("account")
        else:
            then = self.sign_in(device)
        return _shown_once(self, codes, then=then)


class EnrolmentPicture(_OfEnrolling):
    """The QR code of the app that is being enrolled."""

    def get(self, request: HttpRequest) -> HttpResponse:
        drawn = second_factor.qr_of(second_factor.begin_enrolment(self.person))
        return HttpResponse(drawn, content_type="image/svg+xml")


class RecoveryCodes(RecentlyConfirmed, LoginRequiredMixin, TemplateView):
    """New recovery codes in place of the old ones, for those who have an app."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, User) or not second_factor.is_enrolled(request.user):
            return redirect("enrolment")
        return _shown_once(self, second_factor.new_recovery_codes(request.user), then=resolve_url("account"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("account")


def _shown_once(view: Any, codes: list[str], *, then: str) -> HttpResponse:
    """The codes on this page alone; they are kept as digests. It has no other language: shown again it has no codes."""
    view.template_name = "traders/recovery_codes.html"
    response: HttpResponse = view.render_to_response({"codes": codes, "then": then})
    response["Cache-Control"] = "no-store"
    return response


@method_decorator(never_cache, name="dispatch")
class Confirm(LoginRequiredMixin, _Guarded):
    """Password, and code, once more, before something that cannot be undone; then back to it."""

    template_name = "traders/confirm.html"
    form_class = ConfirmationForm

    def name_tried(self) -> str:
        return str(self.request.user.get_username())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request, "person": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"next": self._then()}

    def form_valid(self, form: ConfirmationForm) -> HttpResponse:
        at = timezone.now()
        lockout.forgive(self.request, username=self.name_tried(), at=at)
        confirm(self.request, at=at)
        return redirect(self._then())

    def _then(self) -> str:
        said = self.request.POST.get("next") or self.request.GET.get("next", "")
        here = {self.request.get_host()}
        is_ours = url_has_allowed_host_and_scheme(said, allowed_hosts=here, require_https=self.request.is_secure())
        return said if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


class Account(LoginRequiredMixin, InTwoLanguages, TemplateView):
    """What a person may change of the own login."""

    template_name = "traders/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, this = cast(User, self.request.user), self.request.session.session_key or ""
        return super().get_context_data(**kwargs) | {
            "is_enrolled": second_factor.is_enrolled(person),
            "sessions": sessions_of(person.pk, this=this, at=timezone.now()),
        }


class OtherSessions(RecentlyConfirmed, LoginRequiredMixin, View):
    """End one's own sessions in every other browser."""

    def post(self, request: HttpRequest) -> HttpResponse:
        ended = end_others(cast(User, request.user).pk, but=request.session.session_key or "")
        journal.sessions_ended(request, cast(User, request.user), ended)
        said = ngettext("%(number)s other session ended.", "%(number)s other sessions ended.", ended)
        messages.success(request, said % {"number": ended})
        return redirect("account")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("account")


class ChangePassword(RecentlyConfirmed, InTwoLanguages, PasswordChangeView):
    """A new password; the person's other sessions end."""

    form_class = NewPasswordForm
    template_name = "traders/password.html"
    success_url = reverse_lazy("account")


class SetPassword(InTwoLanguages, PasswordResetConfirmView):
    """By a link that is good once; then to the door, where the second factor is asked for as always."""

    form_class = FirstPasswordForm
    template_name = "traders/set_password.html"
    success_url = reverse_lazy("login")

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def dispatch(self, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Django's shows its page to any method."""
        return super().dispatch(*args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        journal.password_set(self.request, form.user)
        return answer


class SignOut(LogoutView):
    """Out; and the browser keeps nothing of what was shown."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post(request, *args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response
