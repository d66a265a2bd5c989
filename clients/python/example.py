#!/usr/bin/env python3
"""A complete client: puts a document, waits until it is searchable, finds it. Needs only pyzmq.

    example.py [ENDPOINT]        the broker's client endpoint, tcp://127.0.0.1:5570 unless given
"""
import itertools, json, sys, time, uuid, zmq

endpoint = sys.argv[1] if len(sys.argv) > 1 else "tcp://127.0.0.1:5570"
socket = zmq.Context().socket(zmq.DEALER)
socket.setsockopt(zmq.LINGER, 0)
socket.connect(endpoint)
numbers = itertools.count(1)


def call(method, seconds=30, **params):
    """Sends the request again every two seconds: each method used here may be carried out twice."""
    number, end = next(numbers), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        params["_meta"] = {"deadline": int(left * 1000)}
        socket.send(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        while socket.poll(min(left, 2) * 1000):
            reply = json.loads(socket.recv())
            if reply["id"] != number:
                continue  # a late answer to an earlier request
            return reply["result"] if "result" in reply else sys.exit(f"{method}: {reply['error']['data']['detail']}")
    sys.exit(f"{method}: no answer from {endpoint} within {seconds} seconds")


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
