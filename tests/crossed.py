"""Two transactions at once, the second begun in the middle of the first.

On SQLite the second waits until the first has ended; on PostgreSQL both are under way.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from sqlalchemy.orm import Session

from register.engine import Register

Work = Callable[[Session], object]


def crossed(register: Register, first: Work, beside: Work, then: Work | None = None) -> Future[object]:
    """Begin `first`, let somebody else begin `beside`, do `then` in the first one's transaction; return the other."""
    begun = threading.Event()

    def other() -> object:
        with register.writing() as session:
            begun.set()
            return beside(session)

    with ThreadPoolExecutor(1) as pool:
        with register.writing() as session:
            first(session)
            done = pool.submit(other)
            begun.wait(0.5)
            time.sleep(0.5)
            if then is not None:
                then(session)
        done.exception()
    return done
