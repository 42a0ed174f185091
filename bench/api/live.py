#!/usr/bin/env python3
"""What /api/v1 promises under load, over a house of its own on the test server.

  bench/api/live.py [listeners|lines|readers|ingest …]     all of them by default

listeners  1,000 listeners of one process: how long a change takes to the first and to the last of them
lines      a million rows of NDJSON: rows a second, and the memory of the server before and at its highest
readers    20 readers of views through HTTP while the planner and the ingest write: requests a second, errors
ingest     what a listener of the events costs the ingest of single frames

Needs EMS_TEST_SERVER with the database ems_template, psql, wrk (readers), and a build of ems (--ems; a release build for figures).
"""
import argparse, asyncio, base64, hashlib, hmac, http.client, json, os, re, resource, socket, statistics, subprocess, sys, threading, time, urllib.request

SECRET = "a-secret-of-at-least-thirty-two-bytes"
HOUSE = """select ems.fn_demo_site('home01', 'Home', '{"inverter": {"host": "127.0.0.1", "port": 1}, "meter": {"host": "127.0.0.1", "port": 2},
  "charger": {"host": "127.0.0.1", "port": 3}, "heat_pump": {"host": "127.0.0.1", "port": 4}}', 'observe', now());"""


def psql(uri, sql):
    return subprocess.run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", uri], input=sql, text=True, check=True, capture_output=True).stdout.strip()


def token(subject, role):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")
    signed = part(b'{"alg":"HS256","typ":"JWT"}') + b"." + part(json.dumps({"role": role, "sub": subject}).encode())
    return (signed + b"." + part(hmac.new(SECRET.encode(), signed, hashlib.sha256).digest())).decode()


def memory(pid, field="VmRSS"):
    with open(f"/proc/{pid}/status") as file:
        return int(re.search(rf"{field}:\s+(\d+)", file.read()).group(1)) / 1024


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PORT = free_port()


