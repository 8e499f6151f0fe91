"""Long work asks here, between one piece and the next, whether it is to stop. The worker's signals say so."""

from __future__ import annotations

from threading import Event

ASKED = Event()
