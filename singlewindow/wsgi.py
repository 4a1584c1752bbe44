"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "singlewindow.settings")
os.environ["PROCESS"] = "web"  # somebody waits for the answer: statements are given less time (env.py)

application = get_wsgi_application()
