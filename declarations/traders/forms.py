"""The forms of the door: password, code, confirmation."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from declarations.traders import journal, second_factor
from declarations.traders.models import User

_WRONG_CODE = _("This code is not right, or it was used before. Wait for the next one.")
_CODE, _CODE_OR_PAPER = _("Code of your app"), _("Code of your app, or a recovery code")
_CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(max_length=40, widget=forms.TextInput(attrs=_CODE_ATTRIBUTES))
    proven: Any = None

    def __init__(self, *args: Any, person: User, takes_recovery_codes: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["code"].label = _CODE_OR_PAPER if takes_recovery_codes else _CODE


class SignInCodeForm(CodeForm):
    """The second factor at the door; `proven` is the device it came from."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.proven = second_factor.prove(self.person, code)
        if self.proven is None:
            raise forms.ValidationError(_WRONG_CODE, code="wrong-code")
        return code


class EnrolmentForm(CodeForm):
    """The first code of a new app; `proven` is the app and the new recovery codes."""

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, takes_recovery_codes=False, **kwargs)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        self.proven = second_factor.finish_enrolment(self.person, code)
        if self.proven is None:
            raise forms.ValidationError(_WRONG_CODE, code="wrong-code")
        return code


class _PasswordAlone:
    """Nothing of a person is written but the password: a web process may write no more."""

    user: User
    cleaned_data: dict[str, Any]

    def save(self, commit: bool = True) -> Any:
        """The new password's hash."""
        self.user.set_password(self.cleaned_data["new_password1"])
        self.user.save(update_fields=["password"])
        return self.user


class NewPasswordForm(_PasswordAlone, PasswordChangeForm):
    """A new password in the place of the old one."""


class FirstPasswordForm(_PasswordAlone, SetPasswordForm):
    """A password for whoever has a link that is good once."""


class ConfirmationForm(forms.Form):
    """The password once more, and a code from those who have an app. Which of them is wrong is not told."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )

    def __init__(self, *args: Any, request: HttpRequest, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.person = request, person
        self.wants_code = second_factor.is_enrolled(person)
        if self.wants_code:
            self.fields["code"] = forms.CharField(
                max_length=40,
                label=_CODE_OR_PAPER,
                widget=forms.TextInput(attrs=_CODE_ATTRIBUTES),
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        known = authenticate(self.request, username=self.person.get_username(), password=cleaned["password"])
        if known != self.person or not self._shows_code(cleaned):
            raise forms.ValidationError(_("What you entered is not right."), code="wrong")
        return cleaned

    def _shows_code(self, cleaned: dict[str, Any]) -> bool:
        if not self.wants_code or second_factor.prove(self.person, cleaned["code"]):
            return True
        journal.wrong_code(self.request, self.person)
        return False
