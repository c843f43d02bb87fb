"""Witnesses: others who are told of every new checkpoint, sign what they saw, and remember it (C2SP tlog-witness).

What a witness remembers lies where nobody of the authority can change it, so it knows a log that was shortened or forked even
when the kept file was put back together with the database. A witness that says so is believed: the log is refused from then on,
as one that is forked by the service's own checks. A witness that cannot be reached stops nothing.

Beside the thread that signs runs one that tells; moves and signing never wait for it. Only the newest checkpoint of a log is
told: one that was overtaken while a witness was slow is covered by the next.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError

from challenge_api.history.checkpoints import Forked, Log, Published
from challenge_api.history.notes import NotAuthentic, encoded, joined, parted

PATIENCE_SECONDS: Final = 10.0
"""How long a witness may take, and how long is waited after one could not be reached."""

_log = structlog.get_logger("challenge_api.witness")


class Unwilling(Exception):
    """A witness does not sign, for a reason that says nothing of the log."""


@dataclass(slots=True)
class Witness:
    """One witness, and the size of each log that it is known to have seen."""

    url: str
    client: httpx.Client
    seen: dict[str, int] = field(default_factory=dict)

    def asked(self, log: Log, authority: str, published: Published) -> list[tuple[str, bytes]]:
        """Ask for a signature under a checkpoint; give the signatures.

        There are none when the witness has seen a later one, which another process of the service told. Raises Forked when the
        witness knows a log that this is no continuation of, Unwilling when it does not sign for another reason.
        """
        old = min(self.seen.get(authority, 0), published.size)
        for _ in range(2):
            proof = log.consistency(authority, old, published.size) if 0 < old < published.size else ()
            answer = self._post(old, proof, published.note)
            if answer.status_code != httpx.codes.CONFLICT:
                break
            known = answer.text.strip()
            if not (known.isascii() and known.isdigit()):
                raise Unwilling("it answers 409 and no size")
            if int(known) > published.size:
                newest = dict(log.all_newest()).get(authority, published)
                if int(known) > newest.size:
                    raise Forked(authority, f"the witness {self.url} knows {known} events, {newest.size} were signed here")
                return []
            if int(known) == published.size == old:
                raise Forked(authority, f"the witness {self.url} knows another log of {known} events")
            old = int(known)
        if answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
            raise Forked(authority, f"the witness {self.url} knows {old} events that this log does not begin with")
        if answer.status_code != httpx.codes.OK:
            raise Unwilling(f"it answers {answer.status_code}")
        signatures = parted(f"-\n\n{answer.text}")[1]
        self.seen[authority] = published.size
        return signatures

    def _post(self, old: int, proof: Sequence[bytes], note: str) -> httpx.Response:
        lines = "".join(f"{encoded(each)}\n" for each in proof)
        return self.client.post(f"{self.url.rstrip('/')}/add-checkpoint", content=f"old {old}\n{lines}\n{note}".encode())


class Witnesses:
    """The thread that tells them."""

    def __init__(self, log: Log, urls: Sequence[str], client: httpx.Client | None = None) -> None:
        """Prepare; nothing runs yet, and nothing ever without witnesses."""
        made = client or httpx.Client(timeout=PATIENCE_SECONDS, follow_redirects=False)
        self._log, self._witnesses = log, [Witness(url, made) for url in urls]
        self._newest: dict[str, Published] = {}
        self._lock, self._wake, self._stopping = threading.Lock(), threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to tell, with what was signed before: a log that was put back is found out now."""
        if not self._witnesses:
            return
        for authority, published in self._log.all_newest():
            self.tell(authority, published)
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="witnesses", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after what it is at."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    def tell(self, authority: str, published: Published) -> None:
        """Let the witnesses be told of a new checkpoint."""
        with self._lock:
            self._newest[authority] = published
        self._wake.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.wait()
            self._wake.clear()
            if not self._stopping.is_set() and not self.round():
                self._stopping.wait(PATIENCE_SECONDS)
                self._wake.set()

    def round(self) -> bool:
        """Tell every witness of every log that has grown; False when something is left to tell."""
        with self._lock:
            told, self._newest = self._newest, {}
        left = {authority: published for authority, published in told.items() if not self._tell(authority, published)}
        with self._lock:
            self._newest = left | self._newest
        return not left

    def _tell(self, authority: str, published: Published) -> bool:
        signatures: list[tuple[str, bytes]] = []
        done = True
        for witness in self._witnesses:
            try:
                signatures += witness.asked(self._log, authority, published)
            except Forked as fork:
                self._log.refuse(fork)
                _log.critical("log-forked", authority=authority, detail=fork.detail, see="docs/operations.md")
                return True
            except (httpx.HTTPError, SQLAlchemyError, Unwilling, NotAuthentic) as error:
                done = False
                _log.warning("not-witnessed", authority=authority, witness=witness.url, error=str(error) or type(error).__name__)
        if signatures:
            text, own = parted(published.note)
            self._log.keep_witnessed(authority, joined(text, [*own, *signatures]))
        return done
