"""
Serves the provider to each Terraform that starts it, as go-plugin does in other providers:
https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md

Terraform starts a provider with each of its commands, and loading Python's packages takes ten times as long as what is
asked of it. So this process has loaded them, and forks for each start.sh that writes into the pipe `requests`.

The framework's own runner isn't used: at StopProvider it ends the server with every request in it, and
it keeps a certificate in the home folder.
"""

import os
import select
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import grpc
from tf.gen import grpc_controller_pb2, grpc_controller_pb2_grpc, tfplugin_pb2_grpc
from tf.provider import ProviderServicer

from provider import FolderProvider

# Terraform asks for 10 things at once, and a stop must be heard besides.
THREADS = 16
# A provider outlives a Terraform that was killed; this long, so that a test can see it.
ORPHAN_SECONDS = 30


class Stoppable(ProviderServicer):
    def StopProvider(self, request, context):
        self.app.stopped.set()
        return super().StopProvider(request, context)


class Controller(grpc_controller_pb2_grpc.GRPCControllerServicer):
    def __init__(self):
        self.shutdown = Event()

    def Shutdown(self, request, context):
        self.shutdown.set()
        return grpc_controller_pb2.Empty()


def serve(start: str, terraform: int) -> None:
    """Serves one Terraform, until that ends it or its start.sh is gone."""
    # Each open waits for start.sh to open the other end, which it does in the same order.
    life = open(f"{start}.in")
    answer = open(f"{start}.out", "w")
    Thread(target=end_with, args=[life], daemon=True).start()

    controller = Controller()
    server = grpc.server(ThreadPoolExecutor(THREADS))
    tfplugin_pb2_grpc.add_ProviderServicer_to_server(Stoppable(FolderProvider()), server)
    grpc_controller_pb2_grpc.add_GRPCControllerServicer_to_server(controller, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"1|6|tcp|127.0.0.1:{port}|grpc", file=answer, flush=True)

    while not controller.shutdown.wait(ORPHAN_SECONDS) and is_running(terraform):
        pass
    # Without waiting for a slow read.
    os._exit(0)


def end_with(pipe) -> None:
    pipe.read()
    os._exit(1)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for_requests(folder: str) -> None:
    # Ctrl-C reaches every process of the terminal; only Terraform decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Nobody asks how they have ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    started_by = os.getppid()
    # Open for writing too, so that it doesn't end between two requests.
    requests = os.open(f"{folder}/requests", os.O_RDWR)
    # A folder that is gone was a test's that has ended.
    while os.getppid() == started_by:
        if not select.select([requests], [], [], 1)[0]:
            continue
        # Each is written at once, so it is whole; several may be read together.
        for request in os.read(requests, select.PIPE_BUF).decode().splitlines():
            process, terraform = request.split()
            if os.fork() == 0:
                serve(f"{folder}/{process}", int(terraform))


wait_for_requests(sys.argv[1])
