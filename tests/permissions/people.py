from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from fingerpost.people.models import User
from tests.permissions import gets, posts


def with_an_app(visitor: User | None) -> dict[str, Any]:
    """The visitor's sign-in asks for a code from an app, and has recovery codes."""
    if visitor:
        TOTP.activate(visitor, generate_totp_secret())
        RecoveryCodes.activate(visitor)
    return {}


def with_a_password(visitor: User | None) -> dict[str, Any]:
    if visitor:
        visitor.set_password("a password of some length")
        visitor.save()
    return {}


def a_used_link(visitor: User | None) -> dict[str, Any]:
    return {"uidb36": "1", "key": "not-a-key"}


EXPECTED = {
    "account_login": gets("200 302 302 302 302"),
    "account_logout": [gets("302 200 200 200 200"), posts("302 302 302 302 302")],
    "account_inactive": gets("200 200 200 200 200"),
    "account_reauthenticate": gets("302 200 200 200 200", with_a_password),
    "account_change_password": gets("302 200 200 200 200", with_a_password),
    "account_set_password": gets("302 200 200 200 200"),
    "account_reset_password": gets("200 200 200 200 200"),
    "account_reset_password_done": gets("200 200 200 200 200"),
    "account_reset_password_from_key": gets("200 200 200 200 200", a_used_link),
    "account_reset_password_from_key_done": gets("200 200 200 200 200"),
    "mfa_index": gets("302 200 200 200 200"),
    "mfa_authenticate": gets("302 302 302 302 302"),  # only half way through signing in
    "mfa_reauthenticate": gets("302 200 200 200 200", with_an_app),
    "mfa_activate_totp": gets("302 302 302 302 302", with_a_password),  # only after confirming who one is
    "mfa_deactivate_totp": [gets("302 404 404 404 404"), gets("302 302 302 302 302", with_an_app)],
    "mfa_view_recovery_codes": [gets("302 404 404 404 404"), gets("302 302 302 302 302", with_an_app)],
    "mfa_generate_recovery_codes": gets("302 302 302 302 302", with_an_app),
    "mfa_download_recovery_codes": [gets("302 404 404 404 404"), gets("302 302 302 302 302", with_an_app)],
}
