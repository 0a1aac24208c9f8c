"""moto's server on a free port, which ends with the test run that started it, however that ends."""

import os
import signal
from threading import Lock, Thread
from time import sleep

from moto import server

started_by = os.getppid()
one_at_a_time = Lock()


class AtomicApplication(server.DomainDispatcherApplication):
    """S3 in which a conditional put is one step, as in Amazon's.

    moto asks whether there is an object and puts it in two steps, so of two requests at the same time
    both may get the lock of a state.
    """

    def __call__(self, *request):
        with one_at_a_time:
            return super().__call__(*request)


def end_with_the_test_run() -> None:
    while os.getppid() == started_by:
        sleep(1)
    os._exit(0)


# In place of moto's own: whoever is interrupted still gives its lock back here.
server.signal_handler = signal.SIG_IGN
Thread(target=end_with_the_test_run, daemon=True).start()
server.DomainDispatcherApplication = AtomicApplication
server.main(["--port", "0"])
