"""moto's server on a free port, which ends with the test run that started it, however that ends."""

import os
from threading import Thread
from time import sleep

from moto.server import main

started_by = os.getppid()


def end_with_the_test_run() -> None:
    while os.getppid() == started_by:
        sleep(1)
    os._exit(0)


Thread(target=end_with_the_test_run, daemon=True).start()
main(["--port", "0"])
