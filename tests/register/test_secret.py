"""Passwords are hashed a few at a time: a rush of logins waits instead of filling the memory (ASVS 5.0, 2.4)."""

import threading
import time

import pytest

from register import secret


class Slow:
    """A hasher that counts how many use it at once."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.lock = threading.Lock()
        self.together = threading.Event()

    def verify(self, kept: str, password: str) -> bool:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            if self.now > 1:
                self.together.set()
        self.together.wait(30)  # the first one until there is a second: a busy machine starts threads slowly
        time.sleep(0.01)
        with self.lock:
            self.now -= 1
        return True


def test_forty_logins_at_once_are_hashed_four_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Slow()
    monkeypatch.setattr(secret, "_HASHER", hasher)
    threads = [threading.Thread(target=secret.password_matches, args=("x", "clave")) for _ in range(40)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert hasher.now == 0
    assert 1 < hasher.most <= 4


def test_the_processes_of_a_machine_share_the_hashes_it_makes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "_AT_ONCE", secret._AT_ONCE)  # given back at the end
    for processes, most in ((1, 4), (2, 2), (4, 1), (16, 1)):
        hasher = Slow()
        if most == 1:
            hasher.together.set()  # nobody comes to be together with
        monkeypatch.setattr(secret, "_HASHER", hasher)
        secret.share_hashing(processes)
        threads = [threading.Thread(target=secret.password_matches, args=("x", "clave")) for _ in range(12)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(30)
        assert hasher.most <= most, processes
