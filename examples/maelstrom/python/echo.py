#!/usr/bin/env python3
"""Sends back what it is sent."""
from node import Node

node = Node()


@node.on("echo")
def echo(body, src):
    return {"type": "echo_ok", "echo": body["echo"]}


node.run()
