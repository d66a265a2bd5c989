#!/usr/bin/python3
"""Calls one method of a cluster on this machine, as any client would, and prints the result as a line of JSON.

    ask.py PORTS [--until EXPRESSION] METHOD PARAMS [SECONDS]

PORTS, separated by commas, are tried in turn. What fails retryably, or is not answered, is sent again within SECONDS
(10). With --until it is asked again until the Python expression over the result `s` holds; else it exits with 1.
"""
import json
import sys
import time

import zmq


def call(port, method, params, seconds):
    """The reply of one broker; None when it does not answer within so many seconds."""
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.setsockopt(zmq.LINGER, 0)
    socket.connect(f"tcp://127.0.0.1:{port}")
    try:
        meta = {"deadline": max(1, int(seconds * 1000))}
        request = {"jsonrpc": "2.0", "id": "1", "method": method, "params": {**params, "_meta": meta}}
        socket.send_string(json.dumps(request))
        return json.loads(socket.recv_multipart()[-1]) if socket.poll(int(seconds * 1000)) else None
    finally:
        socket.close()


def main(arguments):
    ports = arguments.pop(0).split(",")
    condition = None
    if arguments[0] == "--until":
        condition = compile(" ".join(arguments[1].split()), "--until", "eval")
        del arguments[:2]
    method, params = arguments[0], json.loads(arguments[1])
    end = time.monotonic() + (float(arguments[2]) if len(arguments) > 2 else 10)
    last = None
    while (left := end - time.monotonic()) > 0:
        reply = call(ports[0], method, params, min(left, 5))
        if reply is None or "error" in reply:
            last = reply or last
            if reply and not reply["error"]["data"]["retryable"]:
                break
            ports.append(ports.pop(0))
        else:
            last = reply["result"]
            if condition is None or eval(condition, {"s": last}):
                print(json.dumps(last, ensure_ascii=False))
                return 0
        time.sleep(0.1)
    print(json.dumps(last, ensure_ascii=False))
    return 1


sys.exit(main(sys.argv[1:]))
