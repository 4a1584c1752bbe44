"""A link that is good once, for a day, to set a password that nobody else knows.

Django's token: an HMAC of the person's state, which using it changes. Giving a link ends the password of before, so
that whoever had it is out; a link of before ends with it.
"""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from declarations.traders.models import User


def give(person: User) -> str:
    """The address to hand to the person, told this once."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    uid, token = urlsafe_base64_encode(force_bytes(person.pk)), default_token_generator.make_token(person)
    return f"{settings.PUBLIC_URL}{reverse('set-password', args=[uid, token])}"
