"""What every door for programs has in common."""

from __future__ import annotations

from typing import Any

from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from accounts.access import Answer, answer
from accounts.api import VisitorDoor
from archive.models import Document


class ApiDoor(VisitorDoor):
    """A door for programs; every answer is this visitor's own."""

    def find(self, identifier: str) -> tuple[Document, Answer]:
        """Find a document with what may be done with it; raises NotFound for what is hidden or not there."""
        found = (
            Document.objects.findable_by(self.visitor).filter(identifier=identifier).select_related("volume").first()
        )
        if found is None:
            raise NotFound
        return found, answer(self.visitor, found)

    def finalize_response(self, request: Request, response: Any, *arguments: Any, **named: Any) -> Any:
        """Keep shared caches out."""
        response = super().finalize_response(request, response, *arguments, **named)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Cookie"])
        return response
