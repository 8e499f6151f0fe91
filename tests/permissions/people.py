from __future__ import annotations

from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from fingerpost.people.models import Membership, Role, User
from tests import factories
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


def a_person(visitor: User | None) -> dict[str, Any]:
    """One who does not sign in."""
    return {"slug": factories.make_user().slug}


def who_signs_in(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_user(password="a password of some length").slug}


def an_invited_administrator(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_user(role=Role.ADMINISTRATOR).slug}


def who_is_inactive(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_user(is_active=False).slug}


def an_organisation(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_organisation().slug}


def an_area(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_area().slug}


def a_group(visitor: User | None) -> dict[str, Any]:
    return {"slug": factories.make_group().slug}


def a_member(visitor: User | None) -> dict[str, Any]:
    membership = Membership.objects.create(group=factories.make_group(), user=factories.make_user())
    return {"slug": membership.group.slug, "person": membership.user.slug}


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
    "people": gets("302 403 403 200 200"),
    "person-add": gets("302 403 403 200 200"),
    "person": gets("302 403 403 200 200", a_person),
    "person-edit": [
        gets("302 403 403 200 200", a_person),
        gets("302 403 403 403 200", who_signs_in),
        gets("302 403 403 403 200", an_invited_administrator),
    ],
    "person-invite": gets("302 403 403 403 200", a_person),
    "person-deactivate": [gets("302 403 403 200 200", a_person), gets("302 403 403 403 200", who_signs_in)],
    "person-reactivate": [posts("302 403 403 302 302", who_is_inactive), gets("302 405 405 405 405", who_is_inactive)],
    "organisations": gets("302 403 403 200 200"),
    "organisations-add": gets("302 403 403 200 200"),
    "organisations-edit": gets("302 403 403 200 200", an_organisation),
    "organisations-remove": [
        gets("302 403 403 200 200", an_organisation),
        posts("302 403 403 302 302", an_organisation),
    ],
    "areas": gets("302 403 403 200 200"),
    "areas-add": gets("302 403 403 200 200"),
    "areas-edit": gets("302 403 403 200 200", an_area),
    "areas-remove": [gets("302 403 403 200 200", an_area), posts("302 403 403 302 302", an_area)],
    "groups": gets("302 403 403 200 200"),
    "groups-add": gets("302 403 403 200 200"),
    "groups-edit": gets("302 403 403 200 200", a_group),
    "groups-remove": [gets("302 403 403 200 200", a_group), posts("302 403 403 302 302", a_group)],
    "group": gets("302 403 403 200 200", a_group),
    "member-add": gets("302 403 403 200 200", a_group),
    "member-chair": posts("302 403 403 302 302", a_member),
    "member-remove": posts("302 403 403 302 302", a_member),
    "audit": gets("302 403 403 403 200"),
}
