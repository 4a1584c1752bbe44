"""What a person says of the own firm: of people, programs, mandates and endpoints."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from declarations.models.history import EventName
from declarations.notifications.address import LONGEST
from declarations.traders.client_keys import LONGEST as LONGEST_KEYS
from declarations.traders.declarant import Scope
from declarations.web import status_words as words
from declarations.web.acts_forms import REQUIRED

SCOPES: dict[str, Any] = {
    Scope.LODGE.value: _("Lodge declarations and act on them"),
    Scope.READ.value: _("Read declarations"),
    Scope.WEBHOOKS.value: _("Manage webhooks"),
}
_LONG = {"required": REQUIRED, "max_length": _("Shorten this to %(limit_value)d characters or fewer")}
_DAY = {"required": REQUIRED, "invalid": _("Enter a day such as 2026-07-09")}


class RightsForm(forms.Form):
    """What a person may do."""

    may_lodge = forms.BooleanField(required=False, label=_("May lodge declarations and act on them"))
    may_follow = forms.BooleanField(required=False, label=_("May manage webhooks"))
    manages_firm = forms.BooleanField(required=False, label=_("Manages people, programs and mandates of the firm"))


class PersonForm(RightsForm):
    """The same of one who is there already."""

    is_active = forms.BooleanField(required=False, label=_("May sign in"))


class InviteForm(RightsForm):
    """A new person."""

    username = forms.CharField(
        max_length=150,
        label=_("User name"),
        help_text=_("Letters, digits and @ . + - _ only. It stands for the person in every record."),
        error_messages=_LONG,
        validators=[RegexValidator(r"^[\w.@+-]+$", _("Use letters, digits and @ . + - _ only"))],
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        label=_("Email address"),
        error_messages={"invalid": _("Enter an email address such as name@example.com")},
    )
    field_order = ("username", "email")


class ProgramForm(forms.Form):
    """What a program is called and may do."""

    name = forms.CharField(max_length=100, label=_("What the program is"), error_messages=_LONG)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one"), "invalid_choice": _("Choose among these")},
    )


class KnownProgramForm(ProgramForm):
    """The same of one that is registered."""

    is_active = forms.BooleanField(required=False, label=_("Gets tokens"))


class NewProgramForm(ProgramForm):
    """A new program."""

    client_id = forms.CharField(
        max_length=64,
        label=_("Client id"),
        help_text=_("Letters, digits, dot, underscore and hyphen: the name that it shows at the token endpoint."),
        error_messages=_LONG,
        validators=[RegexValidator(r"^[0-9A-Za-z._-]+$", _("Use letters, digits, dot, underscore and hyphen only"))],
    )
    field_order = ("client_id", "name", "scopes")


class KeysForm(forms.Form):
    """Public keys as a JWKS."""

    jwks = forms.CharField(
        label=_("Public keys, as a JSON Web Key Set"),
        max_length=LONGEST_KEYS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One or two public keys: EC on P-256, or RSA of 3072 to 4096 bits. Never paste a private key."),
        error_messages=_LONG,
    )


class MandateForm(forms.Form):
    """A mandate to a broker."""

    broker = forms.CharField(max_length=17, label=_("Code of the customs broker"), error_messages=_LONG)
    valid_from = forms.DateField(input_formats=["%Y-%m-%d"], label=_("First day"), error_messages=_DAY)
    valid_to = forms.DateField(
        input_formats=["%Y-%m-%d"],
        required=False,
        label=_("Last day"),
        help_text=_("Leave this empty for no end."),
        error_messages=_DAY,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("The last day is not before the first"))
        return cleaned


class EndpointForm(forms.Form):
    """Where the firm wants to be told, and of what."""

    url = forms.CharField(
        max_length=LONGEST,
        label=_("Address"),
        help_text=_("https on port 443, by a public name, such as https://hooks.example.com/customs"),
        error_messages=_LONG,
    )
    description = forms.CharField(required=False, max_length=200, label=_("Your own words"), error_messages=_LONG)
    event_names = forms.MultipleChoiceField(
        required=False,
        label=_("Only these events"),
        help_text=_("Choose none to be told of every event."),
        choices=[(name, words.EVENT[name]) for name in EventName.values],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among these")},
    )
    enabled = forms.BooleanField(required=False, label=_("Messages are sent"), initial=True)


class ReplayForm(forms.Form):
    """From which day on to send again."""

    since = forms.DateField(input_formats=["%Y-%m-%d"], label=_("Send again since"), error_messages=_DAY)
