"""Signing in and out, passwords, codes from an app."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from lxml import html

from fingerpost.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "a password of some length"


@pytest.fixture
def ann(db: None) -> User:
    return factories.make_user(name="Ann Other", email="ann@example.org", password=PASSWORD)


def sign_in(password: str = PASSWORD, email: str = "ann@example.org") -> tuple[Client, int]:
    client = Client()
    return client, client.post("/accounts/login/", {"login": email, "password": password}).status_code


def signed_in_as(client: Client) -> str:
    """The name in the header, "" where nobody signed in."""
    page = html.fromstring(client.get("/help/").content)
    return " ".join(page.xpath("//div[@class='fp-header__person']/span/text()"))


@pytest.mark.parametrize("email", ["ann@example.org", "ANN@Example.org"])
def test_address_and_password_sign_in(email: str, ann: User) -> None:
    client, status = sign_in(email=email)
    assert (status, signed_in_as(client)) == (302, "Ann Other")


@pytest.mark.parametrize(("email", "password"), [("ann@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_a_wrong_password_and_an_unknown_address_look_the_same(email: str, password: str, ann: User) -> None:
    client = Client()
    page = html.fromstring(client.post("/accounts/login/", {"login": email, "password": password}).content)
    errors = [" ".join(item.text_content().split()) for item in page.xpath("//*[@class='govuk-error-summary']//li")]
    assert errors == ["The email address and/or password you specified are not correct."]
    assert signed_in_as(client) == ""


def test_after_five_wrong_passwords_the_right_one_waits(ann: User) -> None:
    for _ in range(5):
        sign_in("wrong")
    client, _status = sign_in()
    assert signed_in_as(client) == ""


def test_who_is_inactive_does_not_sign_in(ann: User) -> None:
    User.objects.update(is_active=False)
    client, _status = sign_in()
    assert signed_in_as(client) == ""


def test_who_has_no_password_cannot_ask_for_one(ann: User) -> None:
    factories.make_user(email="named@example.org")
    page = Client().post("/accounts/password/reset/", {"email": "named@example.org"}, follow=True)
    assert "Look for a mail from us" in page.content.decode()
    assert mail.outbox == []


def test_a_forgotten_password_is_replaced_through_a_mail(ann: User) -> None:
    Client().post("/accounts/password/reset/", {"email": "ann@example.org"})
    assert (mail.outbox[0].subject, mail.outbox[0].to) == ("Choose a new password", ["ann@example.org"])
    link = re.search(r"http://testserver(/\S+)", mail.outbox[0].body)
    assert link
    client = Client()
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another long password", "password2": "another long password"})
    assert signed_in_as(sign_in("another long password")[0]) == "Ann Other"
    assert signed_in_as(sign_in()[0]) == ""


def test_a_short_password_is_refused(ann: User) -> None:
    client, _status = sign_in()
    words = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    page = client.post("/accounts/password/change/", words).content.decode()
    assert "must contain at least 12 characters" in page


def test_nobody_signs_up() -> None:
    assert Client().get("/accounts/signup/").status_code == 404
    assert Client().post("/accounts/signup/", {"email": "new@example.org"}).status_code == 404


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up_app(client: Client) -> str:
    """The secret, after entering the first code."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = html.fromstring(client.get("/accounts/2fa/totp/activate/").content)
    assert page.xpath("//img/@src")[0].startswith("data:image/svg+xml;base64,")
    secret: str = page.xpath("//code/text()")[0]
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(secret)})
    return secret


def test_with_an_app_the_password_alone_is_not_enough(ann: User) -> None:
    secret = set_up_app(sign_in()[0])
    client, _status = sign_in()
    assert signed_in_as(client) == ""
    cache.clear()  # a code works once; here the same one signs in again within its half minute
    client.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert signed_in_as(client) == "Ann Other"


def test_a_recovery_code_works_once(ann: User) -> None:
    first = sign_in()[0]
    set_up_app(first)
    page = html.fromstring(first.get("/accounts/2fa/recovery-codes/").content)
    code = page.xpath("//ul[@class='fp-codes']/li/text()")[0]
    for expected in ["Ann Other", ""]:
        client = sign_in()[0]
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert signed_in_as(client) == expected


def test_asking_for_a_code_can_be_stopped(ann: User) -> None:
    client = sign_in()[0]
    set_up_app(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=ann).exists()
    assert signed_in_as(sign_in()[0]) == "Ann Other"
