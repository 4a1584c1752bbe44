"""The administrator's pages of the register; importing them registers them."""

from django.contrib import admin
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from declarations.traders.admin import people, programs, traders

# django-otp would show the keys of other people's apps here. What an administrator may do is on the page of a person.
admin.site.unregister([TOTPDevice, StaticDevice])

__all__ = ["people", "programs", "traders"]
