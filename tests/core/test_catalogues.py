"""The catalogues are kept in step with the source, and no translation loses or invents what is filled in."""

from __future__ import annotations

import gettext as tools
from pathlib import Path

import polib
import pytest
from django.conf import LazySettings

from fingerpost.core import catalogues
from fingerpost.core.catalogues import Sentence


def test_sentences_are_read_from_python() -> None:
    code = (
        'a = _("One " "whole")\nb = ngettext("a day", "%(count)s days", n)\nc = pgettext("month", "May")\nd = _(name)\n'
    )
    assert list(catalogues.of_python(code)) == [
        Sentence("One whole"),
        Sentence("a day", "%(count)s days"),
        Sentence("May", context="month"),
    ]


def test_sentences_are_read_from_templates() -> None:
    text = (
        '<p title="{{ x|default:_("none") }}">{% translate "It’s “so”" %}</p>\n'
        "{% blocktranslate count n=rows|length %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    assert set(catalogues.of_template(text)) == {
        Sentence("none"),
        Sentence("It’s “so”"),
        Sentence("%(n)s row", "%(n)s rows"),
        Sentence("May", context="month"),
    }


@pytest.mark.parametrize(
    ("words", "plural", "text", "fault"),
    [
        ("%(a)s of %(b)s", "", "%(b)s à %(a)s", ""),
        ("%(a)s of %(b)s", "", "%(b)s", "lacks %(a)s"),
        ("%(a)s", "", "%(a)s %(c)s", "names %(c)s, which the sentence does not have"),
        ("one day", "%(n)s days", "%(n)s latha", ""),
        ("%(n)s%%", "", "%(n)s%% %", "has a % that is no placeholder"),
        ("Enter %", "", "Cuir a-steach %", ""),
    ],
)
def test_placeholders_are_compared(words: str, plural: str, text: str, fault: str) -> None:
    assert catalogues.wrong_placeholders(words, plural or words, text) == fault


def test_a_catalogue_follows_the_source(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """New sentences come in, old ones go, translations stay; the same source gives the same file."""
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(catalogues, "sentences", lambda: {Sentence("Plan"): ["a.py"], Sentence("Old"): ["a.py"]})
    catalogue = catalogues.update("gd")
    catalogue.find("Plan").msgstr = "Plana"
    catalogues.write("gd", catalogue)
    days = Sentence("a day", "%(count)s days")
    monkeypatch.setattr(catalogues, "sentences", lambda: {Sentence("Plan"): ["b.py"], days: ["a.py"]})
    catalogues.write("gd", catalogues.update("gd"))
    text = catalogues.path_of("gd").read_text()
    assert [(entry.msgid, entry.msgstr) for entry in polib.pofile(text)] == [("a day", ""), ("Plan", "Plana")]
    assert catalogues.missing("gd").untranslated == [days]
    catalogues.write("gd", catalogues.update("gd"))
    assert catalogues.path_of("gd").read_text() == text


def test_only_a_language_that_is_nearly_whole_is_compiled(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(catalogues, "sentences", lambda: {Sentence("Plan"): ["a.py"], Sentence("Group"): ["a.py"]})
    for locale in catalogues.PLURALS:
        catalogues.write(locale, catalogues.update(locale))
    catalogues.compile_all()
    assert [path.parts[-3] for path in tmp_path.rglob("*.mo")] == ["en_GB"]
    catalogue = catalogues.update("gd")
    for entry in catalogue:
        entry.msgstr = f"{entry.msgid}, sa Ghàidhlig"
    catalogues.write("gd", catalogue)
    catalogues.compile_all()
    with catalogues.path_of("gd").with_suffix(".mo").open("rb") as file:
        assert tools.GNUTranslations(file).gettext("Plan") == "Plan, sa Ghàidhlig"


@pytest.mark.parametrize("locale", list(catalogues.PLURALS))
def test_no_translation_is_wrong(locale: str) -> None:
    """Each has what its sentence is filled in with and its language's plural forms, and none is fuzzy."""
    assert catalogues.missing(locale).wrong == []


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Thèid 1 chlach-mhìle neo-chrìochnaichte a thoirt air adhart"),
        (2, "Thèid 2 chlach-mhìle neo-chrìochnaichte a thoirt air adhart"),
        (3, "Thèid 3 clachan-mìle neo-chrìochnaichte a thoirt air adhart"),
        (11, "Thèid 11 chlach-mhìle neo-chrìochnaichte a thoirt air adhart"),
        (20, "Thèid 20 chlach-mhìle neo-chrìochnaichte a thoirt air adhart"),
    ],
)
def test_gaelic_counts_in_its_four_forms(count: int, words: str, tmp_path: Path) -> None:
    catalogues.read("gd").save_as_mofile(str(tmp_path / "django.mo"))
    with (tmp_path / "django.mo").open("rb") as file:
        gaelic = tools.GNUTranslations(file)
    one, many = (
        "%(count)s unfinished milestone is carried forward",
        "%(count)s unfinished milestones are carried forward",
    )
    assert gaelic.ngettext(one, many, count) % {"count": count} == words
