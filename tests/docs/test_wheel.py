"""What is installed elsewhere is whole: the wheel carries migrations, data and licence, finds them, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts}


def test_it_holds_the_package_with_its_data_and_the_migrations(installed):
    assert files(installed / "challenge_api") == files(ROOT / "src" / "challenge_api") | {
        f"migrations/{path}" for path in files(ROOT / "migrations")
    }


def test_it_holds_the_licence_and_nothing_but_the_package(installed):
    (about,) = installed.glob("*.dist-info")
    assert {path.name for path in installed.iterdir()} == {"challenge_api", about.name}
    assert (about / "licenses" / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


def test_it_migrates_an_empty_database_with_its_own_migrations(installed, tmp_path):
    script = (
        "import challenge_api; from challenge_api.history.database import Database, migrations; "
        "database = Database('sqlite:///new.db'); database.migrate(); assert database.is_migrated(); "
        "print(challenge_api.__file__, migrations(), sep='\\n')"
    )
    environment = {"PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert [Path(line).is_relative_to(installed) for line in done.stdout.splitlines()] == [True, True]
