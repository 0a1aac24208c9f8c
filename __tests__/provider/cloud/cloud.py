"""An emulated AWS on a free port, which ends with the process that started it, however that ends.

It is moto with corrections.py and lacking.py, and it forks: each fork is the same AWS on a port of its own, in which a
test changes what it likes. Beside AWS's own requests it answers four: POST /test/fork with the fork's URL, POST
/test/by-hand with what a call of boto3 says, and POST /test/requests with what it was asked; POST /test/end ends it.
"""

import io
import json
import logging
import os
import queue
import re
import signal
import sys
from threading import Lock, Thread
from time import sleep

import boto3
from moto.moto_server.werkzeug_app import MotoRequestHandler
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

import corrections  # Importing it corrects moto.
import found
import lacking

logging.getLogger("werkzeug").setLevel(logging.ERROR)


class Cloud:
    """One AWS of this process, and the URL on which it listens."""

    def __init__(self):
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.forks = queue.Queue()
        self.requests = {}
        self.listen()

    def listen(self):
        # One at a time, so that a conditional put is one step, as in Amazon's S3.
        self.one_at_a_time = Lock()
        server = make_server("127.0.0.1", 0, self.answer, threaded=True, request_handler=MotoRequestHandler)
        self.url = f"http://127.0.0.1:{server.server_port}"
        Thread(target=server.serve_forever, daemon=True).start()
        Thread(target=end_with, args=(os.getppid(),), daemon=True).start()

    def answer(self, environ, start_response):
        path = environ.get("PATH_INFO")
        if path == "/test/fork":
            answer = queue.Queue()
            self.forks.put(answer)
            return Response(answer.get())(environ, start_response)
        if path == "/test/end":
            os._exit(0)
        if path == "/test/requests":
            return Response(json.dumps(list(self.requests.values())))(environ, start_response)
        if path == "/test/by-hand":
            return by_hand(self.url, **Request(environ).get_json())(environ, start_response)
        unknown_to_moto = lacking.answer_of(environ)
        if unknown_to_moto is not None:
            return unknown_to_moto(environ, start_response)
        self.remember(environ)
        with self.one_at_a_time:
            return self.moto(environ, start_response)

    def remember(self, environ):
        """What was asked, each kind of request once; not what a test does by hand."""
        if "Boto3" in environ.get("HTTP_USER_AGENT", ""):
            return
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        environ["wsgi.input"] = io.BytesIO(body)
        target = environ.get("HTTP_X_AMZ_TARGET", "").rpartition(".")[2]
        action = re.match(rb"(?:.*&)?Action=(\w+)", body)
        signed = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", environ.get("HTTP_AUTHORIZATION", ""))
        query = re.sub(r"=[^&]*", "", environ.get("QUERY_STRING", ""))
        request = {
            "method": environ["REQUEST_METHOD"],
            "path": environ["PATH_INFO"] + (f"?{query}" if query else ""),
            "operation": target or (action and action[1].decode()) or None,
            "service": signed and signed[1],
        }
        self.requests[json.dumps(request)] = request

    def fork_when_asked(self):
        """Called by the main thread: a fork has no other, and goes on here."""
        while True:
            answer = self.forks.get()
            reading, writing = os.pipe()
            # While nobody changes anything.
            with self.one_at_a_time:
                child = os.fork()
            if child == 0:
                # The parent's connections are the parent's.
                for descriptor in os.listdir("/proc/self/fd"):
                    if int(descriptor) > 2 and int(descriptor) != writing:
                        try:
                            os.close(int(descriptor))
                        except OSError:
                            pass
                self.forks = queue.Queue()
                self.requests = {}
                self.listen()
                os.write(writing, self.url.encode())
                os.close(writing)
                continue
            os.close(writing)
            with os.fdopen(reading) as url:
                answer.put(url.read())


def by_hand(url, service, operation, region, parameters):
    client = boto3.client(service, region_name=region, endpoint_url=url)
    try:
        return Response(json.dumps(getattr(client, operation)(**parameters), default=str))
    except Exception as error:
        return Response(f"{service} {operation}: {error}", status=400)


def end_with(pid):
    while os.getppid() == pid:
        sleep(1)
    os._exit(0)


signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
cloud = Cloud()
found.put_in(sys.argv[1])
print(f"Running on {cloud.url}", flush=True)
cloud.fork_when_asked()
