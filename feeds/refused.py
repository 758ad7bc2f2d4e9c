"""How a step of a fetch says that the world went wrong: with the one outcome that the attempt will carry."""

from conflict.codebook import FetchOutcome


class Refused(Exception):
    """The attempt ends here with this outcome; `detail` is English, for the log, without text of the answer."""

    def __init__(self, outcome: FetchOutcome, detail: str) -> None:
        """Keep the outcome and its cause."""
        super().__init__(f"{outcome.value}: {detail}")
        self.outcome = outcome
        self.detail = detail


class Blocked(Refused):
    """The address may not be contacted."""
