"""A wrong setting stops the start with a sentence that says what to do."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

SETTINGS = Path(__file__).parents[2] / "fingerpost" / "settings.py"
SECRET = "x" * 50


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The settings as made from an environment that holds only what is given."""

    def from_environment(**given: str) -> dict[str, Any]:
        for name in runpy.run_path(str(SETTINGS))["SETTINGS"]:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"FINGERPOST_DATA": str(tmp_path), **given}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(SETTINGS))

    return from_environment


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("FINGERPOST_URL", "plans.example.org", "Set it to a full address"),
        ("FINGERPOST_URL", "https://plans.example.org", "must hold a secret of at least 50 characters"),
        ("FINGERPOST_COLOUR", "blue", "Set it to a colour such as #1d5a8a"),
        ("FINGERPOST_COLOUR", "#eeeeee", "too light for white words"),
        ("FINGERPOST_LOGO", "/nowhere/logo.gif", "must name a .png or .svg file"),
        ("FINGERPOST_LOGO", "/nowhere/logo.png", "which is not there"),
        ("FINGERPOST_YEAR_START_MONTH", "13", "a whole number from 1 to 12"),
        ("FINGERPOST_UPLOAD_MB", "lots", "a whole number from 1 to 2000"),
        ("FINGERPOST_EVIDENCE_MB", "0", "a whole number from 1 to 2000"),
        ("FINGERPOST_HOLIDAYS", "Scotland", "such as GB-SCT or IE"),
        ("FINGERPOST_HOLIDAYS", "GB-XYZ", "such as GB-SCT or IE"),
        ("DATABASE_URL", "mysql://a:b@c/d", "must start with postgres://"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_do(name: str, value: str, sentence: str, load: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence):
        load(**{name: value})


def test_without_settings_it_answers_to_this_machine_only(load: Any, tmp_path: Path) -> None:
    found = load()
    assert found["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]", "testserver"]
    assert found["DATABASES"]["default"]["NAME"] == tmp_path / "fingerpost.sqlite3"
    assert found["SECURE_SSL_REDIRECT"] is False


def test_the_secret_made_on_first_use_is_kept_for_its_owner_only(load: Any, tmp_path: Path) -> None:
    first, second = load()["SECRET_KEY"], load()["SECRET_KEY"]
    assert first == second == (tmp_path / "secret-key").read_text()
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_shared_installation_under_https_keeps_cookies_to_it(load: Any) -> None:
    found = load(FINGERPOST_URL="https://plans.example.org", FINGERPOST_SECRET_KEY=SECRET)
    assert found["ALLOWED_HOSTS"] == ["plans.example.org"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://plans.example.org"]
    assert [found[name] for name in ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT"]] == [
        True
    ] * 3
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000


def test_postgresql_comes_from_its_address(load: Any) -> None:
    found = load(DATABASE_URL="postgres://ann:word@db.example.org:5433/plans")["DATABASES"]["default"]
    assert (found["ENGINE"], found["NAME"], found["HOST"], found["PORT"]) == (
        "django.db.backends.postgresql",
        "plans",
        "db.example.org",
        5433,
    )


@pytest.mark.parametrize(
    ("url", "backend", "port", "encryption"),
    [
        ("smtp://ann:word@mail.example.org:2525", "fingerpost.mail.smtp.EmailBackend", 2525, (None, None)),
        ("smtp://mail.example.org", "fingerpost.mail.smtp.EmailBackend", 25, (None, None)),
        ("smtp+tls://mail.example.org", "fingerpost.mail.smtp.EmailBackend", 587, (True, None)),
        ("smtp+ssl://mail.example.org", "fingerpost.mail.smtp.EmailBackend", 465, (None, True)),
        ("consolemail://", "django.core.mail.backends.console.EmailBackend", None, (None, None)),
    ],
)
def test_the_mail_server_comes_from_its_address(
    url: str, backend: str, port: int | None, encryption: tuple[bool | None, bool | None], load: Any
) -> None:
    found = load(FINGERPOST_EMAIL_URL=url)
    assert (found["EMAIL_BACKEND"], found["EMAIL_PORT"]) == (backend, port)
    assert (found.get("EMAIL_USE_TLS"), found.get("EMAIL_USE_SSL")) == encryption


def test_without_a_mail_server_mails_are_files(load: Any, tmp_path: Path) -> None:
    found = load()
    assert found["EMAIL_BACKEND"] == "fingerpost.mail.spool.EmailBackend"
    assert found["EMAIL_FILE_PATH"] == tmp_path / "mail"


@pytest.mark.parametrize(
    ("given", "site"),
    [
        ({}, "http://localhost:8000"),
        ({"FINGERPOST_ADDRESS": "0.0.0.0:80"}, "http://localhost:80"),
        ({"FINGERPOST_ADDRESS": "[::1]:8001"}, "http://[::1]:8001"),
        (
            {"FINGERPOST_URL": "https://plans.example.org/", "FINGERPOST_SECRET_KEY": SECRET},
            "https://plans.example.org",
        ),
    ],
)
def test_links_in_mails_lead_to_where_pages_are_served(given: dict[str, str], site: str, load: Any) -> None:
    assert load(**given)["SITE"] == site


def test_languages_without_a_catalogue_are_not_offered(load: Any) -> None:
    found = load()
    compiled = [path.parts[-3] for path in found["LOCALE_PATHS"][0].rglob("django.mo")]
    assert [code for code, _name in found["LANGUAGES"]] == ["en-gb", *(["gd"] if "gd" in compiled else [])]
