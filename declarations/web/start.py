"""Where a person of a firm begins."""

from declarations.web.page import Page


class Start(Page):
    """The first page."""

    template_name = "web/start.html"
    area = "declarations"
