from __future__ import annotations

import smtplib

import pytest

from fingerpost.mail.verdicts import Verdict, of_refusal


@pytest.mark.parametrize(
    ("fault", "verb", "stop"),
    [
        (smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")}), "bounce", False),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (450, b"busy")}), "put-off", False),
        (smtplib.SMTPRecipientsRefused({"a@example.org": (421, b"closing")}), "put-off", True),
        (smtplib.SMTPDataError(554, b"spam"), "bounce", False),
        (smtplib.SMTPDataError(452, b"no room"), "put-off", False),
        (smtplib.SMTPNotSupportedError("SMTPUTF8 is not supported"), "bounce", False),
        # About us, not about the mail: for an administrator to mend, so that no mail bounces for it.
        (smtplib.SMTPSenderRefused(550, b"not yours", "us@example.org"), "put-off", False),
        (smtplib.SMTPHeloError(550, b"go away"), "put-off", True),
        (smtplib.SMTPAuthenticationError(535, b"wrong password"), "put-off", True),
    ],
)
def test_what_the_server_answers_decides_what_becomes_of_a_mail(fault: Exception, verb: str, stop: bool) -> None:
    verdict = of_refusal(fault, may_have_gone=True)
    assert (verdict.verb, verdict.stop) == (verb, stop)


def test_a_broken_connection_leaves_in_doubt_only_what_may_have_gone() -> None:
    gone = TimeoutError("timed out")
    assert of_refusal(gone, may_have_gone=False) == Verdict("put-off", "The connection broke: timed out")
    assert of_refusal(gone, may_have_gone=True) == Verdict(
        "doubt", "The connection broke while the mail went out: timed out"
    )
