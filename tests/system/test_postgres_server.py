"""The PostgreSQL of the tests leaves nothing behind, whatever becomes of who started it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tools import postgres

ROOT = Path(__file__).parents[2]
# what is started in the background of a shell ignores SIGINT, and so would this
SLEEPER = """
import signal, time
from tools.postgres import running
signal.signal(signal.SIGINT, signal.default_int_handler)
with running() as address:
    print(address, flush=True)
    time.sleep(600)
"""


def folder_of(address):
    return Path(address.split("host=")[1])


def processes_of(folder):
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(folder).encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def gone(folder):
    until = time.monotonic() + 20
    while processes_of(folder) and time.monotonic() < until:
        time.sleep(0.05)
    return not processes_of(folder)


def start_elsewhere():
    parent = subprocess.Popen([sys.executable, "-c", SLEEPER], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        return parent, folder_of(parent.stdout.readline().strip())


def test_a_server_answers_and_goes_with_its_folder():
    with postgres.running(settings=("work_mem=8MB",)) as address:
        folder = folder_of(address)
        assert processes_of(folder)
        with psycopg.connect(address.replace("+psycopg", "")) as connection:
            assert connection.execute("SHOW work_mem").fetchone() == ("8MB",)
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert gone(folder)
    assert not folder.exists()


def test_a_server_never_runs_as_root():
    with postgres.running() as address:
        owners = {Path(f"/proc/{pid}").stat().st_uid for pid in processes_of(folder_of(address))}
    assert owners
    assert 0 not in owners


def test_two_servers_do_not_meet():
    with postgres.running() as one, postgres.running() as other:
        assert folder_of(one) != folder_of(other)
        with psycopg.connect(one.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CREATE DATABASE here")
        with psycopg.connect(other.replace("+psycopg", "")) as connection:
            assert connection.execute("SELECT 1 FROM pg_database WHERE datname = 'here'").fetchone() is None


def test_an_error_inside_stops_the_server():
    def fail(address):
        raise LookupError(address)

    with pytest.raises(LookupError) as met, postgres.running() as address:
        fail(address)
    folder = folder_of(str(met.value))
    assert gone(folder)
    assert not folder.exists()


def test_what_does_not_start_says_why():
    with pytest.raises(RuntimeError, match="no_such_setting"), postgres.running(settings=("no_such_setting=1",)):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="a parent's death is signalled on Linux only")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_server_dies_with_whoever_started_it_and_its_folder_is_swept(sign):
    parent, folder = start_elsewhere()
    assert processes_of(folder)
    os.kill(parent.pid, sign)
    parent.wait(20)
    assert gone(folder)
    with postgres.running():
        assert not folder.exists()
