"""What allauth asks of us: the client's address, mails with links of our own, a code beside the link."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.notices import as_html, site_address, with_foot
from accounts.verification import keep_code
from accounts.visits import address_of


class Site:
    """The archive's name and address for allauth's mails, whatever host a request named."""

    name = settings.SITE_NAME
    domain = settings.SITE_URL.split("://")[-1].strip("/")


class AccountAdapter(DefaultAccountAdapter):
    """Thin: everything else is as the package has it."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count attempts by the address that our own proxies vouch for."""
        return str(address_of(request) or "unknown")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ARG002 the package's
        """Count tries by the address alone: the package adds the host, so each name of the archive gave tries anew."""
        return str(credentials.get("email", "")).lower()

    def clean_email(self, email: str) -> str:
        """Refuse letters that look or fold like others: one mailbox is one account, however it is spelt."""
        if not email.isascii():
            raise ValidationError(_("Write the address in Latin letters, a domain in others in its xn-- form."))
        return email

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Answer as to everybody when somebody took the address in the same instant."""
        try:
            with transaction.atomic():
                return super().save_user(request, user, form, commit)
        except IntegrityError:
            self.send_account_already_exists_mail(form.cleaned_data["email"])
            raise ImmediateHttpResponse(redirect("account_email_verification_sent")) from None

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Send the link, and a code that is typed into the open window: mail scanners click links first."""
        code = f"{secrets.randbelow(10**8):08d}"
        keep_code(request.session, emailconfirmation.email_address, code)
        words = {
            "user": emailconfirmation.email_address.user,
            "activate_url": self.get_email_confirmation_url(request, emailconfirmation),
            "typed_code": f"{code[:4]} {code[4:]}",
        }
        name = "email_confirmation_signup" if signup else "email_confirmation"
        self.send_mail(f"account/email/{name}", emailconfirmation.email_address.email, words)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Turn links that were made from the request's Host header into links of the setting."""
        request = context.get("request") or self.request
        here = request.build_absolute_uri("/") if request else ""
        ours = {key: self._ours(value, here) for key, value in context.items()}
        super().send_mail(template_prefix, email, {**ours, "current_site": Site})

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """Add the foot, and the HTML that is made from the text."""
        message = super().render_mail(template_prefix, email, context, headers)
        message.body = with_foot(str(message.body), settings_link="user" in context)
        if isinstance(message, EmailMultiAlternatives):
            message.attach_alternative(as_html(str(message.subject), str(message.body)), "text/html")
        return message

    def _ours(self, value: Any, here: str) -> Any:
        is_link = bool(here) and isinstance(value, str) and value.startswith(here)
        return site_address(value[len(here) :]) if is_link else value
