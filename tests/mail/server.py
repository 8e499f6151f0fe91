"""A mail server on this machine that says what it is told to say."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import Any

from aiosmtpd.controller import Controller

OK = "250 OK"


@dataclass
class Server:
    """What arrived, by Message-ID, and what the server answers to a recipient and to the words of a mail."""

    received: list[str] = field(default_factory=list)
    connections: int = 0
    to_recipient: str = OK
    to_words: str = OK
    seconds: float = 0
    breaks: bool = False
    port: int = 0

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, said: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return said

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.to_recipient == OK:
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self.seconds / 2)
        if self.to_words == OK:
            self.received.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        await asyncio.sleep(self.seconds / 2)
        if self.breaks:
            server.transport.close()
        return self.to_words


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def mail_server(**answers: Any) -> Iterator[Server]:
    server = Server(port=free_port(), **answers)
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
