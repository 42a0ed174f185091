"""The exact mixed-integer program of the contract, solved by HiGHS. The planner is measured against it; nothing else uses it."""

from __future__ import annotations

import time

import highspy
import numpy as np


class Model:
    """A tiny row/column collector over HiGHS."""

    def __init__(self):
        self.cost, self.lower, self.upper, self.integer = [], [], [], []
        self.rows = []  # (lower, upper, [(column, value)])

    def var(self, lower=0.0, upper=np.inf, cost=0.0, integer=False):
        self.cost.append(cost); self.lower.append(lower); self.upper.append(upper); self.integer.append(integer)
        return len(self.cost) - 1

    def row(self, terms, lower=-np.inf, upper=np.inf):
        self.rows.append((lower, upper, terms))

    def solve(self, relaxed=False, gap=1e-6, seconds=60.0, threads=2):
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.cost), len(self.rows)
        lp.col_cost_ = np.array(self.cost, float); lp.col_lower_ = np.array(self.lower, float); lp.col_upper_ = np.array(self.upper, float)
        lp.row_lower_ = np.array([r[0] for r in self.rows], float); lp.row_upper_ = np.array([r[1] for r in self.rows], float)
        start, index, value = [0], [], []
        for _, _, terms in self.rows:
            for column, v in terms:
                index.append(column); value.append(v)
            start.append(len(index))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(start, np.int32); lp.a_matrix_.index_ = np.array(index, np.int32); lp.a_matrix_.value_ = np.array(value, float)
        if any(self.integer) and not relaxed:
            lp.integrality_ = [highspy.HighsVarType.kInteger if i else highspy.HighsVarType.kContinuous for i in self.integer]
        h = highspy.Highs()
        h.setOptionValue("output_flag", False); h.setOptionValue("mip_rel_gap", gap); h.setOptionValue("mip_abs_gap", 1e-7)
        h.setOptionValue("time_limit", float(seconds)); h.setOptionValue("threads", threads)
        h.setOptionValue("primal_feasibility_tolerance", 1e-8); h.setOptionValue("mip_feasibility_tolerance", 1e-8)
        h.passModel(lp)
        began = time.perf_counter()
        h.run()
        took = time.perf_counter() - began
        info = h.getInfo()
        bound = info.mip_dual_bound if any(self.integer) and not relaxed else info.objective_function_value
        return {"status": str(h.getModelStatus()).split(".k")[-1], "cost": info.objective_function_value, "bound": bound,
                "x": np.array(h.getSolution().col_value), "seconds": took}


def build(p: dict):
    """Columns in kW and kWh (scaled from W and Wh, the better for the tolerances). Returns the model, the constant and the columns."""
    m, T, dt = Model(), len(p["buy_price"]), p["slot_minutes"] / 60
    buy, sell = p["buy_price"], p["sell_price"]
    over_price = p.get("over_limit_per_kwh", 100)
    B, H, E = p.get("battery"), p.get("heat_pump"), p.get("ev") or []
    il, el = p["grid"]["import_limit_w"] / 1e3, p["grid"]["export_limit_w"] / 1e3
    col, constant = {}, 0.0
    most = sum(e["max_w"] for e in E) / 1e3 + (H["max_w"] / 1e3 if H else 0) + (B["charge_limit_w"] / 1e3 if B else 0)
    for t in range(T):
        load, pv = p["load_w"][t] / 1e3, p["pv_w"][t] / 1e3
        cap = load + most
        xmax = min(el, pv + (B["discharge_limit_w"] / 1e3 if B else 0))
        imp, over = m.var(0, il, dt * buy[t]), m.var(0, max(0.0, cap - il), dt * (buy[t] + over_price))
        exp, cut = m.var(0, xmax, -dt * sell[t]), m.var(0, pv)
        col[t] = {"imp": imp, "over": over, "exp": exp, "cut": cut, "ev": {}}
        balance = [(imp, 1), (over, 1), (exp, -1), (cut, -1)]
        if sell[t] > buy[t] + 1e-12 or buy[t] < 0:
            w = m.var(0, 1, integer=True)
            m.row([(imp, 1), (over, 1), (w, -cap)], upper=0)
            m.row([(exp, 1), (w, xmax)], upper=xmax)
        if B:
            bc, bd = m.var(0, B["charge_limit_w"] / 1e3), m.var(0, B["discharge_limit_w"] / 1e3)
            soc = m.var(-np.inf)
            col[t].update(bc=bc, bd=bd, soc=soc)
            balance += [(bc, -1), (bd, 1)]
            if min(buy) < 0 or min(sell) < 0 or B["terminal_value_per_kwh"] < 0:
                w = m.var(0, 1, integer=True)
                m.row([(bc, 1), (w, -B["charge_limit_w"] / 1e3)], upper=0)
                m.row([(bd, 1), (w, B["discharge_limit_w"] / 1e3)], upper=B["discharge_limit_w"] / 1e3)
            if not B.get("grid_charge", True):
                m.row([(bc, 1), (cut, 1)], upper=pv)
                # charging only: bc is bounded by the PV used; without charging the row is slack since cut <= pv
            if not B.get("grid_discharge", True):
                m.row([(exp, 1), (cut, 1)], upper=pv)
        for k, e in enumerate(E):
            if e["from_slot"] <= t < e["to_slot"]:
                x = m.var(0, e["max_w"] / 1e3)
                col[t]["ev"][k] = x
                balance.append((x, -1))
                if e["min_w"] > 0:
                    z = m.var(0, 1, integer=True)
                    m.row([(x, 1), (z, -e["max_w"] / 1e3)], upper=0)
                    m.row([(x, 1), (z, -e["min_w"] / 1e3)], lower=0)
        if H:
            h, on, cold, store = m.var(0, H["max_w"] / 1e3), m.var(0, 1, integer=True), m.var(0, np.inf, H.get("shortfall_per_kwh", 20)), m.var(-np.inf)
            col[t].update(h=h, on=on, cold=cold, store=store)
            balance.append((h, -1))
            m.row([(h, 1), (on, -H["max_w"] / 1e3)], upper=0)
            m.row([(h, 1), (on, -H["min_w"] / 1e3)], lower=0)
        m.row(balance, load - pv, load - pv)
    if B:
        constant += battery_rows(m, B, col, T, dt)
    for k, e in enumerate(E):
        missing = m.var(0, np.inf, e.get("shortfall_per_kwh", 50))
        terms = [(col[t]["ev"][k], dt * e["efficiency"]) for t in range(e["from_slot"], e["to_slot"])]
        m.row(terms + [(missing, 1)], lower=e["energy_wh"] / 1e3)
        m.row(terms, upper=e["energy_wh"] / 1e3 + e["min_w"] / 1e3 * dt * e["efficiency"])
        col[f"missing{k}"] = missing
    if H:
        heat_rows(m, H, col, T, dt)
    return m, constant, col


