"""The languages that pages can be read in: those with a catalogue, each named in itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_info


@dataclass(frozen=True, slots=True)
class Language:
    """`code` is Django's and stands in addresses; `attribute` is for `lang`, by BCP 47 ("en-GB")."""

    code: str
    name: str

    @property
    def attribute(self) -> str:
        return attribute_of(self.code)


def attribute_of(code: str) -> str:
    language, _dash, region = code.partition("-")
    return f"{language}-{region.upper()}" if region else language


def languages() -> list[Language]:
    """In the order of the settings, the partnership's own among them."""
    return [Language(code, local_name(code)) for code, _name in settings.LANGUAGES]


def others() -> list[Language]:
    """Those that the page being made is not in."""
    return [language for language in languages() if language.code != get_language()]


def local_name(code: str) -> str:
    """ "English" for any English: a region says nothing to a reader with one English to choose."""
    return str(get_language_info(code.partition("-")[0])["name_local"])
