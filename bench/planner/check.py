"""Every constraint of the contract and the cost formula, recomputed from a plan's slots alone. Nothing here knows how the plan was made."""

from __future__ import annotations


def broken_off(H: dict, dt: float, t: int) -> bool:
    """A run under way before slot 0 may end early where the store cannot take the rest of it, even at least power."""
    state, store = H.get("state_slots") or 0, H["store_wh"]
    drained = store
    for i in range(max(0, min(H.get("min_run_slots", 1) - state, len(H["cop"])))) if state > 0 else ():
        store = max(H["store_min_wh"], H["store_retention"] * store + dt * (H["cop"][i] * H["min_w"] - H["heat_demand_w"][i]))
        drained = H["store_retention"] * drained - dt * H["heat_demand_w"][i]
        if store > max(H["store_max_wh"], drained) + 1:
            return t <= i
    return False


def check(p: dict, plan: dict) -> tuple[float, list[str]]:
    """The cost by the contract's formula, and what is broken by more than 1 W or 1 Wh."""
    T, dt = len(p["buy_price"]), p["slot_minutes"] / 60
    B, H, E = p.get("battery"), p.get("heat_pump"), p.get("ev") or []
    bad: list[str] = []

    def say(t, what, by):
        if by > 1.0:
            bad.append(f"slot {t}: {what} by {by:.2f}")

    if [s["slot"] for s in plan["slots"]] != list(range(T)):
        bad.append("slots are not 0 to T-1")
    cost, soc, store = 0.0, (B or {}).get("soc_wh", 0.0), (H or {}).get("store_wh", 0.0)
    delivered = [0.0] * len(E)
    drained, on_before, run, starts = store, bool(H and (H.get("state_slots") or 0) > 0), abs((H or {}).get("state_slots") or 10**6), 0
    outside = bool(B) and not B["soc_min_wh"] <= soc <= B["soc_max_wh"]
    for t, s in enumerate(plan["slots"]):
        b, h, c, used = s["battery_w"], s["heat_pump_w"], s["curtailed_w"], s["pv_used_w"]
        ev = [s["ev_w"].get(e["id"], 0.0) for e in E]
        say(t, "curtailed below 0 or above pv", max(-c, c - p["pv_w"][t]))
        say(t, "pv used and curtailed are not pv", abs(used + c - p["pv_w"][t]))
        grid = p["load_w"][t] - used + b + sum(ev) + h
        say(t, "balance", abs(grid - s["grid_w"]))
        grid = s["grid_w"]
        say(t, "export limit", -grid - p["grid"]["export_limit_w"])
        cost += dt / 1000 * (p["buy_price"][t] if grid > 0 else p["sell_price"][t]) * grid
        cost += dt / 1000 * p.get("over_limit_per_kwh", 100) * max(0.0, grid - p["grid"]["import_limit_w"])
        if B:
            say(t, "charge limit", b - B["charge_limit_w"])
            say(t, "discharge limit", -b - B["discharge_limit_w"])
            if not B.get("grid_charge", True):
                say(t, "grid charges the battery", b - used)
            if not B.get("grid_discharge", True):
                say(t, "the battery feeds the grid", -grid - used)
            d = dt * (b * B["charge_efficiency"] if b > 0 else b / B["discharge_efficiency"])
            say(t, "soc", abs(soc + d - s["soc_wh"]) - 0.1)
            now = s["soc_wh"]
            say(t, "below the band", min(soc, B["soc_min_wh"]) - now)
            say(t, "above the band", now - max(soc, B["soc_max_wh"]))
            cost += B["wear_per_kwh"] * abs(now - soc) / 1000
            soc = now
        elif abs(b) > 0:
            bad.append(f"slot {t}: a battery that is not there")
        for k, e in enumerate(E):
            if ev[k] > 0:
                if not e["from_slot"] <= t < e["to_slot"]:
                    bad.append(f"slot {t}: {e['id']} is not plugged in")
                say(t, e["id"] + " below min_w", e["min_w"] - ev[k])
                say(t, e["id"] + " above max_w", ev[k] - e["max_w"])
            say(t, e["id"] + " below 0", -ev[k])
            delivered[k] += dt * e["efficiency"] * ev[k]
        if H:
            on = h > 0
            if on:
                say(t, "heat pump below min_w", H["min_w"] - h)
                say(t, "heat pump above max_w", h - H["max_w"])
            if on != on_before:
                need = H.get("min_run_slots", 1) if on_before else H.get("min_pause_slots", 1)
                if run < need and (t > 0 or H.get("state_slots") is not None) and not broken_off(H, dt, t):
                    bad.append(f"slot {t}: heat pump {'ran' if on_before else 'paused'} {run} slots of {need}")
                starts += on
                run = 0
            run, on_before = run + 1, on
            z = H["store_retention"] * store + dt * (H["cop"][t] * h - H["heat_demand_w"][t])
            drained = H["store_retention"] * drained - dt * H["heat_demand_w"][t]
            now = s["store_wh"]
            say(t, "heat vanishes", z - now - 0.1)
            say(t, "store below its least", H["store_min_wh"] - now)
            say(t, "store above its most", now - max(H["store_max_wh"], drained))
            cost += H.get("shortfall_per_kwh", 20) * max(0.0, now - z) / 1000
            store = now
        elif h:
            bad.append(f"slot {t}: a heat pump that is not there")
    if B:
        cost -= B["terminal_value_per_kwh"] * soc / 1000
    for k, e in enumerate(E):
        say(T, e["id"] + " overfull", delivered[k] - e["energy_wh"] - e["min_w"] * dt * e["efficiency"])
        missing = max(0.0, e["energy_wh"] - delivered[k])
        cost += e.get("shortfall_per_kwh", 50) * missing / 1000
        out = next(x for x in plan["ev"] if x["id"] == e["id"])
        say(T, e["id"] + " delivered", abs(out["delivered_wh"] - delivered[k]))
        say(T, e["id"] + " shortfall", abs(out["shortfall_wh"] - missing))
    if H:
        cost -= H["terminal_value_per_kwh"] * store / 1000
        if H.get("max_starts") is not None and starts > H["max_starts"]:
            bad.append(f"{starts} starts of {H['max_starts']}")
    # (slots are written to a thousandth of a W and Wh, and a stored kWh may be worth 99999)
    rounding = 1e-6 * (abs(B["terminal_value_per_kwh"]) + T * abs(B["wear_per_kwh"])) if B else 0.0
    if abs(cost - plan["cost"]) > 1e-3 + 1e-6 * abs(cost) + rounding:
        bad.append(f"cost {plan['cost']} is {cost} by the formula")
    if plan["lower_bound"] > plan["cost"] + 1e-6:
        bad.append(f"bound {plan['lower_bound']} above the cost {plan['cost']}")
    if abs(plan["gap"] - (plan["cost"] - plan["lower_bound"]) / max(1.0, abs(plan["lower_bound"]))) > 1e-6:
        bad.append("gap does not follow from cost and bound")
    return cost, bad
