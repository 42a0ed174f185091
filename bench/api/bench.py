#!/usr/bin/env python3
"""Reads a 96-row view through HTTP (wrk) and through pgbench, with the same SQL on as many connections, in turns.

HTTP twice: all clients ask for the same, as a house's screens do (what waits for a connection shares one answer), and each request for
something of its own (a filter value that all rows pass).

Needs wrk and pgbench on PATH, a release build of ems (--ems), and EMS_TEST_SERVER (see scripts/test-server).
Prints requests a second, the ratio, and the 95th percentile of HTTP's latency with 50 clients.
"""
import argparse, os, re, socket, statistics, subprocess, sys, tempfile, time, urllib.request

SCHEMA = """
drop schema if exists bench_api cascade; create schema bench_api;
do $$ begin create role bench_login login noinherit password 'bench'; exception when duplicate_object then null; end $$;
do $$ begin create role bench_anon nologin; exception when duplicate_object then null; end $$;
grant bench_anon to bench_login;
create table bench_api.price (starts_at timestamptz primary key, ends_at timestamptz, spot numeric, source text, known_at timestamptz);
insert into bench_api.price select t, t + interval '15 minutes', round((random() * 5)::numeric, 4), 'bench', t - interval '1 day'
  from generate_series('2026-01-01 00:00+01'::timestamptz, '2026-12-31 23:45+01', interval '15 minutes') as t;
create view bench_api.day_price as
  select starts_at, ends_at, spot as spot_czk_per_kwh, round((spot + 0.35) * 1.21, 4) as buy_czk_per_kwh, source, known_at
  from bench_api.price where starts_at >= '2026-06-01 00:00+02' and starts_at < '2026-06-02 00:00+02';
-- pgbench prepares all statements of a pipeline before it runs the first, so as the login role.
grant usage on schema bench_api to bench_anon, bench_login; grant select on all tables in schema bench_api to bench_anon, bench_login;
analyze bench_api.price;
"""


def psql(uri, sql):
    subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", uri], input=sql, text=True, check=True, stdout=subprocess.DEVNULL)


def captured_sql(uri, log, url):
    """The statements of one request with their parameters, as the server logged them."""
    psql(uri, "alter role bench_login set log_statement = 'all'")
    start = os.path.getsize(log)
    with running_server(args.ems, login, 1) as one:
        urllib.request.urlopen(one.base + url).read()
        time.sleep(0.3)
    psql(uri, "alter role bench_login reset log_statement")
    with open(log, encoding="utf-8") as file:
        file.seek(start)
        text = file.read()
    statements = []
    pattern = re.compile(r"LOG:  execute [^:]+: (.*)\n(?:\S+ \S+ \S+ \[\d+\][^\n]*DETAIL:  parameters: (.*)\n)?")
    for sql, parameters in pattern.findall(text):
        values = dict(re.findall(r"\$(\d+) = ('(?:[^']|'')*'|NULL)", parameters or ""))
        statements.append((sql, [values[number][1:-1].replace("''", "'") for number in sorted(values, key=int)]))
    first = max(i for i, (sql, _) in enumerate(statements) if sql == "begin isolation level read committed read only")
    last = next(i for i, (sql, _) in enumerate(statements) if i > first and sql == "reset all")
    return statements[first:last + 1]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class running_server:
    def __init__(self, ems, uri, connections):
        self.port = free_port()
        self.environment = dict(
            os.environ, EMS_DATABASE_URL=uri, EMS_API_SCHEMAS="bench_api", EMS_API_ANON_ROLE="bench_anon", EMS_HTTP_BIND=f"127.0.0.1:{self.port}",
            EMS_API_CONNECTIONS=str(connections))
        self.ems = ems

    def __enter__(self):
        self.process = subprocess.Popen([self.ems, "serve", "--no-jobs", "--no-control"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{self.port}/rest"
        for _ in range(200):
            try:
                urllib.request.urlopen(self.base + "/day_price?limit=1").read()
                return self
            except OSError:
                time.sleep(0.05)
        sys.exit("ems serve did not answer within 10 s")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


def cpu_seconds(pid):
    with open(f"/proc/{pid}/schedstat") as main:
        alone = int(main.read().split()[0]) / 1e9
    threads = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        if thread != str(pid):
            with open(f"/proc/{pid}/task/{thread}/schedstat") as file:
                threads += int(file.read().split()[0]) / 1e9
    return alone + threads


def backends(application):
    text = subprocess.run(["psql", "-qXAt", server, "-c", f"select pid from pg_stat_activity where application_name = '{application}' and usename = 'bench_login'"],
                          capture_output=True, text=True, check=True).stdout
    return [int(line) for line in text.split()]


def postmaster_children(log):
    """CPU time of the server's sessions that have ended."""
    with open(os.path.join(os.path.dirname(log), "data", "postmaster.pid")) as file:
        postmaster = int(file.readline())
    with open(f"/proc/{postmaster}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")


def children():
    times = os.times()
    return times.children_user + times.children_system


def cost_of_http(ems, url, different=False):
    """Requests a second, 95th percentile, errors, and microseconds of CPU a request: PostgreSQL, ems, wrk."""
    pids = backends("ems-api")
    before = sum(map(cpu_seconds, pids)), cpu_seconds(ems.process.pid), children()
    rate, p95, errors = wrk(url, args.seconds, args.clients, different)
    after = sum(map(cpu_seconds, pids)), cpu_seconds(ems.process.pid), children()
    return rate, p95, errors, [(late - early) / (rate * args.seconds) * 1e6 for early, late in zip(before, after)]


def cost_of_pgbench(log, pipelined):
    """Transactions a second, and microseconds of CPU each: PostgreSQL, pgbench."""
    before = postmaster_children(log), children()
    rate = pgbench(login, statements, args.connections, args.seconds, pipelined)
    time.sleep(0.3)
    after = postmaster_children(log), children()
    return rate, [(late - early) / (rate * args.seconds) * 1e6 for early, late in zip(before, after)]


def wrk(url, seconds, clients, different=False):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        if different:
            script.write('local n = 0\nrequest = function() n = n + 1; return wrk.format("GET", wrk.path .. "?spot_czk_per_kwh=gte.-" .. n) end\n')
        script.write('done = function(s, l, r) io.write(string.format("p95 %.3f ms, errors %d\\n", l:percentile(95) / 1000, '
                     's.errors.status + s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout)) end')
        script.flush()
        text = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", script.name, url], capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", text).group(1))
    p95, errors = re.search(r"p95 ([\d.]+) ms, errors (\d+)", text).groups()
    return rate, float(p95), int(errors)


