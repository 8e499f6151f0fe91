"""Pages that belong to no part."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings


def test_the_theme_is_the_partnerships_colour(settings: Settings) -> None:
    settings.PARTNERSHIP_COLOUR = "#123456"
    response = Client().get("/theme.css")
    assert response.content == b":root{--fp-colour:#123456}\n"
    assert response["Content-Type"] == "text/css"


def test_without_a_logo_there_is_none() -> None:
    assert Client().get("/logo").status_code == 404


def test_the_logo_is_served_with_its_type(settings: Settings, tmp_path: Path) -> None:
    picture = tmp_path / "logo.svg"
    picture.write_text("<svg/>")
    settings.PARTNERSHIP_LOGO = str(picture)
    response = Client().get("/logo")
    assert (response.content, response["Content-Type"]) == (b"<svg/>", "image/svg+xml")


@pytest.mark.django_db
def test_health_says_ok_while_the_database_answers() -> None:
    assert Client().get("/health/").content == b"ok\n"


def test_the_gallery_shows_every_status_in_words(coordinator_client: Client) -> None:
    page = coordinator_client.get("/gallery/").content.decode()
    assert page.count('class="fp-status ') == 12
    assert page.count("less than 1%") == 1
    assert "no update" in page


def test_the_title_of_a_page_with_errors_says_so(coordinator_client: Client) -> None:
    page = coordinator_client.get("/gallery/?errors").content.decode()
    assert "<title>Error: Components – Community planning partnership</title>" in page


def test_the_menu_is_for_those_who_signed_in() -> None:
    page = Client().get("/help/").content.decode()
    assert "govuk-service-navigation" not in page
    assert 'href="/accounts/login/">Sign in</a>' in page
