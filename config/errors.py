"""What is answered when the archive itself fails: 503 while the database does not answer, else 500."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER = "120"  # seconds


def server_error(_request: HttpRequest) -> HttpResponse:
    """Draw a page that asks nothing of the request, so that it cannot fail for the same reason."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER})
    return HttpResponse(render_to_string("500.html"), status=500)
