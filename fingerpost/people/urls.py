"""Addresses of signing in (only those of allauth that are wanted: nobody signs up) and of people's pages."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from django.urls import URLPattern, include, path, re_path

from fingerpost.people.views import audit, groups, people
from fingerpost.people.views import kept as kept_views
from fingerpost.people.views.kept import Kind

accounts = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/", include("allauth.mfa.totp.urls")),
    path("2fa/recovery-codes/", include("allauth.mfa.recovery_codes.urls")),
]


def kept(kind: Kind) -> list[URLPattern]:
    """The addresses of one of the lists: all, add, edit, remove."""
    return [
        path(f"{kind.name}/", kept_views.listing, {"kind": kind}, name=kind.name),
        path(f"{kind.name}/add/", kept_views.adding, {"kind": kind}, name=f"{kind.name}-add"),
        path(f"{kind.name}/<slug:slug>/edit/", kept_views.editing, {"kind": kind}, name=f"{kind.name}-edit"),
        path(f"{kind.name}/<slug:slug>/remove/", kept_views.removing, {"kind": kind}, name=f"{kind.name}-remove"),
    ]


urlpatterns = [
    path("people/", people.listing, name="people"),
    path("people/add/", people.adding, name="person-add"),
    path("people/<slug:slug>/", people.person, name="person"),
    path("people/<slug:slug>/edit/", people.editing, name="person-edit"),
    path("people/<slug:slug>/invite/", people.inviting, name="person-invite"),
    path("people/<slug:slug>/deactivate/", people.deactivating, name="person-deactivate"),
    path("people/<slug:slug>/reactivate/", people.reactivating, name="person-reactivate"),
    *kept(kept_views.ORGANISATIONS),
    *kept(kept_views.AREAS),
    *kept(kept_views.GROUPS),
    path("groups/<slug:slug>/", groups.group, name="group"),
    path("groups/<slug:slug>/members/add/", groups.adding_member, name="member-add"),
    path("groups/<slug:slug>/members/<slug:person>/chair/", groups.making_chair, name="member-chair"),
    path("groups/<slug:slug>/members/<slug:person>/remove/", groups.removing_member, name="member-remove"),
    path("audit/", audit.trail, name="audit"),
    path("accounts/", include(accounts)),
]
