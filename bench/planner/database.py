"""One connection to the database the planner is loaded in, and what a call costs its backend."""

from __future__ import annotations

import json
import os

import psycopg


class Database:
    """EMS_BENCH_DSN names the database (default: libpq's own); the schema `ems` holds the planner's functions."""

    def __init__(self, timeout_s: float = 60):
        self.connection = psycopg.connect(os.environ.get("EMS_BENCH_DSN", ""), autocommit=True, options=f"-c statement_timeout={round(timeout_s * 1000)}")
        self.cursor = self.connection.cursor()

    def cpu_ms(self) -> float:
        """CPU time of the backend, which a busy machine does not blur as it does the clock. Same machine, Linux."""
        with open(f"/proc/{self.connection.info.backend_pid}/schedstat") as f:
            return int(f.read().split()[0]) / 1e6

    def memory_kb(self) -> int:
        with open(f"/proc/{self.connection.info.backend_pid}/status") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("RssAnon"))

    def solve(self, problem: dict) -> tuple[dict, float]:
        """The plan, and the CPU milliseconds it took."""
        before = self.cpu_ms()
        self.cursor.execute("select ems.fn_solve_plan(%s::jsonb)", (json.dumps(problem),))
        return self.cursor.fetchone()[0], self.cpu_ms() - before
