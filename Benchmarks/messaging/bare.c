// The least that libzmq can do for a call over two hops, to compare with: a relay that passes messages on unread, and
// a worker that answers each by the same bytes.
//
//   bare relay FRONT BACK     clients connect to FRONT, workers to BACK; both are printed as bound
//   bare worker BACK REPLY    REPLY is a file of one line
//
// Requests and replies begin with {"id":"XXXXXXXX", whose eight digits the worker copies.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { idOffset = 7, idLength = 8 };

static void check(int ok, const char *what) {
    if (ok) return;
    fprintf(stderr, "bare: %s: %s\n", what, zmq_strerror(zmq_errno()));
    exit(1);
}

static void *open_socket(void *context, int kind) {
    void *socket = zmq_socket(context, kind);
    check(socket != NULL, "socket");
    int linger = 0;
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, sizeof linger);
    return socket;
}

// Binds, and prints where.
static void bind_socket(void *socket, const char *endpoint) {
    char bound[256];
    size_t size = sizeof bound;
    check(zmq_bind(socket, endpoint) == 0, endpoint);
    check(zmq_getsockopt(socket, ZMQ_LAST_ENDPOINT, bound, &size) == 0, endpoint);
    printf("%s\n", bound);
    fflush(stdout);
}

static int relay(void *context, const char *front, const char *back) {
    void *clients = open_socket(context, ZMQ_ROUTER);
    void *workers = open_socket(context, ZMQ_DEALER);
    bind_socket(clients, front);
    bind_socket(workers, back);
    return zmq_proxy(clients, workers, NULL);
}

static _Noreturn void worker(void *context, const char *back, const char *file) {
    static char reply[1 << 16];
    FILE *input = fopen(file, "r");
    check(input != NULL && fgets(reply, sizeof reply, input) != NULL, file);
    size_t size = strcspn(reply, "\n");
    void *socket = open_socket(context, ZMQ_DEALER);
    check(zmq_connect(socket, back) == 0, back);
    zmq_msg_t client, request;
    zmq_msg_init(&client);
    zmq_msg_init(&request);
    for (;;) {
        check(zmq_msg_recv(&client, socket, 0) >= 0, "receive");
        check(zmq_msg_recv(&request, socket, 0) >= idOffset + idLength, "receive");
        memcpy(reply + idOffset, (char *)zmq_msg_data(&request) + idOffset, idLength);
        check(zmq_msg_send(&client, socket, ZMQ_SNDMORE) >= 0, "send");
        check(zmq_send(socket, reply, size, 0) >= 0, "send");
    }
}

int main(int count, char **arguments) {
    void *context = zmq_ctx_new();
    if (count == 4 && strcmp(arguments[1], "relay") == 0) return relay(context, arguments[2], arguments[3]);
    if (count == 4 && strcmp(arguments[1], "worker") == 0) worker(context, arguments[2], arguments[3]);
    fprintf(stderr, "usage: bare relay FRONT BACK | bare worker BACK REPLY-FILE\n");
    return 64;
}
