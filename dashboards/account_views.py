"""What the templates of entering and of accounts may know: one frozen dataclass per template."""

from dataclasses import dataclass

from dashboards.keyed import KEY
from dashboards.pages import Frame, Option
from dashboards.when import Moment


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """An invented account of the demo, with the password that everybody may read."""

    login: str
    password: str
    name: str
    what: str


@dataclass(frozen=True, slots=True)
class EnterView:
    """The page of entering. `held` are the fields of a form that came after the session's end, `to` where it goes.

    `files` are the names of its fields in which it brought a file.
    `institution` is the label of the button for those whom a provider vouches for, "" without a provider.
    """

    frame: Frame
    words: str
    login: str
    code_asked: bool
    to: str
    held: tuple[tuple[str, str], ...]
    demo: tuple[DemoLogin, ...]
    institution: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResendView:
    """A form that waited for its writer to come back: nothing is sent until its button is pressed.

    `shown` is what a person wrote or chose, with a label; `files` are fields whose file must be chosen again;
    `trouble` is the sentence of what kept it from being carried out.
    """

    frame: Frame
    to: str
    fields: tuple[tuple[str, str], ...]
    shown: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    trouble: str = ""

    @property
    def once(self) -> bool:
        """Say whether it is carried out once, however often it is sent."""
        return any(name == KEY for name, _ in self.fields)


@dataclass(frozen=True, slots=True)
class PasswordView:
    """The page on which a one-time token becomes a password, or the first administrator's account."""

    frame: Frame
    words: str
    first: bool
    login: str
    name: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One open session of an account."""

    opened: Moment
    seen: Moment
    current: bool


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token for the API."""

    id: int
    label: str
    made: Moment
    used: str
    revoked: bool
    channel: bool


@dataclass(frozen=True, slots=True)
class AccountView:
    """One's own account. `secret_*` are shown once: after making them they cannot be read again."""

    frame: Frame
    login: str
    role: str
    territory: str
    sessions: tuple[SessionLine, ...]
    tokens: tuple[TokenLine, ...]
    totp: bool
    recovery_left: int
    new_totp: str
    new_totp_address: str
    recovery_codes: tuple[str, ...]
    new_token: str
    new_channels: tuple[tuple[str, str], ...]
    saved: str


@dataclass(frozen=True, slots=True)
class UserLine:
    """One account of the administrator's list."""

    id: int
    login: str
    name: str
    office: str
    role: str
    territory: str
    state: str
    active: bool


@dataclass(frozen=True, slots=True)
class UsersView:
    """The administrator's page. `token` is shown once, for the owner of `token_for` to set a password with."""

    frame: Frame
    users: tuple[UserLine, ...]
    roles: tuple[Option, ...]
    departments: tuple[Option, ...]
    offices: tuple[str, ...]
    token: str
    token_for: str