def battery_rows(m, B, col, T, dt):
    lo, hi, s0 = B["soc_min_wh"] / 1e3, B["soc_max_wh"] / 1e3, B["soc_wh"] / 1e3
    up, down = dt * B["charge_efficiency"], dt / B["discharge_efficiency"]
    wear = B["wear_per_kwh"]
    inside_before = None
    for t in range(T):
        c = col[t]
        m.cost[c["bc"]] += wear * up
        m.cost[c["bd"]] += wear * down
        terms = [(c["soc"], 1), (c["bc"], -up), (c["bd"], down)]
        m.row(terms + ([(col[t - 1]["soc"], -1)] if t else []), *([0, 0] if t else [s0, s0]))
        m.lower[c["soc"]], m.upper[c["soc"]] = min(lo, s0), max(hi, s0)
        if s0 < lo or s0 > hi:  # outside the band it may only move towards it, and once inside it stays
            inside = m.var(0, 1, integer=True)
            wrong, limit = ("bd", B["discharge_limit_w"] / 1e3) if s0 < lo else ("bc", B["charge_limit_w"] / 1e3)
            if s0 < lo:
                m.row([(c["soc"], 1), (inside, -(lo - s0))], lower=s0)
            else:
                m.row([(c["soc"], 1), (inside, s0 - hi)], upper=s0)
            if inside_before is None:
                m.upper[c[wrong]] = 0.0
            else:
                m.row([(c[wrong], 1), (inside_before, -limit)], upper=0)
                m.row([(inside, 1), (inside_before, -1)], lower=0)
            inside_before = inside
    m.cost[col[T - 1]["soc"]] -= B["terminal_value_per_kwh"]
    return 0.0


def heat_rows(m, H, col, T, dt):
    keep, s0 = H["store_retention"], H["store_wh"] / 1e3
    run, pause, state = H.get("min_run_slots", 1), H.get("min_pause_slots", 1), H.get("state_slots")
    drained = s0
    for t in range(T):
        c = col[t]
        m.lower[c["store"]] = H["store_min_wh"] / 1e3
        drained = keep * drained - dt * H["heat_demand_w"][t] / 1e3
        m.upper[c["store"]] = max(H["store_max_wh"] / 1e3, drained)
        terms = [(c["store"], 1), (c["h"], -dt * H["cop"][t]), (c["cold"], -1)]
        fixed = -dt * H["heat_demand_w"][t] / 1e3
        if t:
            m.row(terms + [(col[t - 1]["store"], -keep)], fixed, fixed)
        else:
            m.row(terms, fixed + keep * s0, fixed + keep * s0)
    m.cost[col[T - 1]["store"]] -= H["terminal_value_per_kwh"]
    before = 1 if state is not None and state > 0 else 0
    start, stop = [], []
    for t in range(T):
        s, z = m.var(0, 1), m.var(0, 1)
        start.append(s); stop.append(z)
        m.row([(s, 1), (z, -1), (col[t]["on"], -1)] + ([(col[t - 1]["on"], 1)] if t else []), *([0, 0] if t else [-before, -before]))
        m.row([(s, 1), (z, 1)], upper=1)
        m.row([(start[i], 1) for i in range(max(0, t - run + 1), t + 1)] + [(col[t]["on"], -1)], upper=0)
        m.row([(stop[i], 1) for i in range(max(0, t - pause + 1), t + 1)] + [(col[t]["on"], 1)], upper=1)
    if state is not None and state > 0:
        for t in range(min(T, max(0, run - state))):
            m.lower[col[t]["on"]] = 1
    if state is not None and state < 0:
        for t in range(min(T, max(0, pause + state))):
            m.upper[col[t]["on"]] = 0
    if H.get("max_starts") is not None:
        m.row([(s, 1) for s in start], upper=H["max_starts"])


def solve(p: dict, **options):
    m, constant, col = build(p)
    out = m.solve(**options)
    out["cost"] += constant
    out["bound"] += constant
    out["columns"] = col
    return out
