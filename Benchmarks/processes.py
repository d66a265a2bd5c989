"""What the benchmarks of messages share: processes that are started, measured and stopped, and the load client.

Needs Linux (/proc), Python 3.9 and nothing else."""
import json, os, re, signal, subprocess, tempfile, time


def cpu_seconds(pid):
    """CPU seconds of a process so far, by the nanosecond."""
    return sum(thread_seconds(pid).values())


def thread_seconds(pid):
    """CPU seconds of each thread so far, as (name, thread id) to seconds."""
    seconds = {}
    for thread in os.listdir(f"/proc/{pid}/task"):
        try:
            name = open(f"/proc/{pid}/task/{thread}/comm").read().strip()
            seconds[name, thread] = int(open(f"/proc/{pid}/task/{thread}/schedstat").read().split()[0]) / 1e9
        except (FileNotFoundError, ProcessLookupError):
            pass  # It ended between being listed and being read.
    return seconds


class Bench:
    """A folder, the processes started from it, and the load client. Use as a context: all ends with it."""

    def __init__(self, binaries, tools):
        self.binaries, self.tools = binaries, tools
        self.started = []

    def __enter__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="timtin-")
        self.folder = self.temporary.name
        return self

    def __exit__(self, *_):
        for process in reversed(self.started):
            process.send_signal(signal.SIGTERM)
        for process in self.started:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.temporary.cleanup()

    def start(self, *command, ready=None):
        """Starts a process; waits for output that matches `ready`, whose groups are returned with it."""
        log = open(f"{self.folder}/log", "ab")
        process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stderr=log,
                                   stdout=subprocess.PIPE if ready else subprocess.DEVNULL, text=True)
        self.started.append(process)
        if not ready:
            return process
        output = ""
        for line in process.stdout:
            output += line
            found = re.search(ready, output)
            if found:
                return process, *found.groups()
        raise SystemExit(f"{command[0]} did not start: {open(f'{self.folder}/log').read()[-2000:]}")

    def broker(self, name, *arguments, transport="tcp"):
        """A broker of the cluster; the process and the endpoint of its clients."""
        bind = (lambda part: f"ipc://{self.folder}/{name}-{part}") if transport == "ipc" else (
            lambda part: "tcp://127.0.0.1:0")
        return self.start(f"{self.binaries}/timtin-query", "broker", "--bind", bind("clients"), "--cluster-bind",
                          bind("cluster"), "--events-bind", bind("events"), *arguments, ready=r"clients (\S+)")

    def worker(self, endpoint, data, *arguments):
        return self.start(f"{self.binaries}/timtin-query", "worker", "--broker", endpoint, "--data", data,
                          *arguments)

    def requests(self, name, requests):
        """Writes a file for the load client of (method, params); its path."""
        path = f"{self.folder}/{name}"
        with open(path, "w", encoding="utf8") as file:
            for method, params in requests:
                request = {"id": "00000000", "jsonrpc": "2.0", "method": method, "params": params}
                file.write(json.dumps(request, ensure_ascii=False, separators=(",", ":")) + "\n")
        return path

    def load(self, endpoint, requests, window, seconds):
        """Runs the load client to its end."""
        return self.finish(self.begin_load(endpoint, requests, window, seconds))

    def begin_load(self, endpoint, requests, window, seconds):
        return subprocess.Popen([f"{self.tools}/load", endpoint, requests, str(window), str(seconds)],
                                stdout=subprocess.PIPE, text=True)

    def finish(self, process):
        """What a load client measured, with its CPU seconds as `cpu`."""
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"the load client failed; the processes said: {open(f'{self.folder}/log').read()[-2000:]}")
        return {**json.loads(output), "cpu": used.ru_utime + used.ru_stime}

    def wait_until_answered(self, endpoint, requests):
        """Waits until a call is answered without an error."""
        for _ in range(100):
            result = self.load(endpoint, requests, 1, 0.05)
            if result["errors"] == 0:
                return
            time.sleep(0.1)
        raise SystemExit("no worker answers")


def build_index(binaries, corpus, data):
    """Makes a data folder with one shard of the documents of `corpus`."""
    index = f"{data}/shards/0000/index"
    os.makedirs(os.path.dirname(index))
    subprocess.run([f"{binaries}/timtin-indexer", "build", "--input", corpus, "--output", index], check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def searches(file):
    """The requests of a file of queries, one JSON object a line."""
    return [("search", {"query": json.loads(line)["query"], "size": 10}) for line in open(file, encoding="utf8")]
