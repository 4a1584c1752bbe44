"""The console's pages, registered on the site."""

from django.contrib import admin

from declarations.console.desk import DeclarationAdmin
from declarations.console.submissions import SubmissionAdmin
from declarations.models import Declaration, Submission

admin.site.register(Declaration, DeclarationAdmin)
admin.site.register(Submission, SubmissionAdmin)
