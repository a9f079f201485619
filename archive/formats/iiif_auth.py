"""IIIF Authorization Flow 2.0 and Authentication 1.0: the services a licensed image names, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CONTEXT_2 = "http://iiif.io/api/auth/2/context.json"
CONTEXT_1 = "http://iiif.io/api/auth/1/context.json"
_PROFILE_1 = "http://iiif.io/api/auth/1/"
_PROBE_2 = "http://iiif.io/api/auth/2/probe"


@dataclass(frozen=True, slots=True)
class Services:
    """The addresses of the services; `words` are label, heading, note and confirm, in `language`."""

    access: str
    token: str
    token_1: str
    logout: str
    language: str
    words: Mapping[str, str]

    def text(self, key: str) -> dict[str, list[str]]:
        """Give a language map."""
        return {self.language: [self.words[key]]}


def probe_service(address: str, services: Services) -> dict[str, Any]:
    """Describe the probe of one image: first for those whose network lets them in, then for those who sign in."""
    token = {"id": services.token, "type": "AuthAccessTokenService2"}
    failed = {"errorHeading": services.text("heading"), "errorNote": services.text("note")}
    logout = {"id": services.logout, "type": "AuthLogoutService2", "label": services.text("logout")}
    external = {
        "type": "AuthAccessService2",
        "profile": "external",
        "label": services.text("label"),
        "service": [token | failed],
    }
    active = {
        "id": services.access,
        "type": "AuthAccessService2",
        "profile": "active",
        "label": services.text("label"),
        "heading": services.text("heading"),
        "note": services.text("note"),
        "confirmLabel": services.text("confirm"),
        "service": [token | failed, logout],
    }
    return {
        "id": address,
        "type": "AuthProbeService2",
        # The standard asks for no profile here; Mirador 4.0 stops at a service without one and shows no way in.
        "profile": _PROBE_2,
        "errorHeading": services.text("heading"),
        "errorNote": services.text("note"),
        "service": [external, active],
    }


def services_1(services: Services) -> list[dict[str, Any]]:
    """Describe the same for viewers that know version 1 only.

    Without the pattern `external`: a network is known by the description itself, which comes with 200 there, and
    viewers that find the pattern stop at its refusal and never offer to sign in.
    """
    token = {"@id": services.token_1, "@type": "AuthTokenService1", "profile": f"{_PROFILE_1}token"}
    logout = {
        "@id": services.logout,
        "@type": "AuthLogoutService1",
        "profile": f"{_PROFILE_1}logout",
        "label": services.words["logout"],
    }
    failed = {"failureHeader": services.words["heading"], "failureDescription": services.words["note"]}
    login = {
        "@context": CONTEXT_1,
        "@id": services.access,
        "@type": "AuthCookieService1",
        "profile": f"{_PROFILE_1}login",
        "label": services.words["label"],
        "header": services.words["heading"],
        "description": services.words["note"],
        "confirmLabel": services.words["confirm"],
        "service": [token, logout],
    }
    return [login | failed]


def probe_result(status: int, services: Services) -> dict[str, Any]:
    """Answer a probe; the status is of the image, the answer itself is always 200."""
    result = {"@context": CONTEXT_2, "type": "AuthProbeResult2", "status": status}
    return result if status == 200 else result | {"heading": services.text("heading"), "note": services.text("note")}


def token_message(version: int, token: str, seconds: int, message: str) -> dict[str, Any]:
    """Give what is posted to the viewer that asked for a token."""
    answer = {"accessToken": token, "expiresIn": seconds, "messageId": message}
    return answer if version == 1 else {"@context": CONTEXT_2, "type": "AuthAccessToken2"} | answer


def token_refusal(version: int, profile: str, message: str, services: Services) -> dict[str, Any]:
    """Give what is posted when there is no token; `profile` is a word of version 2."""
    if version == 1:
        said = {"invalidRequest": "invalidRequest", "missingAspect": "missingCredentials"}[profile]
        return {"error": said, "description": services.words["note"], "messageId": message}
    return {
        "@context": CONTEXT_2,
        "type": "AuthAccessTokenError2",
        "profile": profile,
        "heading": services.text("heading"),
        "note": services.text("note"),
        "messageId": message,
    }
