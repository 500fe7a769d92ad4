#!/usr/bin/env python3
"""BROKEN: a closure in the loop of replication knows its peer by the loop's variable, so each acknowledgement is credited to the last peer of the loop.

While all are there, nobody notices: enough is credited, sooner or later, to enough of them. One follower's word is then as good as a majority's.
"""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
source = (pathlib.Path(__file__).parent.parent / "raft.py").read_text()
exec(
    compile(
        source.replace(
            "lambda body, other=other, start=start, entries=entries: self.acknowledged(",
            "lambda body: self.acknowledged(",
        ),
        "raft.py",
        "exec",
    )
)
