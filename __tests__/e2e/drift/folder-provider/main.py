"""
Serves the provider to the Terraform that started this process, as go-plugin does in other providers:
https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md

The framework's own runner isn't used: at StopProvider it ends the server with every request in it, and
it keeps a certificate in the home folder.
"""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Event

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


def serve() -> None:
    # Ctrl-C reaches every process of the terminal; only Terraform decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    terraform = os.getppid()

    controller = Controller()
    server = grpc.server(ThreadPoolExecutor(THREADS))
    tfplugin_pb2_grpc.add_ProviderServicer_to_server(Stoppable(FolderProvider()), server)
    grpc_controller_pb2_grpc.add_GRPCControllerServicer_to_server(controller, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(f"1|6|tcp|127.0.0.1:{port}|grpc", flush=True)

    while not controller.shutdown.wait(ORPHAN_SECONDS) and os.getppid() == terraform:
        pass
    # Without waiting for a slow read.
    os._exit(0)


serve()
