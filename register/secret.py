"""What opens a door: random secrets, their digests, and Argon2id for passwords."""

import hashlib
import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP Password Storage Cheat Sheet: Argon2id, m=19 MiB, t=2, p=1."""
HASHES_AT_ONCE = 4
"""Of one machine, so that many logins wait for each other instead of filling the memory (OWASP ASVS 5.0.0, 2.4)."""
_AT_ONCE = threading.BoundedSemaphore(HASHES_AT_ONCE)
_NOBODY = _HASHER.hash(secrets.token_hex(16))


def new_secret() -> str:
    """Return a secret of 256 bits for a session or an API token."""
    return secrets.token_urlsafe(32)


def new_words() -> str:
    """Return a secret of 120 bits that a person can type: six groups of four letters and digits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    letters = "".join(secrets.choice(alphabet) for _ in range(24))
    return "-".join(letters[at : at + 4] for at in range(0, 24, 4))


def digest(secret: str) -> str:
    """Return what is kept of a random secret; enough, since it cannot be guessed."""
    return hashlib.sha256(secret.strip().encode("utf-8", "replace")).hexdigest()


def share_hashing(processes: int) -> None:
    """Take this process's part of the hashes that a machine makes at once; one at least, so that nobody waits for ever.

    Called once, before the first entrance: with more processes than HASHES_AT_ONCE there are as many as processes.
    """
    global _AT_ONCE
    _AT_ONCE = threading.BoundedSemaphore(max(1, HASHES_AT_ONCE // processes))


def password_hash(password: str) -> str:
    """Return the Argon2id hash of a password."""
    with _AT_ONCE:
        return _HASHER.hash(_same_bytes(password))


def password_matches(kept: str, password: str) -> bool:
    """Say whether a password is the one that was kept; without one, take as long and say no."""
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _NOBODY, _same_bytes(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Say whether a hash was made with weaker parameters than those of today."""
    return _HASHER.check_needs_rehash(kept)


def _same_bytes(password: str) -> str:
    """Return one form for letters that keyboards send in two (ñ whole, or n and a tilde)."""
    return unicodedata.normalize("NFC", password)
