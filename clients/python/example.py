#!/usr/bin/env python3
"""A complete client: puts a document, waits until it is searchable, finds it. Needs only pyzmq.

    example.py [ENDPOINT ...]        the brokers' client endpoints, tcp://127.0.0.1:5570 unless given
"""
import itertools, json, sys, time, uuid, zmq

endpoints = itertools.cycle(sys.argv[1:] or ["tcp://127.0.0.1:5570"])
numbers = itertools.count(1)


def connect():
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.setsockopt(zmq.LINGER, 0)
    socket.connect(next(endpoints))
    return socket


socket = connect()


def call(method, seconds=30, **params):
    """Asks the next broker when one is silent or cannot: each method used here may be carried out twice."""
    global socket
    number, end = next(numbers), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        params["_meta"] = {"deadline": int(left * 1000)}
        socket.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        while socket.poll(min(left, 2) * 1000):
            reply = json.loads(socket.recv())
            if reply["id"] != number:
                continue  # a late answer to an earlier request
            if "result" in reply:
                return reply["result"]
            if not reply["error"]["data"]["retryable"]:
                sys.exit(f"{method}: {reply['error']['data']['detail']}")
            time.sleep(0.1)
            break
        socket.close()
        socket = connect()
    sys.exit(f"{method}: no answer within {seconds} seconds")


document = {"id": "example-1", "kind": "article", "title": "Chợ phiên Mường Khương", "body": ["Chợ họp vào chủ nhật."]}
# The batch's name lets the cluster recognise it when it is sent again: it has its effect once, whatever happens in between.
put = call("documents.put", batch=str(uuid.uuid4()), documents=[{"document": document}])
print("put:", put["outcomes"][0]["outcome"])

end = time.monotonic() + 10  # seconds; an acknowledged document is searchable within one
while time.monotonic() < end:
    for hit in call("search", query='+"cho phien" muong khuong')["hits"]:
        if hit["id"] == document["id"]:
            sys.exit(print(f"found: {hit['title']}, score {hit['score']:.2f}"))
    time.sleep(0.05)
sys.exit("the document was not searchable within 10 seconds")
