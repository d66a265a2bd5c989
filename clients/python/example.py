#!/usr/bin/env python3
"""A complete client: puts a document, waits until it is searchable, finds it. Needs only pyzmq.

    example.py [ENDPOINT]        the broker's client endpoint, tcp://127.0.0.1:5570 unless given
"""
import itertools, json, sys, time, zmq

socket = zmq.Context().socket(zmq.REQ)
socket.setsockopt(zmq.LINGER, 0)
socket.setsockopt(zmq.REQ_RELAXED, 1)  # a request whose answer is lost may be followed by the next one,
socket.setsockopt(zmq.REQ_CORRELATE, 1)  # and a late answer is not taken for the next one's
socket.connect(sys.argv[1] if len(sys.argv) > 1 else "tcp://127.0.0.1:5570")
numbers = itertools.count(1)


def call(method, seconds=10, **params):
    params["_meta"] = {"deadline": seconds * 1000}
    socket.send_string(json.dumps({"jsonrpc": "2.0", "id": str(next(numbers)), "method": method, "params": params}))
    if not socket.poll(seconds * 1000):
        sys.exit(f"{method}: no answer within {seconds} seconds")
    reply = json.loads(socket.recv())
    return reply["result"] if "result" in reply else sys.exit(f"{method}: {reply['error']['message']}")


document = {"id": "example-1", "kind": "article", "title": "Chợ phiên Bắc Hà", "body": ["Chợ họp vào chủ nhật."]}
print("put:", call("documents.put", documents=[{"document": document}])["outcomes"][0]["outcome"])
call("index.commit")  # makes it searchable now rather than within a second

end = time.monotonic() + 10  # seconds, for the workers to open what was committed
while time.monotonic() < end:
    for hit in call("search", query="cho phien bac ha")["hits"]:
        if hit["id"] == document["id"]:
            sys.exit(print(f"found: {hit['title']} ({hit['id']}), score {hit['score']:.2f}"))
    time.sleep(0.05)
sys.exit("the document was not searchable within 10 seconds")
