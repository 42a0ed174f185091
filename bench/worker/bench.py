#!/usr/bin/env python3
"""What the worker and its tables cost, as ratios and figures of one run on this machine. Standard library and psql alone.

usage: bench/worker/bench.py [ingest|start|query|storage|poll …]     all of them by default; needs `swift build -c release --product ems`

  ingest   values a second through fn_ingest_telemetry in batches of 512 frames, as the worker sends what waited, against COPY into the same table
  start    from exec to /ready, and resident memory after ten seconds with one site
  query    seven days at 15 minutes out of a year, through the API's view
  storage  a site of 60 metrics for a year, at the default retention
  poll     100 devices polled each second by a worker held to one core
"""
import json
import os
import pathlib
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
EMS = os.environ.get("EMS_BIN", str(ROOT / ".build/release/ems"))
WORK = tempfile.mkdtemp(prefix="ems-bench-")
os.chmod(WORK, 0o755)


def psql(uri, *commands, file=None):
    arguments = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", uri]
    for command in commands:
        arguments += ["-c", command]
    if file:
        arguments += ["-f", file]
    return subprocess.run(arguments, check=True, capture_output=True, text=True).stdout.strip()


def server():
    uri = subprocess.run([EMS, "database", "start", "--throwaway", "--data-dir", WORK], check=True, capture_output=True, text=True).stdout.strip()
    return uri


def database(name):
    psql(SERVER, f"create database {name}")
    uri = SERVER.rsplit("/", 1)[0] + "/" + name
    subprocess.run([EMS, "migrate", "--database-url", uri], check=True, capture_output=True, cwd=ROOT)
    return uri


def site(uri, metrics):
    """A site with 5 devices, and the names of so many metrics for each of them."""
    psql(uri, "select ems.fn_demo_site('home01', 'Bench', '{\"inverter\": {\"host\": \"127.0.0.1\", \"port\": 1}, \"meter\": {\"host\": \"127.0.0.1\", \"port\": 2}, "
         "\"charger\": {\"host\": \"127.0.0.1\", \"port\": 3}, \"heat_pump\": {\"host\": \"127.0.0.1\", \"port\": 4}, \"garage\": {\"host\": \"127.0.0.1\", \"port\": 5}}', 'observe', '2026-01-01Z')")
    names = psql(uri, f"select metric from ems.metric where kind = 'gauge' and highest >= 100 and lowest <= 0 order by metric limit {metrics}").split()
    devices = psql(uri, "select device from ems.device where site_id = 'home01' and enabled order by device limit 5").split()
    return devices, names


def ingest():
    uri = database("ingest")
    devices, names = site(uri, 12)
    ids = psql(uri, f"select array_agg(metric_id order by n) from unnest('{{{','.join(names)}}}'::text[]) with ordinality as u (m, n) join ems.metric on metric = m")
    numbers = dict(line.split("|") for line in psql(uri, "select device, device_id from ems.device").splitlines())
    chance = random.Random(1)
    frames = 4096

    def files(day):
        """The same frames as one COPY and as calls of 512 frames."""
        copy, calls = f"{WORK}/copy.tsv", f"{WORK}/calls.sql"
        with open(copy, "w") as c, open(calls, "w") as f:
            for device in devices:
                for first in range(0, frames, 512):
                    instants, values = [], []
                    for n in range(first, min(first + 512, frames)):
                        at = f"2026-02-{day:02d} {n * 10 // 3600:02d}:{n * 10 // 60 % 60:02d}:{n * 10 % 60:02d}Z"
                        row = [round(chance.uniform(0, 100), 1) for _ in names]
                        c.write(f"home01\t{numbers[device]}\t{at}\t{ids}\t{{{','.join(map(str, row))}}}\t\\N\n")
                        instants.append(at)
                        values += row
                    f.write(f"select ems.fn_ingest_telemetry('home01', '{device}', '{{{','.join(names)}}}', '{{{','.join(instants)}}}', '{{{','.join(map(str, values))}}}', '2026-02-{day:02d} 12:00Z');\n")
        return copy, calls

    copied, called = [], []
    psql(uri, "select ems.fn_telemetry_partition('2026-02-01Z', '2026-02-28Z')")
    for run in range(5):
        copy, calls = files(2 * run + 1)
        began = time.monotonic()
        psql(uri, f"\\copy ems.telemetry_frame from '{copy}'")
        copied.append(time.monotonic() - began)
        _, calls = files(2 * run + 2)
        began = time.monotonic()
        psql(uri, file=calls)
        called.append(time.monotonic() - began)
    values = frames * len(devices) * len(names)
    c, f = statistics.median(copied), statistics.median(called)
    print(f"ingest: COPY {values / c:,.0f} values/s, fn_ingest_telemetry {values / f:,.0f} values/s, ratio {c / f:.2f} (target 0.50)")


