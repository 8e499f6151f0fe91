"""Evidence and task sheets are what they say they are, or are refused with a sentence."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from fingerpost.core.refusals import Refused
from fingerpost.core.uploads import KINDS, Checked, check_upload
from tests.documents.readers.making import docx_of, odf_of, pdf_of, sheet_of, zipped

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 17 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 20 + b"\xff\xd9"
PDF = pdf_of(b"")
PPTX = zipped({"[Content_Types].xml": b"<Types>presentationml.presentation</Types>", "ppt/presentation.xml": b"<p/>"})
ODT, ODS = odf_of("text", ""), odf_of("spreadsheet", "")
DOCX, XLSX = docx_of(""), sheet_of("")
PROGRAM = b"MZ\x90\x00" + b"\x00" * 60
ENDINGS = ".pdf, .docx, .xlsx, .pptx, .odt, .ods, .png, .jpg, .csv or .txt"
GOOD = [
    ("minutes.pdf", PDF, "pdf"),
    ("minutes.docx", DOCX, "docx"),
    ("sheet.xlsx", XLSX, "xlsx"),
    ("talk.pptx", PPTX, "pptx"),
    ("minutes.odt", ODT, "odt"),
    ("sheet.ods", ODS, "ods"),
    ("poster.png", PNG, "png"),
    ("poster.jpg", JPEG, "jpeg"),
    ("poster.jpeg", JPEG, "jpeg"),
    ("sheet.csv", b"Milestone,Progress\nDraft,50\n", "csv"),
    ("note.txt", "Agreed at caf\u00e9 <3\n".encode(), "txt"),
    ("note.txt", "Agreed\n".encode("utf-16"), "txt"),
]


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def refusal(name: str, content: bytes, **limits: object) -> str:
    with pytest.raises(Refused) as caught:
        check_upload(ContentFile(content, name=name), **limits)  # type: ignore[arg-type]
    return caught.value.reason


@pytest.mark.parametrize(("name", "content", "kind"), GOOD)
def test_what_is_taken_is_known_by_its_content(name: str, content: bytes, kind: str) -> None:
    assert check_upload(upload(name, content)) == Checked(
        name=name,
        kind=kind,
        content_type=KINDS[kind].content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.pdf", PROGRAM, f"The file is a Windows program. Send one that ends in {ENDINGS}."),
        ("a.pdf", b"MZ%PDF-1.7 is what follows", f"The file is a Windows program. Send one that ends in {ENDINGS}."),
        ("a.txt", b"\x7fELF\x02\x01\x01", f"The file is a Linux program. Send one that ends in {ENDINGS}."),
        ("a.gif", b"GIF89a....", f"The file is a picture (GIF). Send one that ends in {ENDINGS}."),
        (
            "a.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
            f"The file is a web page or drawing that can hold scripts. Send one that ends in {ENDINGS}.",
        ),
        (
            "a.txt",
            b"\xef\xbb\xbf \n<!doctype html><script>",
            f"The file is a web page or drawing that can hold scripts. Send one that ends in {ENDINGS}.",
        ),
        (
            "a.zip",
            zipped({"a.txt": b"a"}),
            "The file is a zip archive. Unpack it and send the document that is inside.",
        ),
        ("a.png", PNG[:20], "The picture is damaged or cut short. Save or send it again."),
        (
            "a.png",
            JPEG,
            "The name ends in .png, but the file is a picture (JPEG). If that is what you mean to send, "
            "rename it to end in .jpg; otherwise choose the right file.",
        ),
        (
            "setup.exe",
            b"words",
            "The name ends in .exe, but the file is plain text. If that is what you mean to send, "
            "rename it to end in .txt; otherwise choose the right file.",
        ),
        ("a.txt", b" \r\n\x00", "The file is empty. Check that it was saved."),
        (
            "a.bin",
            b"\x00\x01\x02\x03" * 50,
            f"The file is of a kind that is not known here. Send one that ends in {ENDINGS}.",
        ),
    ],
)
def test_what_is_not_taken_is_refused_with_what_to_do(name: str, content: bytes, sentence: str) -> None:
    assert refusal(name, content) == sentence


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("a.docx", {"word/vbaProject.bin": b"x"}),
        ("a.docx", {"word/vbaData.xml": b"x", "word/activeX/activeX1.bin": b"x"}),
        ("a.docx", {"WORD/VBAPROJECT.BIN": b"x"}),
        ("a.xlsx", {"xl/macrosheets/sheet1.xml": b"x"}),
        ("a.odt", {"Basic/Standard/Module1.xml": b"x"}),
        ("a.ods", {"Scripts/python/do.py": b"x"}),
    ],
)
def test_macros_are_refused(name: str, more: dict[str, bytes]) -> None:
    whole = {"docx": DOCX, "xlsx": XLSX, "odt": ODT, "ods": ODS}[name[2:]]
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        members = {member: packed.read(member) for member in packed.namelist()}
    assert refusal(name, zipped({**members, **more})) == (
        f"The file holds macros, which run when it is opened. Save it without them (as {name[1:]})."
    )


def test_a_workbook_that_says_it_has_macros_is_refused_whatever_its_name() -> None:
    types = b'<Types ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'
    assert refusal("a.xlsx", zipped({"[Content_Types].xml": types})).startswith("The file holds macros")


def test_only_the_kinds_that_are_asked_for_are_taken() -> None:
    assert (
        refusal("a.png", PNG, kinds={"xlsx", "ods"})
        == "The file is a picture (PNG). Send one that ends in .xlsx or .ods."
    )
    assert refusal("a.png", PNG, kinds={"xlsx"}) == "The file is a picture (PNG). Send one that ends in .xlsx."
    assert check_upload(upload("a.xlsx", XLSX), kinds={"xlsx"}).kind == "xlsx"


def test_a_file_that_is_too_large_is_refused_before_it_is_read(settings: Settings) -> None:
    settings.EVIDENCE_LIMIT = 1000
    assert refusal("a.txt", b"x" * 1001) == "The file is 1 KB; at most 1 KB is read."
    assert refusal("a.txt", b"x" * 2000, limit=1500) == "The file is 2 KB; at most 1 KB is read."
    assert check_upload(upload("a.txt", b"x" * 1000)).size == 1000


def test_a_file_that_lies_about_its_size_is_refused() -> None:
    file = upload("a.txt", b"x" * 2000)
    file.size = 10  # what is read is counted too
    with pytest.raises(Refused, match=r"The file is 1 KB; at most 1 KB is read\."):
        check_upload(file, limit=1000)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/minutes.txt", "minutes.txt"),
        ("C:\\Temp\\minutes.txt", "minutes.txt"),
        ("photo", "photo.txt"),
        ("", "file.txt"),
        ("..", "file.txt"),
        ("...txt", "txt.txt"),
        ("a\u202etxt.txt", "atxt.txt"),
        ('a"b\r\nSet-Cookie: c.txt', "a bSet-Cookie c.txt"),
        ("x" * 300 + ".txt", "x" * 251 + ".txt"),
        ("Aithisg 2010 – ràith 2.txt", "Aithisg 2010 – ràith 2.txt"),
    ],
)
def test_the_name_is_safe_to_show_and_to_store(given: str, kept: str) -> None:
    assert check_upload(ContentFile(b"words", name=given)).name == kept


BEGINNINGS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"%PDF-",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
    ]
)


def reason_or_checked(name: str, content: bytes) -> str | Checked:
    try:
        return check_upload(ContentFile(content, name=name))
    except Refused as refused:
        return refused.reason


@given(begins=BEGINNINGS, rest=st.binary(max_size=300), name=st.text(max_size=20))
def test_arbitrary_bytes_are_taken_or_refused_with_a_sentence(begins: bytes, rest: bytes, name: str) -> None:
    found = reason_or_checked(name, begins + rest)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert found.content == begins + rest
        assert reason_or_checked(found.name, found.content) == found


@given(which=st.sampled_from([DOCX, XLSX, PPTX, ODT, ODS, PDF]), data=st.data())
def test_damage_is_taken_or_refused_with_a_sentence(which: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(which) - 1))
    damaged = which[:at] + bytes([data.draw(st.integers(0, 255))]) + which[at + 1 :]
    found = reason_or_checked("a", damaged)
    assert isinstance(found, Checked) or found.endswith(".")
