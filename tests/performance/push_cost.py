#!/usr/bin/env python3
"""What a push costs: memory, requests and time beside curl sending the same bytes to the same sandbox.

    push_cost.py path/to/xrep [case…]

Cases: files (1,000 results, 1,000 files, 200 MB), steps (the same files on steps), video (one file of
2.2 GB), many (100,000 results), faults (10,000 results with 1 GB of files; on the way one reset, one answer
that never comes back, one 503, one 429 and one expired token). The sandbox counts requests and refuses more than 300 in 5 minutes.
curl sends one file of as many bytes to /attachments, which stores it and looks at nothing ("upload"),
and the import documents themselves one after the other ("import"). Not a test: no figure makes it fail.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

CASES = {
    "files": dict(tests=1000, files=1000, size=200_000, in_step=False),
    "steps": dict(tests=1000, files=1000, size=200_000, in_step=True),
    "video": dict(tests=1, files=1, size=2_200_000_000, in_step=False),
    "many": dict(tests=100_000, files=0, size=0, in_step=False),
    "faults": dict(tests=10_000, files=1000, size=1_000_000, in_step=False),
}

FAULTS = [
    {"on": "import", "after": 5, "do": "commit_then_drop"},
    {"on": "import", "after": 12, "do": "drop"},
    {"on": "import", "after": 20, "do": "status", "status": 503, "retry_after": 2},
    {"on": "import", "after": 30, "do": "status", "status": 429, "retry_after": 3},
    {"on": "import", "after": 40, "do": "status", "status": 401},
]


def write_run(directory, tests, files, size, in_step):
    (directory / "attachments").mkdir(parents=True)
    (directory / "run.json").write_text('{"format":1,"run":"20260301-020000-1a2b3c4d","settings":[]}')
    block = os.urandom(min(size, 1 << 20)) or b"x"
    now = 1_772_330_400_000_000
    with open(directory / "events-7-aa.jsonl", "w", encoding="utf-8") as events:

        def event(kind, **members):
            nonlocal now
            now += 1000
            events.write(json.dumps({"e": kind, "t": now, **members}) + "\n")

        event("run_started", format=1, pid=7, executable="shop_tests", framework="GoogleTest")
        for n in range(1, tests + 1):
            name = f"Suite{n // 100}.Test{n}"
            event("test_started", n=n, name=name, identity=name, suite=f"Suite{n // 100}", line=n)
            if in_step:
                event("step_started", n=n, s=1, name="Pay")
            if n % 50 == 0:
                event("failure", n=n, text=f"Expected equality of these values: 1 and {n}", line=n)
            if n <= files:
                with open(directory / "attachments" / str(n), "wb") as copy:
                    for start in range(0, size, len(block)):
                        copy.write(block[: size - start])
                step = {"s": 1} if in_step else {}
                event("attachment", n=n, file=str(n), name=f"shot{n}.png", type="image/png", size=size, **step)
            if in_step:
                event("step_finished", n=n, s=1, result="passed")
            event("test_finished", n=n, result="failed" if n % 50 == 0 else "passed")
        event("run_ended")


class Sandbox:
    def __init__(self, xrep, folder):
        self.process = subprocess.Popen(
            [xrep, "sandbox", "--port", "0", "--data", str(folder / "data"), "--record", str(folder / "sent"),
             "--profile", "lenient", "--rate-limit", "300/300"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = ""
        while not self.url:
            found = re.search(r"http://[0-9.]+:[0-9]+", self.process.stdout.readline())
            self.url = found.group(0) if found else ""

    def get(self, path):
        with urllib.request.urlopen(self.url + path) as answer:
            return json.load(answer)

    def faults(self, rules):
        urllib.request.urlopen(urllib.request.Request(
            self.url + "/sandbox/faults", data=json.dumps(rules).encode(),
            headers={"Content-Type": "application/json"})).close()

    def contents(self):
        """How many runs, and how many different files among how many."""
        state = self.get("/sandbox/state")
        runs = [(run["testKey"], run) for execution in state["executions"].values() for run in execution["runs"]]
        files = [(test, file["filename"], file["size"]) for test, run in runs for file in run["evidence"]]
        return (f"{len(state['executions'])} Test Execution, {len(runs)} results of "
                f"{len({test for test, _ in runs})} Tests, {len(files)} files, {len(set(files))} different")

    def token(self):
        login = urllib.request.Request(
            self.url + "/api/v2/authenticate", headers={"Content-Type": "application/json"},
            data=b'{"client_id":"sandbox","client_secret":"sandbox-secret"}')
        with urllib.request.urlopen(login) as answer:
            return json.load(answer)

    def stop(self):
        self.process.kill()
        self.process.wait()


def push(xrep, url, run):
    environment = dict(os.environ, XRAY_API_URL=url, XRAY_CLIENT_ID="sandbox", XRAY_PROJECT="DEMO",
                       XRAY_CLIENT_SECRET="sandbox-secret", XRAY_MAX_ATTACHMENTS_SIZE="4GiB")
    began = time.monotonic()
    process = subprocess.Popen([xrep, "push", str(run)], env=environment, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return out.splitlines()[0], process.returncode, time.monotonic() - began, usage


def curl(url, token, arguments):
    began = time.monotonic()
    subprocess.run(["curl", "-sS", "-o", "/dev/null", "-H", "Authorization: Bearer " + token, *arguments, url],
                   check=True)
    return time.monotonic() - began


def measure(xrep, case):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        run = folder / "run"
        write_run(run, **CASES[case])
        sandbox = Sandbox(xrep, folder)
        sandbox.faults(FAULTS if case == "faults" else [])
        summary, code, seconds, usage = push(xrep, sandbox.url, run)
        requests = sandbox.get("/sandbox/requests")
        contents = sandbox.contents()
        struck = sandbox.get("/sandbox/faults")["struck"]
        sandbox.stop()
        documents = sorted((folder / "sent").rglob("*import*"))
        other = folder / "other"
        other.mkdir()
        beside = Sandbox(xrep, other)
        token = beside.token()
        big = folder / "big"
        with open(big, "wb") as file:
            file.truncate(requests["bytes"])
        upload = curl(beside.url + "/api/v2/attachments", token, ["-F", f"attachment=@{big}"])
        imports = sum(curl(beside.url + "/api/v2/import/execution", token,
                           ["-H", "Content-Type: application/json", "-T", str(document), "-X", "POST"])
                      for document in documents)
        beside.stop()
        print(f"{case}: exit {code}: {summary}")
        print(f"  {seconds:.2f} s ({usage.ru_utime:.2f} user, {usage.ru_stime:.2f} system), "
              f"peak {usage.ru_maxrss / 1024:.1f} MiB, {requests['total']} requests, "
              f"{requests['tooMany']} refused by the rate limit, {requests['bytes'] / 1e6:.0f} MB")
        print(f"  {contents}; faults that struck: {struck}")
        print(f"  {seconds / upload:.2f} times curl's upload of as many bytes ({upload:.2f} s)")
        if case in ("files", "many"):
            print(f"  {seconds / imports:.2f} times curl's imports of the same documents ({imports:.2f} s)")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for case in sys.argv[2:] or CASES:
        measure(os.path.abspath(sys.argv[1]), case)


if __name__ == "__main__":
    main()
