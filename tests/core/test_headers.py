"""Security headers, and the pages shown when something fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from fingerpost.people.models import User
from fingerpost.urls import urlpatterns as ours
from tests.conftest import signed_in

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
TEMPLATES = sorted(Path("fingerpost").glob("*/templates/**/*.html"))


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault on purpose")


urlpatterns = [*ours, path("fails/", fails)]


def headers_of(response: HttpResponse) -> dict[str, str]:
    names = ["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"]
    return {name: response[name] for name in names if name in response}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/help/", 200), ("/theme.css", 200), ("/gallery/", 302), ("/nowhere/", 404), ("/logo", 404)],
)
def test_every_response_has_the_strict_policy(address: str, status: int) -> None:
    response = Client().get(address)
    assert response.status_code == status
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert headers_of(response) == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def test_static_files_have_the_policy_too(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg/>")
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = False
    response = Client().get("/static/a.svg")
    assert b"".join(response) == b"<svg/>"
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY


@pytest.mark.parametrize("template", TEMPLATES, ids=str)
def test_no_template_has_scripts_or_styles_of_its_own(template: Path) -> None:
    text = template.read_text()
    text = text.replace('<script type="application/ld+json">', "")  # data, which no browser runs
    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text) == []


def test_a_page_that_is_not_there_says_so(coordinator_client: Client) -> None:
    response = coordinator_client.get("/nowhere/")
    assert response.status_code == 404
    assert '<h1 class="govuk-heading-l">Page not found</h1>' in response.content.decode()


def test_a_refusal_gives_its_reason(coordinator_client: Client) -> None:
    response = coordinator_client.get("/audit/")
    assert response.status_code == 403
    assert "You may not read the audit trail. These roles may: Administrator." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.urls("tests.core.test_headers")
@pytest.mark.filterwarnings("ignore")
def test_a_fault_of_ours_is_a_page_without_its_details(coordinator: User) -> None:
    client = signed_in(coordinator)
    client.raise_request_exception = False
    response = client.get("/fails/")
    assert response.status_code == 500
    page = response.content.decode()
    assert "Something went wrong with us" in page
    assert "on purpose" not in page


def test_a_form_from_elsewhere_is_refused_in_our_look(coordinator: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator)
    response = client.post("/organisations/add/", {"name": "Forged"})
    assert response.status_code == 403
    assert "Please send that again" in response.content.decode()
