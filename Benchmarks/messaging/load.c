// Calls a server again and again and says how long that took: the client of every measurement of messaging.
//
//   load ENDPOINT REQUESTS WINDOW SECONDS|once
//
// REQUESTS is a file of JSON-RPC requests, one a line, sent in turn and again from the first; each begins with
// {"id":"XXXXXXXX", whose eight digits are filled in. WINDOW calls are under way at once: 1 measures latency, more a
// rate. A tenth of the time goes by before anything is counted; with `once` every request is counted, and sent once but
// for the first, which is sent before to see that all is connected. Prints one line of JSON; times are in microseconds.

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

enum { idOffset = 7, idLength = 8, windowMax = 1 << 16, timeoutMilliseconds = 10000 };

static void *serverSocket;
static char **requests;
static size_t *sizes, requestCount;
static int64_t sentAt[windowMax];

static void fail(const char *what, const char *why) {
    fprintf(stderr, "load: %s: %s\n", what, why);
    exit(1);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void read_requests(const char *file) {
    FILE *input = fopen(file, "r");
    if (input == NULL) fail(file, "cannot be read");
    char *line = NULL;
    size_t capacity = 0, space = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, input)) > 0) {
        if (line[length - 1] == '\n') length--;
        if (length < idOffset + idLength || strncmp(line, "{\"id\":\"", idOffset) != 0) fail(file, "no such id");
        if (requestCount == space) {
            space = space * 2 + 16;
            requests = realloc(requests, space * sizeof *requests);
            sizes = realloc(sizes, space * sizeof *sizes);
        }
        requests[requestCount] = strndup(line, length);
        sizes[requestCount++] = length;
    }
    fclose(input);
    if (requestCount == 0) fail(file, "no requests");
}

static void send_request(uint32_t number) {
    char *request = requests[number % requestCount];
    for (uint32_t place = idLength, rest = number; place-- > 0; rest /= 10) request[idOffset + place] = '0' + rest % 10;
    sentAt[number % windowMax] = now();
    if (zmq_send(serverSocket, request, sizes[number % requestCount], 0) < 0) fail("send", zmq_strerror(zmq_errno()));
}

static int compare(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

int main(int count, char **arguments) {
    if (count != 5) fail("usage", "load ENDPOINT REQUESTS WINDOW SECONDS|once");
    read_requests(arguments[2]);
    uint32_t window = atoi(arguments[3]), sent = 0, under_way = 0;
    // Late answers must not meet a number that was given again.
    if (window < 1 || window > windowMax / 4) fail(arguments[3], "a window has from 1 to 16384 calls");
    int once = strcmp(arguments[4], "once") == 0;
    int64_t duration = once ? INT64_MAX / 4 : (int64_t)(atof(arguments[4]) * 1e9);
    uint32_t sentMax = once ? requestCount + 1 : UINT32_MAX;

    void *context = zmq_ctx_new();
    serverSocket = zmq_socket(context, ZMQ_DEALER);
    int unbounded = 0, timeout = timeoutMilliseconds, linger = 0;
    zmq_setsockopt(serverSocket, ZMQ_SNDHWM, &unbounded, sizeof unbounded);
    zmq_setsockopt(serverSocket, ZMQ_RCVHWM, &unbounded, sizeof unbounded);
    zmq_setsockopt(serverSocket, ZMQ_RCVTIMEO, &timeout, sizeof timeout);
    zmq_setsockopt(serverSocket, ZMQ_LINGER, &linger, sizeof linger);
    if (zmq_connect(serverSocket, arguments[1]) != 0) fail(arguments[1], zmq_strerror(zmq_errno()));

    size_t taken = 0, space = 1 << 20;
    uint32_t *times = malloc(space * sizeof *times), errors = 0;
    // The first answer says that everything is connected; it is not counted.
    int64_t start = 0, end = INT64_MAX, last = 0;
    send_request(sent++);
    under_way = 1;
    zmq_msg_t reply;
    zmq_msg_init(&reply);
    while (under_way > 0) {
        if (zmq_msg_recv(&reply, serverSocket, 0) < 0) fail("no answer", zmq_strerror(zmq_errno()));
        int64_t time = now();
        char *bytes = zmq_msg_data(&reply);
        size_t size = zmq_msg_size(&reply);
        under_way--;
        if (size < idOffset + idLength || strncmp(bytes, "{\"id\":\"", idOffset) != 0) fail("not an answer", bytes);
        uint32_t number = 0;
        for (int place = 0; place < idLength; place++) number = number * 10 + (bytes[idOffset + place] - '0');
        // {"id":"XXXXXXXX","jsonrpc":"2.0","error" where it is one.
        if (size > 41 && strncmp(bytes + 33, "\"error\"", 7) == 0) {
            if (errors++ == 0) fprintf(stderr, "load: %.*s\n", (int)size, bytes);
        }
        if (end == INT64_MAX) start = once ? time + 1 : time + duration / 10, end = start + duration;
        if (time >= start && time < end) {
            if (taken == space) times = realloc(times, (space *= 2) * sizeof *times);
            times[taken++] = time - sentAt[number % windowMax];
            last = time;
        }
        while (time < end && under_way < window && sent < sentMax) send_request(sent++), under_way++;
    }
    if (taken == 0) fail("no answer", "in the time that is counted");
    qsort(times, taken, sizeof *times, compare);
    printf(
        "{\"answers\":%zu,\"errors\":%u,\"perSecond\":%.1f,\"p50\":%.2f,\"p99\":%.2f,\"max\":%.2f}\n", taken, errors,
        taken / ((last - start) / 1e9), times[taken / 2] / 1e3, times[taken * 99 / 100] / 1e3, times[taken - 1] / 1e3);
    return 0;
}
