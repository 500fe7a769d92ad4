#!/usr/bin/env python3
"""Whatever somebody tells one node, all nodes know in the end: neighbours are told again until they have confirmed it."""
from node import Node

node = Node()
known = set()
untold = {}


@node.on("topology")
def topology(body, src):
    for neighbour in body["topology"][node.id]:
        untold[neighbour] = set()
    return {"type": "topology_ok"}


@node.on("broadcast")
def broadcast(body, src):
    learn([body["message"]], None)
    return {"type": "broadcast_ok"}


@node.on("gossip")
def gossip(body, src):
    learn(body["messages"], src)
    return {"type": "gossip_ok", "messages": body["messages"]}


@node.on("read")
def read(body, src):
    return {"type": "read_ok", "messages": sorted(known)}


def learn(messages, source):
    for message in messages:
        if message in known:
            continue
        known.add(message)
        for neighbour, left in untold.items():
            if neighbour != source:
                left.add(message)


def tell():
    for neighbour, left in untold.items():
        if left:
            node.ask(neighbour, {"type": "gossip", "messages": sorted(left)}, confirmed(left))


def confirmed(left):
    return lambda body: left.difference_update(body.get("messages", []))


node.every(0.2, tell)
node.run()
