"""The least that a node needs: messages from standard input, messages to standard output, and replies to those who asked."""
import json
import sys
import threading


class Refusal(Exception):
    """An error that the client is told: the code says whether anything can have happened."""

    def __init__(self, code, text):
        super().__init__(text)
        self.code = code


class Node:
    def __init__(self):
        self.id = None
        self.all = []
        self.others = []
        self.lock = threading.RLock()
        self._handlers = {"init": self._init}
        self._callbacks = {}
        self._last_id = 0

    def on(self, type):
        """Registers a handler: it is given the body and who sent it, and returns the body of the reply, or nothing."""

        def register(handle):
            self._handlers[type] = handle
            return handle

        return register

    def send(self, dest, body):
        with self.lock:
            sys.stdout.write(json.dumps({"src": self.id, "dest": dest, "body": body}) + "\n")
            sys.stdout.flush()

    def ask(self, dest, body, then):
        """Sends a request; `then` is called with the body of the reply, if one comes."""
        with self.lock:
            self._last_id += 1
            self._callbacks[self._last_id] = then
            self.send(dest, {**body, "msg_id": self._last_id})

    def reply(self, src, request, body):
        if body is not None and request.get("msg_id") is not None:
            self.send(src, {**body, "in_reply_to": request["msg_id"]})

    def every(self, seconds, act):
        """Does something again and again, in a thread of its own, one at a time with everything else."""

        def turn():
            while True:
                threading.Event().wait(seconds)
                with self.lock:
                    act()

        threading.Thread(target=turn, daemon=True).start()

    def run(self):
        for line in sys.stdin:
            message = json.loads(line)
            with self.lock:
                self._receive(message["src"], message["body"])

    def _init(self, body, src):
        self.id = body["node_id"]
        self.all = body["node_ids"]
        self.others = [node for node in self.all if node != self.id]
        return {"type": "init_ok"}

    def _receive(self, src, body):
        then = self._callbacks.pop(body.get("in_reply_to"), None)
        if then is not None:
            return then(body)
        handle = self._handlers.get(body["type"])
        if handle is None:
            return self.reply(src, body, {"type": "error", "code": 10, "text": "no " + body["type"]})
        try:
            self.reply(src, body, handle(body, src))
        except Refusal as refusal:
            self.reply(src, body, {"type": "error", "code": refusal.code, "text": str(refusal)})
