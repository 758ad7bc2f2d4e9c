"""The server of the schedule answers on loopback, and there only to who knows the word of this start."""

import os
import urllib.error
import urllib.request
from base64 import b64encode
from pathlib import Path

import pytest

from cli.operate import prefect_server
from register.settings import Storage

NAMES = ("PREFECT_SERVER_API_AUTH_STRING", "PREFECT_API_AUTH_STRING")


def answered(address: str, word: str = "") -> int:
    headers = {"Authorization": f"Basic {b64encode(word.encode()).decode()}", "Content-Type": "application/json"}
    asked = urllib.request.Request(address, b"{}", headers if word else {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.timeout(400)
def test_the_schedule_answers_only_to_who_knows_its_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    with prefect_server(Storage("sqlite://", tmp_path), 4377) as api:
        word = os.environ[NAMES[1]]
        assert len(word) > 24
        assert answered(f"{api}/flows/count") == 401
        assert answered(f"{api}/flows/count", "atalaya:otra") == 401
        assert answered(f"{api}/flows/count", word) == 200
