"""Processes that are measured: each runs alone on one processor and prints what it measured as JSON."""
import json
import os
import subprocess
import sys


def last_core():
    return max(os.sched_getaffinity(0))


def run(command, core, environment=None):
    """Runs a process on one processor; the last line that it printed, as JSON. Ends this program where it fails."""
    done = subprocess.run(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment,
        preexec_fn=lambda: os.sched_setaffinity(0, {core}))
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stderr.decode()[-2000:]}")
    return json.loads(done.stdout.decode().splitlines()[-1])
