"""What no module of ours does: shells, code or templates made of text, weak digests, guessable chance (ASVS 5.0.0)."""

import ast
import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from register.secret import new_secret, new_words

ROOT = Path(__file__).resolve().parent.parent
ROOMS = "cli conflict classifiers dashboards feeds flows outlook register reports territory".split()  # noqa: SIM905
TREES = {path: ast.parse(path.read_text("utf-8")) for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}
SCRIPTS = [path for path in sorted((ROOT / "dashboards" / "static").glob("*.js")) if not path.name.startswith("htmx")]
ENCIPHERING = {"cryptography", "Crypto", "nacl", "OpenSSL", "jwcrypto"}
CHANCE = {"seed", "SystemRandom", "Random"}


def calls() -> Iterator[tuple[Path, str, ast.Call]]:
    """Every call, with the name it is made by: `subprocess.run`."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, ast.unparse(node.func), node


def imported() -> Iterator[tuple[Path, str]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((path, one.name) for one in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield path, node.module or ""


def test_no_command_goes_through_a_shell() -> None:
    assert not [
        (path.name, name)
        for path, name, node in calls()
        if name in ("os.system", "os.popen") or any(one.arg == "shell" for one in node.keywords)
    ]


def test_nothing_is_run_that_was_made_of_text() -> None:
    assert not [(path.name, name) for path, name, _ in calls() if name in ("eval", "exec", "compile", "__import__")]
    for path in SCRIPTS:
        text = path.read_text("utf-8")
        assert not re.search(r"\beval\(|new Function|setTimeout\(\s*[\"'`]|document\.write", text), path.name


def test_no_template_is_made_of_text() -> None:
    made = {"from_string", "Template", "jinja2.Template", "Markup", "markupsafe.Markup"}
    assert not [(path.name, name) for path, name, _ in calls() if name in made or name.endswith(".from_string")]
    for page in sorted((ROOT / "dashboards" / "templates").iterdir()):
        assert not re.search(r"\|\s*safe\b|autoescape false", page.read_text("utf-8")), page.name


def test_no_weak_digest_is_used() -> None:
    assert not [
        (path.name, name)
        for path, name, _ in calls()
        if re.search(r"\b(md5|md4|sha1|sha224|crc32)$", name) and not name.endswith("zlib.crc32")
    ]


def test_only_known_libraries_are_asked_for_cryptography() -> None:
    assert not [(path.name, name) for path, name in imported() if name.partition(".")[0] in ENCIPHERING]


def test_chance_that_opens_a_door_comes_from_the_system() -> None:
    doors = [path for path, name in imported() if name == "random" and path.parts[-2] in ("dashboards", "commands")]
    assert not doors
    assert not [path for path, name in imported() if name == "random" and path.name in ("secret.py", "journal_key.py")]
    assert len({new_secret() for _ in range(200)}) == len({new_words() for _ in range(200)}) == 200
    assert len(new_secret()) >= 43  # 256 bits
    assert len(new_words().replace("-", "")) == 24  # of 31 signs: 119 bits


def test_tls_begins_at_1_2() -> None:
    assert ssl.create_default_context().minimum_version >= ssl.TLSVersion.TLSv1_2
    lowered = [
        (path.name, node.attr)
        for path, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("TLSv1", "TLSv1_1", "CERT_NONE", "_create_unverified_context")
    ]
    assert not lowered


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_listens_to_other_windows(path: Path) -> None:
    text = path.read_text("utf-8")
    listens = re.findall(r"\b(\w+)\.addEventListener\(\s*[\"']message[\"']", text)
    assert set(listens) <= {"navigator", "serviceWorker", "self"}
    assert "postMessage(" not in text or "serviceWorker" in text
    assert "WebSocket" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_writes_to_a_prototype(path: Path) -> None:
    assert not re.search(
        r"__proto__|\.prototype(\.\w+|\[[^\]]*\])\s*=[^=]|Object\.assign\(\s*\w+\s*,\s*JSON", path.read_text("utf-8")
    )


def test_there_is_no_web_socket() -> None:
    assert not [(path.name, name) for path, name, _ in calls() if "websocket" in name.lower()]
