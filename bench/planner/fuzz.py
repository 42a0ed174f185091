"""Random states, many of them absurd: every one must give a plan that breaks nothing or a refusal (22023) that names the key.

    EMS_BENCH_DSN=… python fuzz.py [first] [last] [seconds]
"""

from __future__ import annotations

import collections
import copy
import random
import sys
import time

import psycopg
from check import check
from database import Database
from houses import house

FAMILIES = ["mix", "mix", "mix", "house_96", "house_negative", "house_inverted", "battery_negative", "house_hourly"]


def strain(p: dict, r: random.Random) -> dict:
    """One to three things of a house at an extreme the contract allows."""
    q = copy.deepcopy(p)
    for _ in range(r.choice([1, 1, 2, 3])):
        B, H, E = q.get("battery"), q.get("heat_pump"), q.get("ev") or []
        what = r.randrange(17)
        if what == 0 and B:
            B["soc_wh"] = r.choice([0, B["soc_max_wh"] * 1.2, B["soc_min_wh"], B["soc_max_wh"], B["soc_min_wh"] * 0.5])
        elif what == 1 and B:
            B["soc_min_wh"] = B["soc_max_wh"] = r.choice([0, 5000])
        elif what == 2 and B:
            B["charge_limit_w"], B["discharge_limit_w"] = r.choice([0, 1e-3, 1e6]), r.choice([0, 1e-3, 1e6])
        elif what == 3 and B:
            B["charge_efficiency"], B["discharge_efficiency"] = r.choice([1, 0.01, 0.5]), r.choice([1, 0.01, 0.5])
        elif what == 4 and B:
            B["terminal_value_per_kwh"], B["wear_per_kwh"] = r.choice([-5, 0, 1000, 99999]), r.choice([0, 1000])
        elif what == 5:
            q["grid"] = {"import_limit_w": r.choice([0, 100, 1e9]), "export_limit_w": r.choice([0, 1e9])}
        elif what == 6:
            q["over_limit_per_kwh"] = r.choice([0, 1, 1e6])
        elif what in (7, 8):
            key, factor = ("buy_price", "sell_price")[what - 7], r.choice([0, 1e-6, 1e3, -1])
            q[key] = [v * factor for v in q[key]]
        elif what in (9, 10):
            key = ("load_w", "pv_w")[what - 9]
            q[key] = [r.choice([0, 1e9, v]) if r.random() < 0.1 else v for v in q[key]]
        elif what == 11 and E:
            r.choice(E)["energy_wh"] = r.choice([0, 1, 1e9, 1e5])
        elif what == 12 and E:
            e = r.choice(E)
            e["min_w"] = r.choice([0, e["max_w"]])
        elif what == 13 and H:
            H["store_wh"] = r.choice([0, H["store_max_wh"] * 3, H["store_min_wh"]])
        elif what == 14 and H:
            H["min_run_slots"], H["min_pause_slots"], H["state_slots"] = r.choice([0, 3, 10, 48]), r.choice([0, 3, 10, 48]), r.choice([-1, 0, 1, 3, -700])
        elif what == 15 and H:
            H["max_starts"], H["store_retention"] = r.choice([0, 1, 2]), r.choice([1, 0.5, 0.01])
        elif what == 16:
            n = r.choice([1, 1, 2, 3, 7])
            for key in ("buy_price", "sell_price", "load_w", "pv_w"):
                q[key] = q[key][:n]
            if H:
                H["cop"], H["heat_demand_w"] = H["cop"][:n], H["heat_demand_w"][:n]
            q["ev"] = [e | {"from_slot": 0, "to_slot": min(n, e["to_slot"])} for e in E if e["from_slot"] < n]
    return q


def spoil(p: dict, r: random.Random) -> dict:
    """One value somewhere replaced, removed or added, as a broken forecast or a typing error would."""
    q = copy.deepcopy(p)

    def places(o):
        for k, v in list(o.items() if isinstance(o, dict) else enumerate(o)):
            yield o, k
            if isinstance(v, (dict, list)):
                yield from places(v)

    o, k = r.choice(list(places(q)))
    how = r.randrange(4)
    if how == 0 and isinstance(o, dict):
        o["surprise"] = 1
    elif how == 1 and isinstance(o, dict):
        del o[k]
    elif how == 2 and isinstance(o, list):
        o.pop()
    else:
        o[k] = r.choice([None, "x", "NaN", -1e30, 1e300, [], {}, True, -1])
    return q


def main():
    first, last, seconds = (int(x) for x in sys.argv[1:] + ["0", "10000", "86400"][len(sys.argv) - 1:])
    db, count, times, memory = Database(timeout_s=60), collections.Counter(), [], 0
    until = time.monotonic() + seconds
    for seed in range(first, last):
        if time.monotonic() > until:
            last = seed
            break
        r = random.Random(seed)
        p = strain(house(r.choice(FAMILIES), seed), r)
        if r.random() < 0.3:
            p = spoil(p, r)
        try:
            plan, ms = db.solve(p)
            times.append((ms, seed))
            _, bad = check(p, plan)
            count["plan that breaks something" if bad else "plan"] += 1
            if bad:
                print(seed, bad[:3], flush=True)
        except psycopg.errors.InvalidParameterValue as e:
            named = bool(e.diag.message_detail and e.diag.message_hint)
            count["refusal that names the key" if named else "refusal that does not"] += 1
        except psycopg.Error as e:
            count["error"] += 1
            print(seed, e.sqlstate, str(e).splitlines()[0], flush=True)
        if seed - first == 200:
            memory = db.memory_kb()
    times.sort()
    print(dict(count), f"median {times[len(times) // 2][0]:.0f} ms, worst {times[-1][0]:.0f} ms (seed {times[-1][1]}); seeds {first} to {last - 1}; backend memory {memory} kB after 200, {db.memory_kb()} kB at the end")


if __name__ == "__main__":
    main()
