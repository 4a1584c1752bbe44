"""What every register of the console has, whichever app it is of: our frame, and no script that it does not need."""

from django import forms
from django.contrib import admin

_SCRIPTS = ("vendor/jquery/jquery.min.js", "jquery.init.js", "core.js", "admin/RelatedObjectLookups.js", "actions.js")


class Register(admin.ModelAdmin):
    """Mixed in by the site, behind a register's own pages and before Django's."""

    change_list_template = "console/change_list.html"
    change_form_template = "console/change_form.html"
    object_history_template = "console/object_history.html"

    @property
    def media(self) -> forms.Media:
        """Django's, without what makes addresses of titles: nothing here does, and it is half of a page's weight."""
        return forms.Media(js=[f"admin/js/{each}" for each in _SCRIPTS])


def of_the_console(pages: type[admin.ModelAdmin]) -> type[admin.ModelAdmin]:
    """A register's pages, with that."""
    return type(pages.__name__, (pages, Register), {"__doc__": pages.__doc__, "__module__": pages.__module__})
