"""The catalogues of the languages: what the source says, kept in step with fingerpost/locale, and compiled.

Needs nothing but Python: a newcomer has no gettext tools. A catalogue names the file that a sentence stands in, never
its line, so that it changes only where words do.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
ENGLISH = "en_GB"
ENOUGH = 0.9  # of the sentences; a page must not say that it is in Gaelic while its words are English
NEEDS_REVIEW = "Machine-made: needs review"
PLURALS = {
    "en_GB": (2, "nplurals=2; plural=(n != 1);"),
    "gd": (
        4,
        "nplurals=4; plural=(n==1 || n==11) ? 0 : (n==2 || n==12) ? 1 : (n > 2 && n < 20) ? 2 : 3;",
    ),
}
# name of a function -> which of its arguments are context, message and plural
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
CALL_IN_TEMPLATE = re.compile(r"\b(?:n?p?gettext|_)\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is to be turned: `plural` is "" where there is one form, `context` where the words alone say enough."""

    text: str
    plural: str = ""
    context: str = ""


@dataclass(slots=True)
class Missing:
    """What a catalogue lacks: sentences without a translation, and translations that cannot be used, with the fault."""

    untranslated: list[Sentence] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def sentence_of(call: ast.Call) -> Sentence | None:
    """The sentence that a call of gettext names; None for other calls and for words that are worked out."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    if name not in CALLS:
        return None
    context, text, plural = (
        "" if place is None else call.args[place].value  # type: ignore[attr-defined]
        if place < len(call.args) and isinstance(call.args[place], ast.Constant) else None
        for place in CALLS[name]
    )  # fmt: skip
    return Sentence(text, plural, context) if text and plural is not None and context is not None else None


def of_python(code: str) -> Iterator[Sentence]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and (found := sentence_of(node)):
            yield found


def of_template(text: str) -> Iterator[Sentence]:
    """Django turns a template into calls of gettext among blanked-out words; each call is read for itself."""
    turned = templatize(text)
    for start in CALL_IN_TEMPLATE.finditer(turned):
        depth, lines = 0, io.StringIO(turned[start.start() :])
        for token in tokenize.generate_tokens(lines.readline):
            depth += {"(": 1, ")": -1}.get(token.string, 0) if token.type == tokenize.OP else 0
            if token.string == ")" and not depth:
                break
        row, column = token.end
        rows = turned[start.start() :].splitlines(keepends=True)[:row]
        yield from of_python("".join([*rows[:-1], rows[-1][:column]]))


def sentences() -> dict[Sentence, list[str]]:
    """Every sentence of the source, with the files that say it, in the order of the files."""
    found: dict[Sentence, dict[str, None]] = {}
    for path in sorted(SOURCE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            said = of_python(path.read_text())
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            said = of_template(path.read_text())
        else:
            continue
        for sentence in said:
            found.setdefault(sentence, {})[str(path.relative_to(SOURCE.parent))] = None
    return {sentence: list(files) for sentence, files in found.items()}


def path_of(locale: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def read(locale: str) -> polib.POFile:
    path = path_of(locale)
    catalogue = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": locale,
        "Plural-Forms": PLURALS[locale][1],
    }
    return catalogue


def key(entry: polib.POEntry) -> Sentence:
    return Sentence(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def update(locale: str) -> polib.POFile:
    """Bring a catalogue in step with the source: new sentences come in, what nobody says any more goes.

    English is filled in with the words of the source where it has none.
    """
    catalogue, said = read(locale), sentences()
    kept = {key(entry): entry for entry in catalogue if not entry.obsolete}
    forms = PLURALS[locale][0]
    catalogue.clear()
    for sentence, files in sorted(said.items(), key=lambda item: (item[1][0], item[0].text, item[0].context)):
        entry = kept.get(sentence) or polib.POEntry(
            msgid=sentence.text, msgid_plural=sentence.plural, msgctxt=sentence.context or None
        )
        entry.occurrences, entry.flags = (
            [(name, "") for name in files],
            [*(["python-format"] if "%(" in sentence.text + sentence.plural else [])],
        )
        if sentence.plural:
            entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in range(forms)}
        if locale == ENGLISH and not translated(entry):
            entry.msgstr = "" if sentence.plural else sentence.text
            entry.msgstr_plural = {0: sentence.text, 1: sentence.plural} if sentence.plural else {}
        catalogue.append(entry)
    return catalogue


def write(locale: str, catalogue: polib.POFile) -> None:
    path = path_of(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(catalogue) + "\n")


def compile_all() -> None:
    """Write the .mo file of each catalogue of which at least ENOUGH is translated: others are not offered.

    Sentences without a translation are left out, so that Django falls back to English.
    """
    for locale in PLURALS:
        catalogue, compiled = read(locale), path_of(locale).with_suffix(".mo")
        if sum(map(translated, catalogue)) >= ENOUGH * max(len(catalogue), 1):
            catalogue.save_as_mofile(str(compiled))
        else:
            compiled.unlink(missing_ok=True)


def translated(entry: polib.POEntry) -> bool:
    return all(entry.msgstr_plural.values()) if entry.msgid_plural else bool(entry.msgstr)


def forms_of(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each translation beside the words that it turns."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [(entry.msgid if not form else entry.msgid_plural, text) for form, text in entry.msgstr_plural.items()]


def missing(locale: str) -> Missing:
    """What a catalogue lacks of what the source says."""
    found, entries = Missing(), {key(entry): entry for entry in read(locale)}
    for sentence in sentences():
        entry = entries.get(sentence)
        if entry is None or not translated(entry):
            found.untranslated.append(sentence)
            continue
        if entry.msgid_plural and len(entry.msgstr_plural) != PLURALS[locale][0]:
            found.wrong.append(f"{entry.msgid}: {len(entry.msgstr_plural)} plural forms")
        if entry.fuzzy:
            found.wrong.append(f"{entry.msgid}: is marked fuzzy and would not be used")
        for words, text in forms_of(entry):
            if fault := wrong_placeholders(words, entry.msgid_plural or words, text):
                found.wrong.append(f"{entry.msgid}: {fault}")
    return found


def wrong_placeholders(words: str, plural: str, text: str) -> str:
    """Why a translation cannot be filled in; "" where it can. One form may leave out a number that its words hold."""
    given, allowed = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(words + plural))
    if strange := given - allowed:
        return f"names {', '.join(sorted(strange))}, which the sentence does not have"
    lost = set(PLACEHOLDER.findall(words)) - given
    if lost and words == plural:
        return f"lacks {', '.join(sorted(lost))}"
    stray = "%" in PLACEHOLDER.sub("", text) and "%(" in words + plural
    return "has a % that is no placeholder" if stray else ""
