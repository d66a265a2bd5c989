"""Holds processes to slices of a processor by cgroups, version 1 or 2.

Needs Linux and leave to make groups, which root has and most containers have not."""
import os


class CannotSlice(Exception):
    """No cgroup can be made here; says why."""


class Slices:
    """Groups of processes. Use as a context: the groups go with it, so the processes have to be gone before."""

    def __init__(self):
        self.root, self.version = find_root()
        self.groups = []
        self.has_precedence = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.has_precedence:
            self.add(self.root, os.getpid())
        for group in self.groups:
            try:
                os.rmdir(group)
            except OSError:
                pass  # A process in it has not ended yet; an empty group costs nothing.

    def make(self, name, percent=None):
        """A group that takes precedence over other work and has `percent` of one processor; without, as much as it can."""
        group = f"{self.root}/timtin-{os.getpid()}-{name}"
        os.mkdir(group)
        self.groups.append(group)
        # Short periods, so that what is held does not stand still for long; the least quota is a millisecond.
        period = 10_000 if percent is None or percent >= 10 else 20_000
        quota = None if percent is None else period * percent // 100
        if self.version == 1:
            write(group, "cpu.shares", 262144)
            if quota:
                write(group, "cpu.cfs_period_us", period)
                write(group, "cpu.cfs_quota_us", quota)
        else:
            write(group, "cpu.weight", 10000)
            if quota:
                write(group, "cpu.max", f"{quota} {period}")
        return group

    def take_precedence(self):
        """Lets this process and those that it starts from now on go before other work of the machine."""
        self.add(self.make("first"), os.getpid())
        self.has_precedence = True

    @staticmethod
    def add(group, pid):
        """Moves a process with all its threads into a group."""
        write(group, "cgroup.procs", pid)

    @staticmethod
    def throttled(group):
        """In how many of its periods a group was held back so far: (held back, all)."""
        values = dict(line.split() for line in open(f"{group}/cpu.stat"))
        return int(values["nr_throttled"]), int(values["nr_periods"])


def write(group, name, value):
    with open(f"{group}/{name}", "w") as file:
        file.write(str(value))


def find_root():
    """Where groups can be made, and the version of cgroups there."""
    for line in open("/proc/self/mountinfo"):
        before, _, after = line.partition(" - ")
        folder, (kind, _, options) = before.split()[4], after.split()[:3]
        if kind == "cgroup" and "cpu" in options.split(",") and os.access(folder, os.W_OK):
            return folder, 1
        if kind == "cgroup2" and os.access(folder, os.W_OK):
            if "cpu" not in open(f"{folder}/cgroup.controllers").read().split():
                continue
            try:
                write(folder, "cgroup.subtree_control", "+cpu")
                return folder, 2
            except OSError:
                continue
    raise CannotSlice("no cgroup with a cpu controller can be written here: run as root, outside of a container or "
                      "in one that may make cgroups")