PORTS = dict(zip(("inverter", "heat_pump", "meters", "charger", "garage_pv", "http"), range(19020, 19026)))


def simulate(base=19020, bind="127.0.0.1"):
    process = subprocess.Popen([EMS, "simulate", "--base-port", str(base), "--bind", bind], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(2)
    return process, {kind: base + port - 19020 for kind, port in PORTS.items()}


def gateways(ports):
    kinds = {"inverter": "inverter", "meter": "meters", "charger": "charger", "heat_pump": "heat_pump", "garage": "garage_pv"}
    return json.dumps({name: {"host": "127.0.0.1", "port": ports[kind]} for name, kind in kinds.items()})


def resident(pid):
    for line in open(f"/proc/{pid}/status"):
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


def start():
    uri = database("start")
    simulator, ports = simulate()
    psql(uri, f"select ems.fn_demo_site('home01', 'Bench', '{gateways(ports)}', 'control', now())")
    seconds, memory = [], []
    for run in range(5):
        port = 18200 + run
        began = time.monotonic()
        worker = subprocess.Popen([EMS, "serve", "--database-url", uri, "--data-dir", f"{WORK}/start{run}", "--http-bind", f"127.0.0.1:{port}",
                                   "--market-url", f"http://127.0.0.1:{ports['http']}", "--log-level", "error"], cwd=ROOT)
        while True:
            try:
                if urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=1).status == 200:
                    break
            except OSError:
                pass
            if time.monotonic() - began > 30:
                sys.exit("start: /ready never answered 200")
            time.sleep(0.01)
        seconds.append(time.monotonic() - began)
        time.sleep(10)
        memory.append(resident(worker.pid))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    simulator.send_signal(signal.SIGTERM)
    simulator.wait()
    print(f"start: ready after {statistics.median(seconds):.2f} s (target 1), {statistics.median(memory):.0f} MB resident with one site polled and controlled (target 60)")


def year(uri):
    """A year of quarter-hours of 60 metrics of five devices."""
    devices, names = site(uri, 60)
    psql(uri, f"""insert into ems.telemetry_aggregate_15m (site_id, device_id, metric_id, level, starts_at, mean, lowest, highest, last, samples, covered_s)
      select 'home01', d.device_id, m.metric_id, 15, t, 100 * random(), 0, 100, 50, 90, 900
      from (select metric_id, row_number() over (order by metric_id) as n from ems.metric where metric in ('{"','".join(names)}')) as m
      join (select device_id, row_number() over (order by device_id) as n from ems.device where site_id = 'home01' and enabled limit 5) as d on d.n = 1 + m.n % 5
      cross join generate_series(date_bin('15 min', now() - interval '8760 h', timestamptz 'epoch'), now(), interval '15 min') as t""", "vacuum analyze ems.telemetry_aggregate_15m")
    return len(names)


def query():
    uri = database("query")
    year(uri)
    pairs = [line.split("|") for line in psql(uri, """select d.device, m.metric from (select distinct device_id, metric_id from ems.telemetry_aggregate_15m where starts_at >= now() - interval '20 min') as a
      join ems.device as d using (device_id) join ems.metric as m using (metric_id)""").splitlines()]
    times, rows = [], 0
    for device, metric in pairs:
        plan = json.loads(psql(uri, f"explain (analyze, format json) select * from ems.vw_telemetry_15m_7d where site_id = 'home01' and device = '{device}' and metric = '{metric}' order by starts_at"))[0]
        times.append(plan["Planning Time"] + plan["Execution Time"])
        rows = plan["Plan"]["Actual Rows"]
    print(f"query: {rows} rows of one metric out of a year of 60 metrics: median {statistics.median(times):.1f} ms, worst {max(times):.1f} ms (target 50)")


