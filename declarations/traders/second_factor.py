"""What a person shows beside the password: a code of an authenticator app (TOTP, RFC 6238), or a recovery code.

django-otp keeps the devices and checks the app's codes, each of which is good once. Recovery codes are kept as digests.
Officers and administrators need it; everybody may have it. In the sandbox the demonstration's people, whose passwords
everyone knows, enter without.
"""

import base64
import hashlib
import io
import secrets

import segno
from django.conf import settings
from django.db import transaction
from django_otp import devices_for_user
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from declarations.traders.models import RecoveryCode, Role, User

RECOVERY_CODES = 10
_CODE_BYTES = 16  # 128 bits, 26 letters and digits in base32: no slow hash is needed for what nobody guesses
_APP, _PAPER = "authenticator app", "recovery codes"


def is_required(user: User) -> bool:
    """Whether this person may not be in without it."""
    return user.role in Role.staff() and not (settings.SANDBOX and user.is_demonstration)


def is_enrolled(user: User) -> bool:
    """Whether this person has an app whose code was shown once."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def prove(user: User, code: str) -> Device | None:
    """The device whose code this is; a code is good once. Of two at the same moment one alone gets in."""
    said = code.replace(" ", "").replace("-", "")
    with transaction.atomic():
        for device in devices_for_user(user, for_verify=True):
            if _takes(device, said):
                return device
    return None


def _takes(device: Device, said: str) -> bool:
    """An app checks its code; on paper the code is crossed out, which of two at the same moment one alone does."""
    if isinstance(device, StaticDevice):
        return bool(RecoveryCode.objects.filter(user=device.user, digest=_digest(said)).delete()[0])
    return bool(device.verify_token(said))


def begin_enrolment(user: User) -> TOTPDevice:
    """The app that is to be enrolled: the same one until its first code is shown."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # so that two pages at once show the same key
        begun = TOTPDevice.objects.filter(user=user, confirmed=False).first()
        return begun or TOTPDevice.objects.create(user=user, confirmed=False, name=_APP)


def finish_enrolment(user: User, code: str) -> tuple[TOTPDevice, list[str]] | None:
    """The app, in place of a former one, and new recovery codes; None while the code is not the app's."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or not device.verify_token(code.replace(" ", "")):
            return None
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        return device, new_recovery_codes(user)


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes, told this once; those of before end."""
    codes = [base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().rstrip("=") for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        StaticDevice.objects.get_or_create(user=user, defaults={"name": _PAPER})
        RecoveryCode.objects.filter(user=user).delete()
        RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(code)) for code in codes])
    return ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in codes]


def remove(user: User) -> bool:
    """Take it all away, so that the person enrols anew; False when there was none."""
    with transaction.atomic():
        gone = [kind.objects.filter(user=user).delete()[0] for kind in (TOTPDevice, StaticDevice, RecoveryCode)]
    return any(gone)


def spelled_key(device: TOTPDevice) -> str:
    """The app's key in groups of four, for those who type it."""
    key = base64.b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def qr_of(device: TOTPDevice) -> bytes:
    """The app's key as a QR code, SVG."""
    drawn = io.BytesIO()
    segno.make(device.config_url, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff")
    return drawn.getvalue()


def _digest(code: str) -> str:
    """What is kept of a recovery code: its SHA-256."""
    return hashlib.sha256(code.upper().encode()).hexdigest()
