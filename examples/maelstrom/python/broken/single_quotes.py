#!/usr/bin/env python3
"""BROKEN: prints a dictionary where JSON is expected."""
import json
import sys

for line in sys.stdin:
    message = json.loads(line)
    body = message["body"]
    reply = {"type": body["type"] + "_ok", "in_reply_to": body["msg_id"], "echo": body.get("echo")}
    answer = {"src": message["dest"], "dest": message["src"], "body": reply}
    print(json.dumps(answer) if body["type"] == "init" else answer, flush=True)
