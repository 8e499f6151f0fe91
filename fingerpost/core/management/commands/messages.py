"""`fingerpost messages`: the catalogues of the languages kept in step with the source, or compiled."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from fingerpost.core import catalogues
from fingerpost.core.commands import Command as Base


class Command(Base):
    help = (
        "Bring the catalogues in fingerpost/locale in step with the source and list what is still to be translated, "
        "or compile them. For developers and translators."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="only write the .mo files that the program reads")

    def run(self, **options: Any) -> None:
        if not options["compile"]:
            for locale in catalogues.PLURALS:
                catalogues.write(locale, catalogues.update(locale))
                self.tell(locale)
        catalogues.compile_all()

    def tell(self, locale: str) -> None:
        lacks, catalogue = catalogues.missing(locale), catalogues.read(locale)
        waiting = sum(catalogues.NEEDS_REVIEW in entry.tcomment for entry in catalogue)
        self.stderr.write(
            f"{locale}: {len(catalogue)} sentences, {len(lacks.untranslated)} without a translation, "
            f"{len(lacks.wrong)} wrong, {waiting} machine-made ones that wait for review."
        )
        for sentence in lacks.untranslated:
            self.stdout.write(f"{locale}: no translation: {sentence.text}")
        for fault in lacks.wrong:
            self.stdout.write(f"{locale}: wrong: {fault}")