def pgbench(uri, statements, connections, seconds, pipelined=True):
    lines, variables = [], []
    for number, (sql, values) in enumerate(statements):
        lines.append(re.sub(r"\$(\d+)", rf":s{number}p\1", sql) + ";")
        for position, value in enumerate(values, 1):
            variables += ["-D", f"s{number}p{position}={value}"]
    if pipelined:
        lines = ["\\startpipeline"] + lines + ["\\endpipeline"]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write("\n".join(lines) + "\n")
        script.flush()
        run = subprocess.run(
            ["pgbench", "-n", "-M", "prepared", "-c", str(connections), "-j", "1", "-T", str(seconds), *variables, "-f", script.name, uri],
            capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"pgbench failed: {run.stderr[-2000:]}")
    return float(re.search(r"tps = ([\d.]+)", run.stdout).group(1))


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--ems", default=".build/release/ems")
parser.add_argument("--log", required=True, help="the server's log file, from which the statements are read")
parser.add_argument("--connections", type=int, default=4)
parser.add_argument("--clients", type=int, default=50)
parser.add_argument("--seconds", type=int, default=5)
parser.add_argument("--rounds", type=int, default=4)
args = parser.parse_args()
server = os.environ.get("EMS_TEST_SERVER") or sys.exit('EMS_TEST_SERVER is not set: run eval "$(scripts/test-server start)" first')
login = re.sub(r"//[^@]*@", "//bench_login:bench@", server)
psql(server, SCHEMA)
url = "/day_price"
statements = captured_sql(server, args.log, url)
kinds = {"the same": False, "something of its own": True}
rounds = {kind: [] for kind in kinds}
direct, plain = [], []
with running_server(args.ems, login, args.connections) as server_under_test:
    wrk(server_under_test.base + url, 2, args.clients)
    for _ in range(args.rounds):
        answers = {kind: cost_of_http(server_under_test, server_under_test.base + url, different) for kind, different in kinds.items()}
        same, same_cost = cost_of_pgbench(args.log, True)
        single, single_cost = cost_of_pgbench(args.log, False)
        direct.append(same_cost)
        plain.append(single_cost)
        print(f"pgbench pipelined {same:.0f}/s, {same_cost[0]:.0f} us PostgreSQL + {same_cost[1]:.0f} pgbench; one by one {single:.0f}/s, {single_cost[0]:.0f} + {single_cost[1]:.0f}")
        for kind, (rate, p95, errors, cost) in answers.items():
            rounds[kind].append((rate / same, rate / single, p95, errors, *cost))
            print(f"  http, {kind}: {rate:.0f}/s, ratio {rate / same:.2f} and {rate / single:.2f}, p95 {p95:.2f} ms, errors {errors}, CPU us {cost[0]:.0f} PostgreSQL + {cost[1]:.0f} ems + {cost[2]:.0f} wrk", flush=True)

pipelined, one_by_one = ([statistics.median(part) for part in zip(*table)] for table in (direct, plain))
print(f"medians of {args.rounds} rounds, {args.connections} connections, {args.clients} clients, {len(statements)} statements a request, load {os.getloadavg()[0]:.1f}:")
for kind, table in rounds.items():
    pipe, single, p95, _, database, ems, client = (statistics.median(part) for part in zip(*table))
    print(f"  {kind}: ratio {pipe:.2f} pipelined, {single:.2f} one by one, p95 {p95:.2f} ms, CPU a request {database:.0f} + {ems:.0f} + {client:.0f} us against {pipelined[0]:.0f} + {pipelined[1]:.0f} us pipelined "
          f"and {one_by_one[0]:.0f} + {one_by_one[1]:.0f} us one by one, errors {sum(row[3] for row in table)}")
psql(server, "drop schema bench_api cascade")