def storage():
    uri = database("storage")
    metrics = year(uri)
    devices, names = site(uri, 60)
    # A week of raw frames, 12 values of each of five devices every 10 s: random ones, which compress worst. It is packed when it ended two days ago, so
    # nine days lie as frames and the rest of 90 packed. Two weeks of minutes, a year of hours and days, by counting rows of the same shape.
    psql(uri, "select ems.fn_telemetry_partition('2025-06-02Z', '2025-06-08Z')")
    psql(uri, f"""insert into ems.telemetry_frame (site_id, device_id, measured_at, metric_id, value)
      select 'home01', d.device_id, t, (select array_agg(metric_id) from (select metric_id from ems.metric order by metric_id limit 12) as m),
        (select array_agg(round((1000 * random())::numeric, 1)) from generate_series(1, 12) as n where t is not null)::float8[]
      from (select device_id from ems.device where site_id = 'home01' and enabled order by device_id limit 5) as d
      cross join generate_series('2025-06-02Z'::timestamptz, '2025-06-08 23:59:50Z', interval '10 s') as t""")
    size = lambda pattern: int(psql(uri, f"select coalesce(sum(pg_total_relation_size(c.oid)), 0) from pg_class as c where c.relnamespace = 'ems'::regnamespace and c.relkind = 'r' and c.relname like '{pattern}'"))
    quarter = size("telemetry_aggregate_15m")
    frames = size("telemetry_frame_%") / 7
    began = time.monotonic()
    psql(uri, "select ems.fn_telemetry_pack('2025-06-11Z')")
    packing = time.monotonic() - began
    packed = size("telemetry_pack") / 7
    rows = metrics * 365 * 96
    minutes = quarter / rows * metrics * 14 * 1440
    rest = quarter / rows * metrics * 365 * 25
    total = quarter + 9 * frames + 81 * packed + minutes + rest
    print(f"storage: raw of 90 days {(9 * frames + 81 * packed) / 1e6:.0f} MB (a day {frames / 1e6:.1f} MB in frames, {packed / 1e6:.1f} MB packed; packing a week {packing:.0f} s), "
          f"minutes of 14 days {minutes / 1e6:.0f} MB, quarter-hours of a year {quarter / 1e6:.0f} MB, hours and days {rest / 1e6:.0f} MB: {total / 1e9:.2f} GB (target 1.1)")


def poll():
    uri = database("poll")
    # Five houses of which a meter, a wallbox and a garage inverter each serve seven masters: a server takes eight at once.
    simulators = [simulate(19100 + 10 * house, "0.0.0.0") for house in range(5)]
    psql(uri, f"select ems.fn_demo_site('home01', 'Bench', '{gateways(PORTS)}', 'observe', now())", "update ems.device set enabled = false")
    devices = [(f"{model}_{house}_{host}", model, unit, f"127.0.0.{host}", ports[kind])
               for house, (_, ports) in enumerate(simulators) for kind, model, unit in (("meters", "generic_meter", 10), ("charger", "teltonika_teltocharge", 1), ("garage_pv", "sunspec_inverter", 1))
               for host in range(2, 9)][:100]
    for name, model, unit, host, port in devices:
        psql(uri, f"""insert into ems.gateway (site_id, gateway_id, gateway_model, host, port, connect_timeout_ms, response_timeout_ms, request_gap_ms, max_words, idle_timeout_s)
               select 'home01', '{name}', m.gateway_model, '{host}', {port}, m.connect_timeout_ms, m.response_timeout_ms, 0, m.max_words, m.idle_timeout_s
               from ems.gateway_model as m where m.gateway_model = 'modbus_tcp_direct'""",
             f"""insert into ems.device (site_id, device, device_model, gateway_id, unit_id, validated, validated_at, validated_by, fast_poll, slow_poll)
               values ('home01', '{name}', '{model}', '{name}', {unit}, true, now(), 'bench', '1 s', '10 s')""")
    worker = subprocess.Popen(["taskset", "-c", "0", EMS, "serve", "--no-http", "--no-jobs", "--database-url", uri, "--data-dir", f"{WORK}/poll", "--log-level", "error"], cwd=ROOT)
    time.sleep(20)

    def cpu():
        fields = open(f"/proc/{worker.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    seconds = 30
    before, began = cpu(), time.monotonic()
    frames = int(psql(uri, "select count(*) from ems.telemetry_frame"))
    time.sleep(seconds)
    stored = int(psql(uri, "select count(*) from ems.telemetry_frame")) - frames
    elapsed = time.monotonic() - began
    used = (cpu() - before) / elapsed
    memory = resident(worker.pid)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for simulator, _ in simulators:
        simulator.send_signal(signal.SIGTERM)
        simulator.wait()
    print(f"poll: {stored / elapsed:.0f} frames/s of 100 devices asked each second, {100 * used:.0f} % of one core, {memory:.0f} MB resident (target 100 frames/s on one core)")


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["ingest", "start", "query", "storage", "poll"]
    if any(name not in ("ingest", "start", "query", "storage", "poll") for name in chosen):
        sys.exit(__doc__)
    if not os.access(EMS, os.X_OK):
        sys.exit(f"{EMS} is missing: swift build -c release --product ems")
    SERVER = server()
    try:
        for name in chosen:
            globals()[name]()
    finally:
        subprocess.run([EMS, "database", "stop", "--data-dir", WORK], check=False)
        shutil.rmtree(WORK, ignore_errors=True)
