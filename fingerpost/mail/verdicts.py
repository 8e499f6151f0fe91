"""What a failed handing over means for the mail."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a mail: `verb` is one of rules.MESSAGE_TRANSITIONS. `stop`: others would fare alike."""

    verb: str
    why: str = ""
    stop: bool = False


def words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)


def no_connection(fault: Exception) -> Verdict:
    """Nobody answers at the mail server, or it does not let us in: nothing was handed over."""
    return Verdict("put-off", _("The mail server cannot be reached: %(fault)s") % {"fault": said(fault)}, stop=True)


def said(fault: Exception) -> str:
    """The server's own words where it said any."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {words(answer)}" for code, answer in fault.recipients.values())
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {words(fault.smtp_error)}"
    return str(fault) or type(fault).__name__


def of_refusal(fault: Exception, *, may_have_gone: bool) -> Verdict:
    """What the server's refusal, or a broken connection, means.

    A 5xx about the recipient or the mail is for good (RFC 5321, 4.2.1). One about us, the sender, is for an
    administrator to mend, so that the mail waits.
    """
    answer = _("The mail server refused it: %(answer)s") % {"answer": said(fault)}
    match fault:
        case smtplib.SMTPHeloError() | smtplib.SMTPConnectError() | smtplib.SMTPAuthenticationError():
            return no_connection(fault)
        case smtplib.SMTPSenderRefused():
            return Verdict("put-off", answer, stop=fault.smtp_code == 421)
        case smtplib.SMTPRecipientsRefused():
            code = min(code for code, _answer in fault.recipients.values())
            return Verdict("bounce" if code >= 500 else "put-off", answer, stop=code == 421)
        case smtplib.SMTPResponseException():
            code = fault.smtp_code
            return Verdict("bounce" if code >= 500 else "put-off", answer, stop=code == 421)
        case smtplib.SMTPNotSupportedError():
            return Verdict("bounce", answer)
    if may_have_gone:
        broke = _("The connection broke while the mail went out: %(fault)s") % {"fault": said(fault)}
        return Verdict("doubt", broke)
    return Verdict("put-off", _("The connection broke: %(fault)s") % {"fault": said(fault)})
