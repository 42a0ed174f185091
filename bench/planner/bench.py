"""Plans of ems.fn_solve_plan against HiGHS on the exact mixed-integer program: gap, bound, constraints and time, family by family.

    EMS_BENCH_DSN=… python bench.py [--houses 20] [--limit 20] [family …]
"""

from __future__ import annotations

import argparse
import math
import statistics as st

import milp
from check import check
from database import Database
from houses import FAMILIES, house


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("families", nargs="*", default=list(FAMILIES))
    parser.add_argument("--houses", type=int, default=20)
    parser.add_argument("--limit", type=float, default=20, help="seconds HiGHS has for a house")
    parser.add_argument("--each", action="store_true", help="a line for every house")
    a = parser.parse_args()
    db = Database()
    print("| family | houses | proven by HiGHS | mean gap | worst gap | certified gap median | worst | broken | bound above optimum | ms median | worst | HiGHS ms median |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for family in a.families:
        gaps, certified, ms, highs, broken, above, proven = [], [], [], [], 0, 0, 0
        for seed in range(a.houses):
            p = house(family, seed)
            plan, took = min((db.solve(p), db.solve(p)), key=lambda x: x[1])  # the very first call compiles, and others use the machine's cache
            cost, bad = check(p, plan)
            best = milp.solve(p, seconds=a.limit, gap=1e-5, threads=2)
            scale = max(1.0, abs(best["cost"]))
            gap = (plan["cost"] - best["cost"]) / scale
            if math.isfinite(gap):  # else HiGHS found no plan in its time
                gaps.append(gap)
            certified.append(plan["gap"]); ms.append(took); highs.append(best["seconds"] * 1000)
            broken += bool(bad)
            above += plan["lower_bound"] > best["cost"] + 1e-5 * scale
            proven += best["cost"] - best["bound"] <= 2e-5 * scale
            if a.each or bad:
                print(f"{family} {seed}: cost {plan['cost']:.4f} bound {plan['lower_bound']:.4f} HiGHS {best['cost']:.4f} [{best['bound']:.4f}] gap {100 * gap:.4f} % {took:.0f} ms, {bad[:3]}", flush=True)
        print(f"| {family} | {a.houses} | {proven} | {100 * st.mean(gaps):.4f} % | {100 * max(gaps):.4f} % | {100 * st.median(certified):.4f} % | {100 * max(certified):.3f} % | {broken} | {above} "
              f"| {st.median(ms):.0f} | {max(ms):.0f} | {st.median(highs):.0f} |", flush=True)


if __name__ == "__main__":
    main()
