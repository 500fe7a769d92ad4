"""A set that a few nodes keep together over HTTP, with a bug: whoever is told of a number tells the others once, and answers at once.

POST /add/5 adds, GET /all is everything that this node has heard of. How the others are reached is none of its business: urllib goes by http_proxy.
"""

import json
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT, PEERS = int(sys.argv[1]), sys.argv[2].split(",")
numbers = set()


def whisper(peer, number):
    try:
        urllib.request.urlopen(f"http://{peer}/heard/{number}", data=b"", timeout=1).read()
    except OSError:
        pass  # Whoever is not there does not hear of it, now or later.


class Node(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(sorted(numbers))

    def do_POST(self):
        _, verb, number = self.path.split("/")
        numbers.add(int(number))
        if verb == "add":
            for peer in PEERS:
                threading.Thread(target=whisper, args=(peer, number), daemon=True).start()
        self.answer("heard")

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


ThreadingHTTPServer(("127.0.0.1", PORT), Node).serve_forever()
