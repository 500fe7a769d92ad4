#!/usr/bin/env python3
"""A linearizable store on Raft (Ongaro and Ousterhout, 2014): elections, a replicated log, commitment by majority. For lin-kv.

Everything, reads too, goes through the log, so a leader that was deposed without knowing it answers nothing. State is kept in memory: a node
must not be killed and come back. Who becomes leader says so on standard error, where faults of the leader look for it.
"""
import random
import sys
import time

from node import Node, Refusal

ELECTION_S = 0.6
HEARTBEAT_S = 0.1
# Whoever lacks something is sent it, and sent it again, as often as this.
RESEND_S = 0.03
ENTRIES_MAX = 64
STEP_DOWN_S = 1.5

node = Node()


def log(words):
    print(words, file=sys.stderr, flush=True)


class Raft:
    def __init__(self):
        self.role = "follower"
        self.term = 0
        self.voted_for = None
        self.leader = None
        self.votes = set()
        # The first entry stands before everything, so that there is always a last one.
        self.log = [{"term": 0, "request": None}]
        self.commit = 0
        self.applied = 0
        self.state = {}
        self.next = {}
        self.match = {}
        self.heard = {}
        self.deadline = 0
        self.sent = {}
        self.waiting = {}
        self.postpone()

    def postpone(self):
        self.deadline = time.monotonic() + ELECTION_S * (1 + random.random())

    # Roles

    def follow(self, term, leader=None):
        if self.role == "leader":
            log(f"stepped down in term {self.term}")
        if term > self.term:
            self.term, self.voted_for = term, None
        self.role, self.leader = "follower", leader
        self.postpone()

    def campaign(self):
        self.term += 1
        self.role, self.voted_for, self.leader = "candidate", node.id, None
        self.votes = {node.id}
        self.postpone()
        last = len(self.log) - 1
        request = {"type": "request_vote", "term": self.term, "last_index": last, "last_term": self.log[last]["term"]}
        for other in node.others:
            node.ask(other, request, self.counted(other, self.term))
        self.maybe_lead()

    def counted(self, other, term):
        def then(body):
            if body.get("term", 0) > self.term:
                return self.follow(body["term"])
            if self.role == "candidate" and self.term == term and body.get("granted"):
                self.votes.add(other)
                self.maybe_lead()

        return then

    def maybe_lead(self):
        if self.role != "candidate" or len(self.votes) <= len(node.all) // 2:
            return
        self.role, self.leader = "leader", node.id
        log(f"became leader for term {self.term}")
        now = time.monotonic()
        self.next = {other: len(self.log) for other in node.others}
        self.match = {other: 0 for other in node.others}
        self.heard = {other: now for other in node.others}
        self.sent = {other: 0 for other in node.others}
        self.replicate()

    # The log

    def replicate(self):
        """Sends to those who lack something what they lack, and to the others, less often, that we are there."""
        now, term = time.monotonic(), self.term
        if self.role != "leader":
            return
        due = [other for other in node.others if now - self.sent[other] >= (RESEND_S if self.next[other] < len(self.log) else HEARTBEAT_S)]
        # Whoever lacks least comes first: that is who completes a majority soonest.
        for other in sorted(due, key=lambda other: self.next[other], reverse=True):
            start = self.next[other]
            entries = self.log[start : start + ENTRIES_MAX]
            request = {
                "type": "append_entries",
                "term": term,
                "previous_index": start - 1,
                "previous_term": self.log[start - 1]["term"],
                "entries": entries,
                "commit": self.commit,
            }
            self.sent[other] = now
            node.ask(other, request, lambda body, other=other, start=start, entries=entries: self.acknowledged(other, start, entries, term, body))
        self.advance()

    def acknowledged(self, other, start, entries, term, body):
        if body.get("term", 0) > self.term:
            return self.follow(body["term"])
        if self.role != "leader" or self.term != term or body["type"] == "error":
            return
        self.heard[other] = time.monotonic()
        if body["success"]:
            self.match[other] = max(self.match[other], start + len(entries) - 1)
            self.next[other] = max(self.next[other], start + len(entries))
            self.advance()
        else:
            self.next[other] = max(1, min(self.next[other] - 1, body["last_index"] + 1))

    def advance(self):
        """What a majority has, and is of our own term, is committed (section 5.4.2)."""
        if self.role == "leader":
            middle = sorted([*self.match.values(), len(self.log) - 1], reverse=True)[len(node.all) // 2]
            if middle > self.commit and self.log[middle]["term"] == self.term:
                self.commit = middle
        while self.applied < self.commit:
            self.applied += 1
            self.apply(self.applied)

    def apply(self, index):
        request = self.log[index]["request"]
        reply = answer(self.state, request) if request is not None else None
        client = self.waiting.pop(index, None)
        if client is not None and client["term"] == self.log[index]["term"]:
            node.reply(client["src"], client["body"], reply)

    def tick(self):
        if node.id is None:
            return
        now = time.monotonic()
        if self.role == "leader":
            reached = 1 + sum(1 for at in self.heard.values() if now - at < STEP_DOWN_S)
            if reached <= len(node.all) // 2:
                self.follow(self.term)
        elif now > self.deadline:
            self.campaign()
        self.replicate()


def answer(state, request):
    key = str(request["key"])
    if request["type"] == "read":
        return {"type": "read_ok", "value": state[key]} if key in state else error(20, "not there")
    if request["type"] == "write":
        state[key] = request["value"]
        return {"type": "write_ok"}
    if key not in state:
        return error(20, "not there")
    if state[key] != request["from"]:
        return error(22, "another value")
    state[key] = request["to"]
    return {"type": "cas_ok"}


def error(code, text):
    return {"type": "error", "code": code, "text": text}


raft = Raft()


@node.on("request_vote")
def request_vote(body, src):
    if body["term"] > raft.term:
        raft.follow(body["term"])
    last = len(raft.log) - 1
    is_newer = (body["last_term"], body["last_index"]) >= (raft.log[last]["term"], last)
    granted = body["term"] == raft.term and raft.voted_for in (None, src) and is_newer
    if granted:
        raft.voted_for = src
        raft.postpone()
    return {"type": "vote", "term": raft.term, "granted": granted}


@node.on("append_entries")
def append_entries(body, src):
    if body["term"] < raft.term:
        return {"type": "appended", "term": raft.term, "success": False, "last_index": len(raft.log) - 1}
    raft.follow(body["term"], src)
    previous = body["previous_index"]
    if previous >= len(raft.log) or raft.log[previous]["term"] != body["previous_term"]:
        return {"type": "appended", "term": raft.term, "success": False, "last_index": min(len(raft.log) - 1, previous - 1)}
    for at, entry in enumerate(body["entries"], previous + 1):
        if at < len(raft.log) and raft.log[at]["term"] != entry["term"]:
            del raft.log[at:]
        if at == len(raft.log):
            raft.log.append(entry)
    raft.commit = max(raft.commit, min(body["commit"], previous + len(body["entries"])))
    raft.advance()
    return {"type": "appended", "term": raft.term, "success": True, "last_index": len(raft.log) - 1}


def handle(body, src):
    """The leader writes it down, and answers once it is committed; others pass it on, and the answer back."""
    if raft.role == "leader":
        request = {field: body[field] for field in ("type", "key", "value", "from", "to") if field in body}
        raft.log.append({"term": raft.term, "request": request})
        raft.waiting[len(raft.log) - 1] = {"src": src, "body": body, "term": raft.term}
        raft.replicate()
        return None
    if raft.leader is None or src in node.all:
        raise Refusal(11, "no leader here")
    request = {field: body[field] for field in ("type", "key", "value", "from", "to") if field in body}
    node.ask(raft.leader, request, lambda reply: node.reply(src, body, {field: held for field, held in reply.items() if field not in ("msg_id", "in_reply_to")}))
    return None


for kind in ("read", "write", "cas"):
    node.on(kind)(handle)

node.every(0.02, raft.tick)
node.run()
