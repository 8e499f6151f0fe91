"""PDFs with a text layer: by their tags where they have good ones, else by where the words stand."""

from __future__ import annotations

import re
import time
from typing import Any

from fingerpost.documents.model import Block, Document, Place
from fingerpost.documents.readers import pdf_guard
from fingerpost.documents.readers.archive import LOCKED
from fingerpost.documents.readers.building import Tally, titled
from fingerpost.documents.readers.outcome import Doubts, Limits, Unreadable
from fingerpost.documents.readers.pdf_pages import Page, read_page

WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
UNKNOWN_SECURITY = 5  # FPDF_ERR_SECURITY
FILE_NAME_TITLE = re.compile(
    r"(?:Microsoft Word - )?[\w .()-]+\.(?:docx?|odt|xlsx?|pdf|indd|rtf)|untitled.*", re.IGNORECASE
)


def read(content: bytes, doubts: Doubts, limits: Limits) -> Document:
    """Headings, paragraphs, lists and tables; running heads, page numbers and repeated heading rows are left out."""
    pdf_guard.check(content, limits)
    document = _opened(content)
    try:
        pages = _pages(document, content, limits)
        title, author = _property(document, "Title"), _property(document, "Author")
    finally:
        document.close()
    _refuse_scan(pages)
    for page in pages:
        if not any(character.text.strip() for character in page.characters):
            doubts.note("The page has no text; if it is a picture of one, it was not read.", Place(page=page.number))
    blocks = _blocks(content, pages, limits)
    return titled(blocks, "" if FILE_NAME_TITLE.fullmatch(title) else title, "pdf", author=author)


def _blocks(content: bytes, pages: list[Page], limits: Limits) -> tuple[Block, ...]:
    from fingerpost.documents.readers import pdf_layout, pdf_tagged, pdf_tags

    if any(character.mark >= 0 for page in pages for character in page.characters):
        tree = pdf_tags.tree_of(content)
        text = pdf_tags.MarkedText(pages)
        if tree is not None and text.covers(tree):
            return pdf_tagged.Tagged(text, Tally(limits)).blocks(tree, None)
    return pdf_layout.blocks(pages, Tally(limits))


def _opened(content: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {WRONG_PASSWORD, UNKNOWN_SECURITY} or "assword" in str(error):
            raise Unreadable(LOCKED) from error
        raise Unreadable(pdf_guard.CUT_SHORT) from error


def _pages(document: Any, content: bytes, limits: Limits) -> list[Page]:
    import pypdfium2

    count = len(document)
    if not count:
        raise Unreadable(pdf_guard.CUT_SHORT)
    if count > limits.pages:
        raise Unreadable(
            f"The PDF has {count:,} pages; at most {limits.pages:,} are read. Send only those that matter."
        )
    until = time.monotonic() + limits.seconds + limits.seconds_per_mb * len(content) / 1_000_000
    pages = []
    for index in range(count):
        if time.monotonic() > until:
            raise Unreadable(
                "The PDF takes too long to read. Print it to a new PDF, or send only the pages that matter.",
                Place(page=index + 1),
            )
        try:
            pages.append(read_page(document, index, limits))
        except pypdfium2.PdfiumError as error:
            raise Unreadable(pdf_guard.CUT_SHORT, Place(page=index + 1)) from error
    return pages


def _refuse_scan(pages: list[Page]) -> None:
    if any(character.text.strip() for page in pages for character in page.characters):
        return
    count = "1 page" if len(pages) == 1 else f"{len(pages):,} pages"
    raise Unreadable(
        f"The PDF has {count} but no text: it is probably a scan. "
        "Ask for the document it was made from, or put it through text recognition (OCR) and send the result."
    )


def _property(document: Any, name: str) -> str:
    return str(document.get_metadata_value(name) or "").replace("\x00", "").strip()
