"""A reader chooses the language of the pages from those with a catalogue."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from fingerpost.core.languages import Language, attribute_of, languages, others

BOTH = [("en-gb", "English"), ("gd", "Scottish Gaelic")]


@pytest.fixture
def both(settings: object) -> None:
    settings.LANGUAGES = BOTH  # type: ignore[attr-defined]


@pytest.mark.usefixtures("both")
def test_each_language_is_named_in_itself() -> None:
    assert languages() == [Language("en-gb", "English"), Language("gd", "Gàidhlig")]
    assert [language.attribute for language in languages()] == ["en-GB", "gd"]


@pytest.mark.parametrize(("code", "attribute"), [("gd", "gd"), ("en-gb", "en-GB")])
def test_the_attribute_is_written_as_browsers_do(code: str, attribute: str) -> None:
    assert attribute_of(code) == attribute


@pytest.mark.usefixtures("both")
def test_only_other_languages_are_offered() -> None:
    with override("gd"):
        assert [language.code for language in others()] == ["en-gb"]


def test_the_help_page_offers_the_other_language_only_where_there_is_one(client: Client, settings: object) -> None:
    settings.LANGUAGES = BOTH[:1]  # type: ignore[attr-defined]
    assert "fp-languages" not in client.get("/help/").content.decode()
    settings.LANGUAGES = BOTH  # type: ignore[attr-defined]
    assert '<button type="submit" name="language" value="gd" lang="gd">Gàidhlig</button>' in (
        client.get("/help/").content.decode()
    )


def test_a_language_once_chosen_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post("/language/", {"language": "en-gb", "next": "/help/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/help/")
    assert answer.cookies["django_language"].value == "en-gb"
    assert client.post("/language/", {"language": "en-gb", "next": "https://example.com/"}).headers["Location"] == "/"
