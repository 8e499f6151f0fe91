"""All settings, from the environment. docs/reference/settings.md is made from SETTINGS below.

With nothing set, Fingerpost runs on this machine only: SQLite in `var/`, answering to localhost, with a secret
made on first use. Setting FINGERPOST_URL makes it a shared installation, which must bring a secret of its own.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from fingerpost.core.colours import contrast_with_white
from fingerpost.core.working_days import has_holidays

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# name -> (default, what it does). The reference page is generated from this table.
SETTINGS: dict[str, tuple[str, str]] = {
    "FINGERPOST_URL": ("", "Public address, such as https://plans.example.org. Unset: this machine only."),
    "FINGERPOST_ADDRESS": (
        "127.0.0.1:8000",
        "HOST:PORT at which `fingerpost serve` answers. While FINGERPOST_URL is unset, links in mails lead there.",
    ),
    "FINGERPOST_SECRET_KEY": ("", "Secret of at least 50 characters. Needed when FINGERPOST_URL is set."),
    "FINGERPOST_DATA": ("var", "Folder for the SQLite file, uploads and the generated secret."),
    "DATABASE_URL": ("", "postgres://user:password@host/name. Unset: SQLite in FINGERPOST_DATA."),
    "FINGERPOST_PARTNERSHIP": ("Community planning partnership", "The partnership's name, shown on every page."),
    "FINGERPOST_COLOUR": ("#1d5a8a", "The partnership's colour, #rrggbb, at least 4.5:1 against white."),
    "FINGERPOST_LOGO": ("", "Path of a PNG or SVG file with the partnership's logo."),
    "FINGERPOST_LICENCE": (
        "",
        "Address of the licence under which published data may be used, such as that of the Open Government Licence.",
    ),
    "FINGERPOST_YEAR_START_MONTH": ("4", "Month in which the planning year starts, 1 to 12."),
    "FINGERPOST_HOLIDAYS": (
        "GB-SCT",
        "Whose bank holidays are no working days: a country or part of one, GB-SCT or IE.",
    ),
    "FINGERPOST_TIME_ZONE": ("Europe/London", "Time zone of dates and times on pages."),
    "FINGERPOST_LANGUAGE": ("en-gb", "Language of pages and papers."),
    "FINGERPOST_EMAIL_URL": (
        "",
        "smtp://user:password@host:port, smtp+tls:// or smtp+ssl://; consolemail:// shows mails on the terminal. "
        "Unset: mails are written to files in FINGERPOST_DATA/mail.",
    ),
    "FINGERPOST_EMAIL_FROM": ("fingerpost@localhost", "Sender of mails."),
    "FINGERPOST_UPLOAD_MB": ("50", "Largest file that may be uploaded, in megabytes."),
    "FINGERPOST_EVIDENCE_MB": ("10", "Largest file that may be sent in as evidence or as a task sheet, in megabytes."),
}


def setting(name: str) -> str:
    """The value of one of SETTINGS."""
    return os.environ.get(name, "").strip() or SETTINGS[name][0]


def whole_number(name: str, low: int, high: int) -> int:
    value = setting(name)
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is “{value}”. Set it to a whole number from {low} to {high}.")
    return int(value)


URL = setting("FINGERPOST_URL").rstrip("/")
SHARED = bool(URL)
if SHARED and (urlsplit(URL).scheme not in {"http", "https"} or not urlsplit(URL).hostname):
    raise ImproperlyConfigured(
        f"FINGERPOST_URL is “{URL}”. Set it to a full address, such as https://plans.example.org"
    )
HTTPS = URL.startswith("https://")
SITE = URL or "http://" + re.sub(r"^(127\.0\.0\.1|0\.0\.0\.0)(?=:)", "localhost", setting("FINGERPOST_ADDRESS"))

DATA_DIR = Path(setting("FINGERPOST_DATA"))
if not DATA_DIR.is_absolute():
    DATA_DIR = Path.cwd() / DATA_DIR if SHARED else BASE_DIR / DATA_DIR


def secret_key() -> str:
    """The secret from the environment; on an installation for this machine only, one made on first use."""
    given = setting("FINGERPOST_SECRET_KEY")
    if SHARED and len(given) < 50:
        raise ImproperlyConfigured(
            "FINGERPOST_SECRET_KEY must hold a secret of at least 50 characters when FINGERPOST_URL is set. "
            'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(50))"'
        )
    if given:
        return given
    kept = DATA_DIR / "secret-key"
    if not kept.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return kept.read_text()


SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = [urlsplit(URL).hostname or ""] if SHARED else ["localhost", "127.0.0.1", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [URL] if SHARED else []

PARTNERSHIP_NAME = setting("FINGERPOST_PARTNERSHIP")
PARTNERSHIP_COLOUR = setting("FINGERPOST_COLOUR")
PARTNERSHIP_LOGO = setting("FINGERPOST_LOGO")
LICENCE = setting("FINGERPOST_LICENCE")
if not re.fullmatch(r"#[0-9a-fA-F]{6}", PARTNERSHIP_COLOUR):
    raise ImproperlyConfigured(f"FINGERPOST_COLOUR is “{PARTNERSHIP_COLOUR}”. Set it to a colour such as #1d5a8a.")
if contrast_with_white(PARTNERSHIP_COLOUR) < 4.5:
    raise ImproperlyConfigured(
        f"FINGERPOST_COLOUR is “{PARTNERSHIP_COLOUR}”, too light for white words upon it "
        f"({contrast_with_white(PARTNERSHIP_COLOUR):.1f}:1). Set it to a darker one, at least 4.5:1 against white."
    )
if PARTNERSHIP_LOGO and Path(PARTNERSHIP_LOGO).suffix.lower() not in {".png", ".svg"}:
    raise ImproperlyConfigured("FINGERPOST_LOGO must name a .png or .svg file.")
if PARTNERSHIP_LOGO and not Path(PARTNERSHIP_LOGO).is_file():
    raise ImproperlyConfigured(f"FINGERPOST_LOGO names {PARTNERSHIP_LOGO}, which is not there. Correct the path.")
YEAR_START_MONTH = whole_number("FINGERPOST_YEAR_START_MONTH", 1, 12)
HOLIDAYS = setting("FINGERPOST_HOLIDAYS")
if "FINGERPOST_HOLIDAYS" in os.environ and not has_holidays(HOLIDAYS):  # asking takes 0.1 s
    raise ImproperlyConfigured(
        f"FINGERPOST_HOLIDAYS is “{HOLIDAYS}”. Set it to a country or a part of one, such as GB-SCT or IE."
    )
UPLOAD_LIMIT = whole_number("FINGERPOST_UPLOAD_MB", 1, 2000) * 1_000_000
EVIDENCE_LIMIT = whole_number("FINGERPOST_EVIDENCE_MB", 1, 2000) * 1_000_000

INSTALLED_APPS = [
    # Ours come first, so that our templates stand in for those of django.forms and allauth.
    "fingerpost.core",
    "fingerpost.people",
    "fingerpost.mail",
    "fingerpost.plans",
    "fingerpost.reporting",
    "fingerpost.follow_ups",
    "fingerpost.reviews",
    "fingerpost.checks",
    "fingerpost.cycles",
    "fingerpost.intake",
    "fingerpost.papers",
    "fingerpost.committee",
    "fingerpost.public",
    "fingerpost.api",
    "fingerpost.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "fingerpost.public.middleware.same_for_everybody",  # takes cookies away before anything reads them
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before WhiteNoise, so that static files have the policy too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fingerpost.core.middleware.refusals_as_pages",
]

ROOT_URLCONF = "fingerpost.urls"
WSGI_APPLICATION = "fingerpost.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fingerpost.core.context.partnership",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "fingerpost.core.templatetags.fingerpost",
            ],
        },
    }
]
FORM_RENDERER = "fingerpost.core.forms.GovukRenderer"


def database() -> dict[str, Any]:
    """PostgreSQL where DATABASE_URL says so, else SQLite tuned for many readers and one short writer."""
    if setting("DATABASE_URL"):
        found: dict[str, Any] = env.db("DATABASE_URL")
        if found["ENGINE"] != "django.db.backends.postgresql":
            raise ImproperlyConfigured("DATABASE_URL must start with postgres://. Leave it unset to use SQLite.")
        return {**found, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "fingerpost.sqlite3",
        "CONN_MAX_AGE": 60,  # to open the file for each request would take as long as most pages
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",  # a writer waits at BEGIN instead of failing at its first write
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456; PRAGMA cache_size=-64000; "
                "PRAGMA journal_size_limit=67108864;"
            ),
        },
    }


DATABASES = {"default": database()}
# Only what has to be shared between processes and may be lost: allauth's counts of wrong passwords.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "fingerpost.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator; nobody signs up
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to addresses that belong to nobody
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_FORMS = {
    "login": "fingerpost.people.account_forms.SignInForm",
    "reset_password": "fingerpost.people.account_forms.NewPasswordForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address counts as known because an administrator's invitation went there
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = PARTNERSHIP_NAME

LANGUAGE_CODE = setting("FINGERPOST_LANGUAGE")
LOCALE_PATHS = [BASE_DIR / "fingerpost" / "locale"]
LANGUAGES = [
    (code, name)
    for code, name in [("en-gb", _("English")), ("gd", _("Scottish Gaelic"))]
    if code == "en-gb" or (LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.mo").exists()
]  # a page must not say that it is in Gaelic while its words are English
TIME_ZONE = setting("FINGERPOST_TIME_ZONE")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "served"
STATICFILES_DIRS = [path for path in [BASE_DIR / "build" / "static"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a bulk edit of 1,000 milestones posts some 10 fields a row
FILE_UPLOAD_PERMISSIONS = 0o640

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 31_536_000
SESSION_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# What takes long is done by `fingerpost worker`, which finds it in the database.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

EMAIL_FILE_PATH: Path = DATA_DIR / "mail"


def mail_server() -> dict[str, Any]:
    """Django's mail settings: the server of FINGERPOST_EMAIL_URL, else files in the data folder."""
    if not setting("FINGERPOST_EMAIL_URL"):
        return {"EMAIL_BACKEND": "fingerpost.mail.spool.EmailBackend"}
    found: dict[str, Any] = env.email("FINGERPOST_EMAIL_URL")
    if found["EMAIL_BACKEND"].startswith("django.core.mail.backends.smtp"):
        found["EMAIL_BACKEND"] = "fingerpost.mail.smtp.EmailBackend"
        usual = 465 if found.get("EMAIL_USE_SSL") else 587 if found.get("EMAIL_USE_TLS") else 25
        found["EMAIL_PORT"] = found["EMAIL_PORT"] or usual
    return found


globals().update(mail_server())
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = setting("FINGERPOST_EMAIL_FROM")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
