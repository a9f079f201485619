"""What the web server calls."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# What is loaded now stays for good. To look through all of it for garbage, which Python else does every hundred
# requests or so, takes a fifth of a second of somebody's answer.
get_resolver().url_patterns  # noqa: B018 imports the views
gc.collect()
gc.freeze()
