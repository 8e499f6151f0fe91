"""A paper in somebody's own Word file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest

from fingerpost.documents.model import Document, ListBlock, heading, paragraph
from fingerpost.documents.readers import Unreadable, read
from fingerpost.documents.writers import Look, write
from fingerpost.documents.writers.docx_base import check_base
from tests.documents.writers.council import council_file
from tests.documents.writers.papers import report

BASES: dict[str, dict[str, bool]] = {
    "usual": {},
    "other ids": {"plain_ids": True},
    "no lists": {"no_lists": True},
}


def made(base: bytes, document: Document | None = None) -> bytes:
    return write(document or report(), "docx", look=Look(base=base))


def opened(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file))


def style_xml(file: bytes, name: str) -> str:
    return str(opened(file).styles[name].element.xml)


def member(file: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(file)).read(name)


def with_member(file: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part changed or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as old, zipfile.ZipFile(stream, "w") as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return stream.getvalue()


@pytest.mark.parametrize("kind", BASES)
def test_styles_header_footer_and_page_are_the_councils(kind: str) -> None:
    base = council_file(**BASES[kind])
    check_base(base)
    file = made(base)
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        assert style_xml(file, name) == style_xml(base, name)
    section = opened(file).sections[0]
    assert section.header.paragraphs[0].text == "\tNorthshire Council"
    assert len(section.header.part.rels) == 1  # the crest
    assert section.footer.paragraphs[0].text == "Northshire Council, High Street"
    assert (section.left_margin, section.page_width) == tuple(
        getattr(opened(base).sections[0], name) for name in ("left_margin", "page_width")
    )


@pytest.mark.parametrize("kind", BASES)
def test_the_paper_in_it_reads_like_the_one_in_our_looks(kind: str) -> None:
    """The same blocks; every style that a paragraph names is there."""
    file = made(council_file(**BASES[kind]))
    ours = read(write(report(), "docx"), "ours.docx")
    assert read(file, "theirs.docx").blocks == ours.blocks
    used = set(re.findall(rb'<w:(?:p|r|tbl)Style w:val="([^"]*)"', member(file, "word/document.xml")))
    assert used - {style.style_id.encode() for style in opened(file).styles} == set()


def test_the_body_and_what_belonged_to_it_are_gone() -> None:
    file = made(council_file(), Document("Paper", (heading(1, "Paper"), paragraph("New."))))
    assert [one.text for one in opened(file).paragraphs] == ["Paper", "New."]
    pictures = [name for name in zipfile.ZipFile(io.BytesIO(file)).namelist() if "media/" in name]
    assert len(pictures) == 1  # the crest alone


def test_each_ordered_list_counts_from_one_in_a_file_without_lists() -> None:
    one = ListBlock(((paragraph("a"),), (paragraph("b"),)), ordered=True)
    file = made(council_file(no_lists=True), Document("Paper", (one, paragraph("between"), one)))
    body = member(file, "word/document.xml")
    assert len(set(re.findall(rb'<w:numId w:val="([1-9]\d*)"', body))) == 2
    assert b"startOverride" in member(file, "word/numbering.xml")


def test_numbers_of_ours_stand_alone_where_the_councils_styles_number_themselves() -> None:
    document = Document(
        "Paper", (heading(1, "Paper"), heading(2, "Reason", number="1."), paragraph("New.", number="1.1"))
    )
    file = opened(made(council_file(numbered=True), document))
    numbers = [one._p.pPr.numPr.numId.val if one._p.pPr.numPr is not None else None for one in file.paragraphs]
    assert [one.text for one in file.paragraphs] == ["Paper", "1.\tReason", "1.1\tNew."]
    assert numbers == [0, 0, 0]


def test_the_same_paper_gives_the_same_bytes() -> None:
    base = council_file()
    assert made(base) == made(base)


def test_a_lock_a_template_elsewhere_and_a_data_source_are_not_handed_on() -> None:
    lock = b'<w:documentProtection w:edit="readOnly" w:enforcement="1"/><w:mailMerge/></w:settings>'
    base = with_member(council_file(), "word/settings.xml", lambda old: old.replace(b"</w:settings>", lock))
    check_base(base)
    settings = member(made(base), "word/settings.xml")
    assert (b"documentProtection" in settings, b"mailMerge" in settings) == (False, False)


IMAGE = b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda file: file[: len(file) // 2], "cut short"),
        (lambda file: with_member(file, "word/embeddings/oleObject1.bin", lambda _old: b"x"), "another program"),
        (
            lambda file: with_member(
                file, "word/styles.xml", lambda old: old.replace(b"<w:styles", b"<!DOCTYPE a><w:styles", 1)
            ),
            "never writes",
        ),
        (
            lambda file: with_member(
                file,
                "word/_rels/document.xml.rels",
                lambda old: old.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rX" '
                    + IMAGE
                    + b' Target="http://a.example/x" TargetMode="External"/></Relationships>',
                ),
            ),
            "from elsewhere",
        ),
        (lambda file: with_member(file, "word/document.xml", lambda _old: b"<w:document"), "no whole Word document"),
    ],
)
def test_a_file_that_could_do_harm_or_is_broken_is_refused(spoil: Callable[[bytes], bytes], says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        check_base(spoil(council_file()))
