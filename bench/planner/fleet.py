"""Many houses planned by one SQL statement over a table of problems, as parallel as PostgreSQL makes it.

    EMS_BENCH_DSN=… python fleet.py [houses] [workers]
"""

from __future__ import annotations

import json
import sys
import time

from database import Database
from houses import house


def main():
    count, workers = (int(x) for x in (sys.argv[1:] + ["10000", "2"][len(sys.argv) - 1:])[:2])
    db = Database(timeout_s=7200)
    db.cursor.execute("create schema if not exists bench; drop table if exists bench.fleet; create table bench.fleet (id int primary key, problem jsonb not null)")
    with db.cursor.copy("copy bench.fleet from stdin") as copy:
        for seed in range(count):
            copy.write_row((seed, json.dumps(house("fleet", seed))))
    db.cursor.execute(f"alter table bench.fleet set (parallel_workers = {workers}); analyze bench.fleet")
    db.cursor.execute(f"set max_parallel_workers_per_gather = {workers}; set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0; set parallel_leader_participation = off")
    query = """select count(*), sum((plan ->> 'cost')::float8), percentile_cont(0.5) within group (order by (plan ->> 'gap')::float8), max((plan ->> 'gap')::float8)
               from (select ems.fn_solve_plan(problem) as plan from bench.fleet offset 0) as p"""
    db.cursor.execute("explain " + query)
    parallel = any("Gather" in row[0] for row in db.cursor.fetchall())
    began = time.perf_counter()
    db.cursor.execute(query)
    planned, cost, median, worst = db.cursor.fetchone()
    took = time.perf_counter() - began
    db.cursor.execute("drop schema bench cascade")
    print(f"{planned} houses of 96 slots in {took:.0f} s ({1000 * took / planned:.1f} ms a house, {workers} workers{'' if parallel else ', not parallel'}), certified gap median {100 * median:.4f} %, worst {100 * worst:.2f} %")


if __name__ == "__main__":
    main()
