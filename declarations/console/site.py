"""The officers' admin site."""

from django.contrib.admin import AdminSite


class Console(AdminSite):
    """Where officers examine, release and refuse."""

    site_header = "Single Window: officers' console"
    site_title = "Officers' console"
    index_title = "Desk"
    site_url = "/"
