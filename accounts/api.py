"""How programs sign in: by a personal token in the Authorization header, as RFC 6750 writes it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.models import ApiToken, User
from accounts.tokens import token_called
from accounts.visitor import Visitor, visitor_for
from accounts.visits import address_of


class TokenAuthentication(BaseAuthentication):
    """Knows a person by a token; the request's visitor is then that person, at the address it came from."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Give person and token; None when the request carries none, so that the session is asked."""
        kind, _space, text = get_authorization_header(request).partition(b" ")
        if kind.lower() != b"bearer":
            return None
        token = token_called(text.decode("latin-1").strip())
        if token is None:
            raise AuthenticationFailed(_("This token is not known, has ended or was revoked."))
        inner: Any = request._request  # noqa: SLF001 the documented way to the request of Django
        inner.visitor = visitor_for(token.user, address_of(inner))
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002 the signature is the framework's
        """Say how to sign in; with it, what needs a person answers 401."""
        return "Bearer"


class VisitorDoor(APIView):
    """A door for programs, which come with a token or with the session of a browser, or as nobody in particular."""

    authentication_classes = (TokenAuthentication, SessionAuthentication)
    permission_classes = ()

    @property
    def visitor(self) -> Visitor:
        """Say who asks."""
        found: Visitor = self.request._request.visitor  # type: ignore[attr-defined]  # noqa: SLF001 the request of Django
        return found


class TokenScheme(OpenApiAuthenticationExtension):
    """Describes the token in the API's own description."""

    target_class = "accounts.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002 the signature is the package's
        """Give it as OpenAPI writes it."""
        return {"type": "http", "scheme": "bearer"}