class House:
    """A database with one house, and a server over it."""

    def __enter__(self):
        server = os.environ["EMS_TEST_SERVER"]
        self.name = f"bench_live_{os.getpid()}"
        self.server, self.uri = server, server.rsplit("/", 1)[0] + "/" + self.name
        psql(server, f"create database {self.name} template ems_template")
        psql(self.uri, HOUSE)
        subject = "anna"
        if psql(self.uri, "select to_regprocedure('ems.fn_user_add(text, text, text, text, timestamptz)') is not null") == "t":
            subject = psql(self.uri, "select ems.fn_user_add('anna@example.org', 'Anna', 'admin', null, now())")
        self.token = token(subject, "ems_admin")
        environment = dict(os.environ, EMS_DATABASE_URL=self.uri, EMS_API_JWT_SECRET=SECRET, EMS_HTTP_BIND=f"127.0.0.1:{PORT}")
        self.process = subprocess.Popen([args.ems, "serve", "--no-jobs", "--no-control"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            try:
                urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{PORT}/api/v1/me/sites", headers={"Authorization": f"Bearer {self.token}"})).read()
                return self
            except OSError:
                time.sleep(0.05)
        sys.exit("ems serve did not answer within 20 s")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)
        psql(self.server, f"drop database if exists {self.name} with (force)")


async def listeners(house, count):
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    head = f"GET /api/v1/sites/home01/events HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {house.token}\r\n\r\n".encode()
    heard = {}
    ready = 0
    gone = 0

    async def listen():
        nonlocal ready, gone
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT, limit=1 << 22)
        writer.write(head)
        await writer.drain()
        await reader.readuntil(b"id: ")
        ready += 1
        while True:
            line = await reader.readline()
            if not line:
                gone += 1
                return
            mark = re.search(rb'"value": *(\d{7})\b', line)
            if mark:
                heard.setdefault(int(mark.group(1)), []).append(time.monotonic())

    before = memory(house.process.pid)
    psql(house.uri, "select ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w}', array[now()], '{1}', now())")
    tasks = [asyncio.create_task(listen()) for _ in range(count)]
    started = time.monotonic()
    while ready < count and time.monotonic() - started < 120:
        await asyncio.sleep(0.05)
    print(f"listeners: {ready} of {count} listen after {time.monotonic() - started:.1f} s; memory {before:.0f} → {memory(house.process.pid):.0f} MB")
    await asyncio.sleep(2)
    session = await asyncio.create_subprocess_exec("psql", "-qXAt", house.uri, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    first, last = [], []
    for round in range(args.rounds):
        value = 1_000_000 + round
        session.stdin.write(f"select ems.fn_ingest_telemetry('home01', 'meter_grid', '{{grid_l1_import_wh_total}}', array[clock_timestamp()], '{{{value}}}', clock_timestamp());\n".encode())
        await session.stdout.readline()
        committed = time.monotonic()
        while len(heard.get(value, [])) < ready - gone and time.monotonic() - committed < 10:
            await asyncio.sleep(0.01)
        times = sorted(t - committed for t in heard.get(value, [float("inf")]))
        first.append(times[0])
        last.append(times[-1] if len(times) >= ready - gone else float("inf"))
        await asyncio.sleep(0.7)
    session.stdin.close()
    print(f"listeners: a change reached the first after {statistics.median(first) * 1000:.0f} ms (worst {max(first) * 1000:.0f}), "
          f"all {ready} after {statistics.median(last) * 1000:.0f} ms (worst {max(last) * 1000:.0f}); {gone} were let go")
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def lines(house, count):
    start = time.time() - 86_400 * 20
    def body():
        batch = []
        for row in range(count):
            at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(start + row // 4 * 5)) + "Z"
            metric = ("grid_power_w", "grid_l1_power_w", "grid_l2_power_w", "grid_l3_power_w")[row % 4]
            batch.append(f'{{"device": "meter_grid", "metric": "{metric}", "value": {row % 5000}, "ts": "{at}"}}\n')
            if len(batch) == 500:
                yield "".join(batch).encode()
                batch = []
        yield "".join(batch).encode()
    peak = [0.0]
    stop = threading.Event()
    def watch():
        while not stop.wait(0.05):
            peak[0] = max(peak[0], memory(house.process.pid))
    watcher = threading.Thread(target=watch)
    before = memory(house.process.pid)
    watcher.start()
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=1200)
    connection.request("POST", "/ingest/telemetry?site_id=home01", body=body(), encode_chunked=True,
                       headers={"Content-Type": "application/x-ndjson", "Authorization": f"Bearer {house.token}", "Transfer-Encoding": "chunked"})
    answer = json.loads(connection.getresponse().read())
    seconds = time.monotonic() - started
    stop.set()
    watcher.join()
    if "rows" not in answer:
        sys.exit(f"lines: {answer}")
    print(f"lines: {answer.get('rows')} rows in {seconds:.0f} s, {count / seconds:.0f} rows/s; stored {answer.get('stored')}, repeated {answer.get('repeated')}, refused {answer.get('refused')}; "
          f"memory {before:.0f} MB, at its highest {peak[0]:.0f} MB")


def readers(house, seconds):
    psql(house.uri, """insert into ems.fx_rate (base, quote, valid_on, known_at, rate, source) values ('EUR', 'CZK', current_date - 30, now() - interval '30 days', 25, 'cnb') on conflict do nothing;""")
    stop = threading.Event()
    counts = {"ingest": 0, "plan": 0, "failed": 0}
    def write(kind, sql):
        while not stop.is_set():
            try:
                psql(house.uri, sql)
                counts[kind] += 1
            except subprocess.CalledProcessError as error:
                counts["failed"] += 1
                print(error.stderr, file=sys.stderr)
    ingest = """select ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_l1_power_w}', array[clock_timestamp() + n * interval '1 ms'], array[n, n]::double precision[], clock_timestamp()) from generate_series(1, 200) as n"""
    writers = [threading.Thread(target=write, args=("ingest", ingest)), threading.Thread(target=write, args=("plan", "select ems.fn_create_planning_run('home01', 'rolling', now(), 'bench')"))]
    for writer in writers:
        writer.start()
    script = "/tmp/bench_live.lua"
    with open(script, "w") as file:
        file.write('local paths = {"/rest/vw_latest_telemetry", "/rest/vw_planning_run?limit=20", "/rest/vw_page_now", "/rest/vw_page_timeline", "/rest/vw_alert", "/rest/vw_telemetry_15m_7d?limit=100"}\nlocal n = 0\n'
                   f'wrk.headers["Authorization"] = "Bearer {house.token}"\nrequest = function() n = n + 1; return wrk.format("GET", paths[n % #paths + 1]) end\n')
    report = subprocess.run(["wrk", "-c20", "-t2", f"-d{seconds}s", "--latency", "--timeout", "10s", "-s", script, f"http://127.0.0.1:{PORT}"], capture_output=True, text=True).stdout
    stop.set()
    for writer in writers:
        writer.join()
    rate = re.search(r"Requests/sec:\s+([\d.]+)", report).group(1)
    bad = re.findall(r"(Non-2xx[^\n]*|Socket errors[^\n]*)", report)
    slowest = re.search(r"99%\s+(\S+)", report).group(1)
    print(f"readers: 20 readers, {rate} requests/s for {seconds} s, p99 {slowest}; errors: {'; '.join(bad) or 'none'}; "
          f"meanwhile {counts['ingest'] * 200} frames and {counts['plan']} plans were written, {counts['failed']} writes failed")


def ingest_cost(house):
    work = """do $$ begin perform ems.fn_ingest_telemetry('home01', 'meter_grid', '{grid_power_w,grid_l1_power_w,grid_l2_power_w,grid_l3_power_w,grid_frequency_hz,grid_l1_voltage_v,grid_l2_voltage_v,grid_l3_voltage_v,grid_l1_current_a,grid_l2_current_a,grid_l3_current_a,grid_l1_import_wh_total}',
      array[clock_timestamp()], '{1,2,3,4,50,230,230,230,1,1,1,5}', clock_timestamp()); end $$;\n"""
    def session():
        return subprocess.Popen(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", house.uri], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    def ask(process, sql):
        process.stdin.write(sql + "select 'answered';\n")
        process.stdin.flush()
        answer = []
        while not answer or answer[-1] != "answered":
            answer.append(process.stdout.readline().strip())
        return answer[0]
    listener, writer = session(), session()
    backend = ask(writer, "set synchronous_commit = off; select pg_backend_pid();\n")
    def cpu():
        with open(f"/proc/{backend}/stat") as file:
            return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13])) / os.sysconf("SC_CLK_TCK")
    def measure(listening):
        ask(writer, "vacuum analyze ems.telemetry_last;\n")
        ask(listener, "listen ems_live; select pg_advisory_lock_shared(hashtextextended('ems_live', 0));\n" if listening else "unlisten *; select pg_advisory_unlock_all();\n")
        started = cpu()
        ask(writer, work * 1000)
        return cpu() - started
    measure(False)
    rounds = [(measure(False), measure(True)) for _ in range(args.rounds)]
    print(f"ingest: one frame of 12 values a transaction costs {statistics.median(r[0] for r in rounds):.3f} ms of the backend's CPU, "
          f"{statistics.median(r[1] / r[0] for r in rounds):.3f} of that while somebody listens (medians of {args.rounds} rounds of 1,000, in turns)")
    for process in (listener, writer):
        process.stdin.close()
        process.wait()


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("what", nargs="*", default=["listeners", "lines", "readers", "ingest"])
parser.add_argument("--ems", default=".build/release/ems")
parser.add_argument("--listeners", type=int, default=1000)
parser.add_argument("--rows", type=int, default=1_000_000)
parser.add_argument("--rounds", type=int, default=9)
parser.add_argument("--seconds", type=int, default=20)
args = parser.parse_args()
for what in args.what:
    with House() as house:
        if what == "listeners":
            asyncio.run(listeners(house, args.listeners))
        elif what == "lines":
            lines(house, args.rows)
        elif what == "readers":
            readers(house, args.seconds)
        else:
            ingest_cost(house)
