#!/usr/bin/env python3
"""Reads a 96-row view through HTTP (wrk) and through pgbench, with the same SQL on as many connections, in turns.

Needs wrk and pgbench on PATH, a release build of ems (--ems), and EMS_TEST_SERVER (see scripts/test-server).
Prints requests a second, the ratio, and the 95th percentile of HTTP's latency with 50 clients.
"""
import argparse, os, re, subprocess, sys, tempfile, time, urllib.request

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
    with running_server(args.ems, login, 1) as base:
        urllib.request.urlopen(base + url).read()
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


class running_server:
    def __init__(self, ems, uri, connections):
        self.environment = dict(
            os.environ, EMS_DATABASE_URL=uri, EMS_API_SCHEMAS="bench_api", EMS_API_ANON_ROLE="bench_anon", EMS_HTTP_BIND="127.0.0.1:18099",
            EMS_API_CONNECTIONS=str(connections))
        self.ems = ems

    def __enter__(self):
        self.process = subprocess.Popen([self.ems, "serve"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        base = "http://127.0.0.1:18099/rest"
        for _ in range(200):
            try:
                urllib.request.urlopen(base + "/day_price?limit=1").read()
                return base
            except OSError:
                time.sleep(0.05)
        sys.exit("ems serve did not answer within 10 s")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


def cpu_seconds(log):
    """CPU time of the server's ended sessions and of our ended children: it does not depend on who else uses the machine."""
    with open(os.path.join(os.path.dirname(log), "data", "postmaster.pid")) as file:
        postmaster = int(file.readline())
    with open(f"/proc/{postmaster}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    children = os.times()
    return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK"), children.children_user + children.children_system


def cost(log, work):
    """Runs `work`, which returns a number of requests, and returns microseconds of CPU a request: server, and everything else."""
    before = cpu_seconds(log)
    count = work()
    time.sleep(0.5)
    after = cpu_seconds(log)
    return tuple((late - early) / count * 1e6 for early, late in zip(before, after))


def wrk(url, seconds, clients):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
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
rows = []
with running_server(args.ems, login, args.connections) as base:
    wrk(base + url, 2, args.clients)
    for _ in range(args.rounds):
        rate, p95, errors = wrk(base + url, args.seconds, args.clients)
        same = pgbench(login, statements, args.connections, args.seconds)
        single = pgbench(login, statements, args.connections, args.seconds, pipelined=False)
        rows.append((rate, same, rate / same, p95, errors))
        print(f"http {rate:6.0f}/s   pgbench pipelined {same:6.0f}/s ratio {rate / same:4.2f}   one by one {single:6.0f}/s ratio {rate / single:4.2f}   "
              f"p95 {p95:6.2f} ms   errors {errors}", flush=True)


def through_http():
    with running_server(args.ems, login, args.connections) as base:
        return wrk(base + url, args.seconds, args.clients)[0] * args.seconds


http = cost(args.log, through_http)
direct = cost(args.log, lambda: pgbench(login, statements, args.connections, args.seconds) * args.seconds)
print(f"CPU a request: http {http[0]:.0f} us in PostgreSQL + {http[1]:.0f} us in ems and wrk; "
      f"pgbench {direct[0]:.0f} us in PostgreSQL + {direct[1]:.0f} us; ratio by CPU {sum(direct) / sum(http):.2f}")
rows.sort(key=lambda row: row[2])
middle = rows[len(rows) // 2]
print(f"median ratio {middle[2]:.2f}, median p95 {sorted(row[3] for row in rows)[len(rows) // 2]:.2f} ms "
      f"({args.connections} connections, {args.clients} clients, {len(statements)} statements a request)")
psql(server, "drop schema bench_api cascade")
