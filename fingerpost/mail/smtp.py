"""Mails by SMTP. It knows, when a connection breaks, whether the mail may have gone out all the same."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Watched:
    """A connection that notes when the words of a mail begin to go out: from there on the server may have them."""

    begun = False

    def mail(self, *args: Any, **options: Any) -> Any:
        self.begun = False
        return super().mail(*args, **options)  # type: ignore[misc]

    def data(self, msg: Any) -> Any:
        self.begun = True
        return super().data(msg)  # type: ignore[misc]


class Plain(Watched, smtplib.SMTP):
    pass


class Encrypted(Watched, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Encrypted if self.use_ssl else Plain

    @property
    def may_have_gone(self) -> bool:
        """Whether the latest mail may have reached the server although there was no answer."""
        return bool(self.connection and getattr(self.connection, "begun", True))
