"""measure.py OUT.json COMMAND...: runs a command; writes wall and processor seconds and the peak of its tree's memory.

Memory is the largest sum of proportional set sizes (shared pages divided among those who share them) of the command and
all its descendants, sampled ten times a second.
"""

import json
import os
import resource
import subprocess
import sys
import threading
import time


def descendants(root):
    children = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as stat:
                    parent = int(stat.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(name))
    found, todo = [], [root]
    while todo:
        process = todo.pop()
        found.append(process)
        todo.extend(children.get(process, []))
    return found


def tree_bytes(root):
    total = 0
    for process in descendants(root):
        try:
            with open(f"/proc/{process}/smaps_rollup") as rollup:
                total += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) * 1024
        except OSError:
            continue
    return total


started = time.monotonic()
process = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL)
peak, ended = 0, threading.Event()


def sample():
    global peak
    while not ended.wait(0.1):
        peak = max(peak, tree_bytes(process.pid))


sampler = threading.Thread(target=sample)
sampler.start()
code = process.wait()
wall = time.monotonic() - started
ended.set()
sampler.join()
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as out:
    json.dump({"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": peak, "code": code}, out)
sys.exit(code)
