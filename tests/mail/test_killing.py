"""Killing a worker at any moment loses no mail and sends none twice. Real processes, really killed."""

from __future__ import annotations

import signal
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from tests.mail.installation import Installation, installation_in
from tests.mail.server import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
MAILS, KILLS = 40, 16

QUEUE = """
from django.db import transaction
from fingerpost.mail.services import NewMail, queue_many
with transaction.atomic():
    queue_many(NewMail(key=str(n), kind="request", subject=f"Subject {n}", text="Text", to=f"p{n}@example.org")
               for n in range(%d))
"""

# Two workers at once, killed after a random while; a machine so quick that they had ended gets a shorter while. Then
# somebody settles what they left and adds new mails, and two others begin; nobody waits for the time of the next try
# here. The last two are let to end.
ROUNDS_OF_KILLING = """
import random, signal, time
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from fingerpost.mail import delivery
from fingerpost.mail.models import Message
from fingerpost.mail.services import NewMail, queue_many

def in_a_process(work):
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return child

def prepare(number):
    delivery.settle(lease=timedelta(0))
    Message.objects.filter(state="queued").update(not_before=timezone.now())
    with transaction.atomic():
        queue_many(NewMail(key=f"{number}-{n}", kind="request", subject=f"Subject {n}", text="Text",
                           to=f"p{n}@example.org") for n in range(%(mails)d))

def ended(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

codes, longest = [], %(longest)s
for number in range(%(kills)d * 5):
    last = codes.count(-signal.SIGKILL) >= %(kills)d
    assert ended(in_a_process(lambda: prepare(number))) == 0
    workers = [in_a_process(delivery.deliver) for _worker in range(2)]
    for worker in workers:
        if not last:
            time.sleep(random.uniform(0, longest))
            os.kill(worker, signal.SIGKILL)
    now = [ended(worker) for worker in workers]
    codes += now
    if last:
        break
    if 0 in now:
        longest *= 0.7
print(json.dumps(codes))
"""

DELIVER = """
from django.conf import settings
settings.EMAIL_BACKEND = "tests.mail.killed.%s"
from fingerpost.mail import delivery
delivery.deliver()
"""

SETTLE_AND_DELIVER = """
from datetime import timedelta
from django.utils import timezone
from fingerpost.mail import delivery
from fingerpost.mail.models import Message
delivery.settle(lease=timedelta(0))
Message.objects.filter(state="queued").update(not_before=timezone.now())
delivery.deliver()
"""

STATES = """
from fingerpost.mail.models import Message
print(json.dumps(dict(Message.objects.values_list("message_id", "state"))))
"""


def in_spool(folder: Path) -> Counter[str]:
    """How often each mail is there, by Message-ID."""
    found = [message_from_bytes(path.read_bytes()) for path in (folder / "mail").glob("*.eml")]
    return Counter(str(message["Message-ID"]) for message in found)


def killed(codes: list[int]) -> int:
    return codes.count(-signal.SIGKILL)


def installation_with(number: int, folder: Path, **settings: str) -> Installation:
    made = installation_in(folder, **settings)
    made.run(QUEUE % number)
    return made


def test_two_workers_killed_again_and_again_put_each_mail_in_the_spool_once(tmp_path: Path) -> None:
    installation = installation_in(tmp_path)
    codes = installation.run(ROUNDS_OF_KILLING % {"mails": MAILS, "kills": KILLS, "longest": 0.15})
    states = installation.run(STATES)
    assert killed(codes) >= KILLS
    assert Counter(states.values()) == {"sent": MAILS * len(codes) // 2}
    assert in_spool(tmp_path) == dict.fromkeys(states, 1)


def test_two_workers_killed_again_and_again_give_no_mail_to_a_server_twice(tmp_path: Path) -> None:
    with mail_server(seconds=0.004) as server:
        url = f"smtp://127.0.0.1:{server.port}"
        installation = installation_in(tmp_path, FINGERPOST_EMAIL_URL=url)
        codes = installation.run(ROUNDS_OF_KILLING % {"mails": MAILS, "kills": KILLS, "longest": 0.15})
    states, received = installation.run(STATES), Counter(server.received)
    assert killed(codes) >= KILLS
    assert set(received.values()) == {1}
    assert set(states.values()) <= {"sent", "in-doubt"}
    assert {name for name, state in states.items() if state == "sent"} <= set(received)
    assert set(received) <= set(states)


@pytest.mark.parametrize("moment", ["BeforeSpool", "WithinSpool", "AfterSpool"])
def test_killed_at_a_chosen_moment_the_mail_is_in_the_spool_once(moment: str, tmp_path: Path) -> None:
    installation = installation_with(1, tmp_path)
    assert installation.start(DELIVER % moment).wait() == -signal.SIGKILL
    assert list(installation.run(STATES).values()) == ["sending"]
    installation.run(SETTLE_AND_DELIVER)
    states = installation.run(STATES)
    assert list(states.values()) == ["sent"]
    assert in_spool(tmp_path) == dict.fromkeys(states, 1)


@pytest.mark.parametrize(("moment", "times"), [("BeforeServer", 0), ("AfterServer", 1)])
def test_killed_at_a_chosen_moment_the_mail_to_a_server_is_in_doubt(moment: str, times: int, tmp_path: Path) -> None:
    with mail_server() as server:
        installation = installation_with(1, tmp_path, FINGERPOST_EMAIL_URL=f"smtp://127.0.0.1:{server.port}")
        assert installation.start(DELIVER % moment).wait() == -signal.SIGKILL
        installation.run(SETTLE_AND_DELIVER)
    states: dict[str, Any] = installation.run(STATES)
    assert (list(states.values()), len(server.received)) == (["in-doubt"], times)
