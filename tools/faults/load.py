"""Clients as they should be: each move with an Idempotency-Key, sent again with the same key until it is answered.

What they were told is written down, for it is what must be there in the end. A client that lost its answer does not know whether
its move counts; sent again with its key, it must get the first answer if it did, and have its one effect if it did not.
"""

import copy
import json
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final

import httpx

from challenge_api.challenges.routes import EXAMPLES
from challenge_api.demo_authority import AUTHORITY

_PAUSE_SECONDS: Final = 0.1
_TIMEOUT_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Request:
    """A move as it is sent, as often as needed."""

    path: str
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A move that was answered with success, and the answer: where its event is in the log, and what else was said."""

    request: Request
    position: int
    leaf: str
    answer: tuple[str, str, bytes]
    """Location, ETag and a hash of the body: what a repetition must be answered with."""

    @classmethod
    def of(cls, request: Request, answer: httpx.Response) -> "Acknowledged":
        """Read it off the answer."""
        said = answer.headers
        told = (said["Location"], said["ETag"], sha256(answer.content).digest())
        return cls(request, int(said["Log-Position"]), said["Log-Leaf-Hash"], told)


@dataclass
class Ledger:
    """What all clients together were told."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    in_doubt: int = 0
    """Moves whose answer was lost with the connection."""
    had_happened: int = 0
    """Of those, the ones that had been recorded: the repetition got the first answer."""
    unavailable: int = 0
    """Times that the service said it cannot answer now (503)."""
    surprises: list[str] = field(default_factory=list)
    """Answers that must not be."""
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)
    """Set when nobody will answer any more."""

    def note(self, one: Acknowledged, *, doubted: bool, replayed: bool) -> None:
        """Write down an answer."""
        with self.lock:
            self.acknowledged.append(one)
            self.in_doubt += doubted
            self.had_happened += doubted and replayed
            if replayed and not doubted:
                self.surprises.append(f"{one.request.path}: answered as repeated, and was sent once")

    def surprise(self, what: str) -> None:
        """Write down what must not be."""
        with self.lock:
            self.surprises.append(what)


class Stopped(Exception):
    """A client gives up: something that must not be was answered."""


class Client:
    """Sends over one connection, and again over the next when that breaks."""

    def __init__(self, address: Callable[[], str], ledger: Ledger) -> None:
        """Prepare; `address` is asked before each try, so that a client moves on to another process."""
        self._address, self._ledger = address, ledger
        self._http = httpx.Client(timeout=_TIMEOUT_SECONDS)

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def moves(self, request: Request) -> Acknowledged:
        """Send a move until it is answered with success; raises Stopped on an answer that must not be."""
        doubted = False
        while True:
            answer, lost = self._once("POST", request.path, request.headers, request.body)
            doubted |= lost
            if answer is None:
                if self._ledger.over.wait(_PAUSE_SECONDS):
                    raise Stopped
                continue
            if answer.status_code != 201:
                self._ledger.surprise(f"{request.path}: {answer.status_code} {answer.text[:500]}")
                raise Stopped
            one = Acknowledged.of(request, answer)
            self._ledger.note(one, doubted=doubted, replayed="Idempotency-Replayed" in answer.headers)
            return one

    def gets(self, path: str, headers: dict[str, str]) -> httpx.Response | None:
        """Read once; None when nobody answers."""
        return self._once("GET", path, headers)[0]

    def _once(self, method: str, path: str, headers: dict[str, str], body: bytes = b"") -> tuple[httpx.Response | None, bool]:
        """Give the answer, if there is one, and whether a request went out that may have had an effect."""
        try:
            answer = self._http.request(method, self._address() + path, headers=headers, content=body)
        except httpx.ConnectError:
            return None, False
        except httpx.TransportError:
            return None, True
        if answer.status_code == 503:
            with self._ledger.lock:
                self._ledger.unavailable += 1
            # also a commit may have been cut off from its answer
            return None, True
        return answer, False


@dataclass
class People:
    """Tokens of those who act."""

    representative: Callable[[int], str]
    staff: str
    auditor: str


class Writer(threading.Thread):
    """Files challenges and moves each through its first states, one move after the other, until it is stopped."""

    def __init__(self, number: int, address: Callable[[], str], ledger: Ledger, people: People, today: str) -> None:
        """Prepare."""
        super().__init__(name=f"writer-{number}", daemon=True)
        self._number, self._today = number, today
        self._client, self._ledger = Client(address, ledger), ledger
        self._group, self._staff = people.representative(number), people.staff
        self._count = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        """Go on until stopped; a move that was begun is brought to its end."""
        try:
            while not self.stopping.is_set():
                self._one_case()
        except Stopped:
            pass
        except Exception as error:
            self._ledger.surprise(f"a client broke: {error!r}")
        finally:
            self._client.close()

    def _one_case(self) -> None:
        submission = copy.deepcopy(dict(EXAMPLES["submit"]))
        submission["contents"]["title"] = f"Challenge {self._count} of writer {self._number}"
        answer = self._moves("/v1/challenges", self._group, submission)
        case = answer.answer[0]
        contact = dict(EXAMPLES["logContact"]) | {"heldOn": self._today}
        for noun, token, body, versioned in (
            ("contacts", self._staff, contact, False),
            ("admission", self._staff, EXAMPLES["admit"], True),
            ("contacts", self._staff, contact, False),
            ("exploration", self._staff, EXAMPLES["explore"], True),
            ("exploration-conclusion", self._staff, EXAMPLES["concludeExploration"] | {"heldOn": self._today}, True),
            ("amendment", self._group, EXAMPLES["amend"], True),
            ("contacts", self._staff, contact, False),
            ("contacts", self._staff, contact, False),
        ):
            if self.stopping.is_set():
                return
            answer = self._moves(f"{case}/{noun}", token, body, answer.answer[1] if versioned else None)

    def _moves(self, path: str, token: str, body: Any, etag: str | None = None) -> Acknowledged:
        self._count += 1
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{self._number}-{self._count}-{secrets.token_hex(8)}",
        }
        if etag is not None:
            headers["If-Match"] = etag
        return self._client.moves(Request(path, json.dumps(body).encode(), headers))


class Poller(threading.Thread):
    """Follows the feed of the authority, and keeps what it saw: positions and leaf hashes, in the order seen."""

    def __init__(self, address: Callable[[], str], ledger: Ledger, people: People) -> None:
        """Prepare."""
        super().__init__(name="poller", daemon=True)
        self._client, self._ledger = Client(address, ledger), ledger
        self._headers = {"Authorization": f"Bearer {people.auditor}"}
        self.seen: list[tuple[int, str]] = []
        self.polls = 0
        self.stopping = threading.Event()

    def run(self) -> None:
        """Read on until stopped, and then until nothing new comes."""
        try:
            while True:
                last = self.stopping.is_set()
                found = self._page()
                if found is None:
                    if self._ledger.over.wait(_PAUSE_SECONDS):
                        return
                elif not found and last:
                    return
                elif not found:
                    time.sleep(0.003)
        except Exception as error:
            self._ledger.surprise(f"the poller broke: {error!r}")
        finally:
            self._client.close()

    def _page(self) -> int | None:
        after = self.seen[-1][0] if self.seen else 0
        answer = self._client.gets(f"/v1/events?authority={AUTHORITY}&after={after}&limit=100", self._headers)
        if answer is None:
            return None
        if answer.status_code != 200:
            raise RuntimeError(f"the feed answers {answer.status_code} {answer.text[:300]}")
        items = answer.json()["items"]
        self.seen += [(each["position"], each["leafHash"]) for each in items]
        self.polls += 1
        return len(items)
