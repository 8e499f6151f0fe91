"""Every word that a person reads goes through gettext."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from fingerpost.core import catalogues

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "fingerpost").glob("*/templates/**/*.html")) + sorted(
    (ROOT / "fingerpost").glob("*/templates/**/*.txt")
)
READ_ATTRIBUTES = r"""\b(?:alt|title|aria-label|placeholder|data-label|data-i18n[.\w-]*)=(?:"([^"]*)"|'([^']*)')"""
SKIPPED = [
    r"{#.*?#}",
    r"{% comment %}.*?{% endcomment %}",
    r"{% blocktranslate.*?{% endblocktranslate %}",
    r"{%.*?%}",
    r"{{.*?}}",
    r"<(script|style|code|svg)\b.*?</\1>",
    r"<!.*?>",
]


def blank(match: re.Match[str]) -> str:
    """What is skipped, with its line breaks, so that lines keep their numbers."""
    return "\n" * match[0].count("\n") + " "


def bare_words(template: str) -> list[tuple[int, str]]:
    """(line, words) of text and of attributes that are read, where they stand in a template as they are."""
    for pattern in SKIPPED:
        template = re.sub(pattern, blank, template, flags=re.DOTALL)
    attributes = [(found.start(), found[1] or found[2] or "") for found in re.finditer(READ_ATTRIBUTES, template)]
    text = re.sub(r"<[a-z/][^>]*>", lambda tag: "\0" * len(tag[0]), template, flags=re.IGNORECASE)
    texts = [(found.start(), found[0]) for found in re.finditer(r"[^\0\n]+", text)]
    return [
        (template.count("\n", 0, start) + 1, words.strip())
        for start, words in attributes + texts
        if re.search(r"[^\W\d_]", re.sub(r"&\w+;", "", words))
    ]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", [(1, "Hello")]),
        ('<p>{% translate "Hello" %}, {{ name }}</p>', []),
        ("<p>\n{% blocktranslate %}Hello\nyou{% endblocktranslate %}\nthere</p>", [(4, "there")]),
        ('<img alt="A picture"><td data-label="{% translate \'Due\' %}">', [(1, "A picture")]),
        ("{# a note #}{% comment %}words{% endcomment %}<svg><path d='M1'/></svg>&nbsp;41%", []),
    ],
)
def test_words_that_stand_bare_are_found(template: str, found: list[tuple[int, str]]) -> None:
    assert bare_words(template) == found


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_words_outside_gettext(template: Path) -> None:
    assert bare_words(template.read_text()) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext is not installed")
def test_words_can_be_extracted_translated_and_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a copy of one app, with the tools that translators use."""
    shutil.copytree(ROOT / "fingerpost/people", tmp_path / "people")
    (tmp_path / "people/locale").mkdir()
    monkeypatch.chdir(tmp_path / "people")
    call_command("makemessages", locale=["gd"], verbosity=0)
    catalogue = tmp_path / "people/locale/gd/LC_MESSAGES/django.po"
    text = catalogue.read_text()
    assert 'msgid "I forgot my password"' in text
    assert 'msgid "see plans in force and closed plans, and their papers"' in text
    assert 'msgid_plural "%(number)s people"' in text
    subprocess.run(["msgfmt", "--check-format", "-o", tmp_path / "gd.mo", catalogue], check=True)


def test_every_sentence_has_gaelic() -> None:
    """`make messages` lists what has none."""
    assert catalogues.missing("gd").untranslated == []
