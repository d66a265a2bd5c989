"""What every table says of the run that it comes from, and where tables go."""
import datetime
import pathlib
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=HERE, stdout=subprocess.PIPE, text=True).stdout.strip()


def processor():
    with open("/proc/cpuinfo") as lines:
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else "unknown processor"


def origin():
    """Date, commit and processor."""
    commit = git("rev-parse", "--short", "HEAD") + (" and changes" if git("status", "--porcelain", "-uno") else "")
    return f"{datetime.date.today()}, commit {commit}, {processor()}, one core"


def replace_between(path, mark, text):
    """Puts a text between two marks of a file."""
    whole = path.read_text(encoding="utf-8")
    start, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->\n"
    head, rest = whole.split(start, 1)
    path.write_text(head + start + text + rest[rest.index(end):], encoding="utf-8")
