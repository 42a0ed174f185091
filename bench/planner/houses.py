"""Seeded random houses: problems of docs/contract `ems.fn_solve_plan`, one family a function argument, CZK-like prices."""

from __future__ import annotations

import math
import random

FAMILIES = {
    # name: (devices, slots, slot_minutes, price kind)
    "battery_96": ("B", (96, 92, 100), 15, "normal"),
    "battery_192": ("B", (192,), 15, "normal"),
    "battery_hourly": ("B", (36, 48), 60, "normal"),
    "battery_negative": ("B", (96, 192, 36), 15, "negative"),
    "battery_inverted": ("B", (96, 192, 36), 15, "inverted"),
    "ev_only": ("EE", (96, 192, 36), 15, "normal"),
    "heat_pump_only": ("H", (96, 192, 36), 15, "normal"),
    "house_96": ("BEEH", (96, 92, 100), 15, "normal"),
    "house_192": ("BEEH", (192,), 15, "normal"),
    "house_hourly": ("BEEH", (36, 48), 60, "normal"),
    "house_negative": ("BEEH", (96, 192, 36), 15, "negative"),
    "house_inverted": ("BEEH", (96, 36), 15, "inverted"),
    "fleet": ("?", (96,), 15, "any"),
    "mix": ("?", (36, 92, 96, 100, 144, 192), 0, "any"),
}


def house(family: str, seed: int) -> dict:
    """One problem; the same family and seed give the same problem."""
    r = random.Random(f"{family}/{seed}")
    devices, lengths, minutes, kind = FAMILIES[family]
    if devices == "?":
        devices = "".join(r.choice(["", d]) for d in "BH") + "E" * r.choice([0, 0, 1, 2, 3])
        devices = devices or "B"
    T = r.choice(lengths)
    minutes = minutes or r.choice([15, 15, 60, 30])
    if kind == "any":
        kind = r.choice(["normal", "normal", "negative", "inverted", "flat"])
    dt = minutes / 60
    hour = [(r.choice([0, 6, 13.25]) * (t < 0)) + (t * dt) % 24 for t in range(T)]
    phase = r.choice([0, 0, 6.25, 13.5, 15.0])
    hour = [(x + phase) % 24 for x in hour]

    problem = {"start": "2026-03-28T00:00:00+01:00", "slot_minutes": minutes}
    problem["buy_price"], problem["sell_price"] = prices(r, hour, dt, kind)
    problem["load_w"] = load(r, hour, dt)
    problem["pv_w"] = pv(r, hour, dt)
    fuse = r.choice([r.uniform(4000, 8000), 11000, 17250, 22000])
    problem["grid"] = {
        "import_limit_w": round(fuse),
        "export_limit_w": r.choice([0, 5000, 10000, 10000, 1e5]),
    }
    if "B" in devices:
        problem["battery"] = battery(r, kind)
    if "E" in devices:
        problem["ev"] = [ev(r, k, T, dt) for k in range(devices.count("E"))]
    if "H" in devices:
        problem["heat_pump"] = heat_pump(r, hour, dt, T)
    return problem


def prices(r, hour, dt, kind):
    level, swing = r.uniform(1.0, 3.0), r.uniform(0.3, 1.4)
    dip = r.uniform(0.2, 1.5)
    if kind == "negative":
        dip += r.uniform(1.5, 4.0) + level
    low, high = r.choice([(0.6, 2.3), (1.9, 1.9), (0.3, 0.9)])
    spot, day = [], 1.0
    block = max(1, round(1 / dt)) if r.random() < 0.3 else 1  # hourly prices in quarter-hour slots: many ties
    for t, h in enumerate(hour):
        if t and hour[t] < hour[t - 1]:
            day = r.uniform(0.5, 1.4)
        s = level + swing * (math.exp(-(((h - 8) / 2) ** 2)) + 1.5 * math.exp(-(((h - 19) / 2.5) ** 2)))
        s -= day * dip * math.exp(-(((h - 13) / 2.6) ** 2))
        s += r.gauss(0, 0.12 * swing)
        spot.append(spot[t - t % block] if t % block else s)
    if kind == "flat":
        spot = [level] * len(hour)
    vat = 1.21
    low_tariff = lambda h: not (7 <= h < 8 or 10 <= h < 11 or 17 <= h < 19)
    buy = [round((s + (low if low_tariff(h) else high)) * vat, 5) for s, h in zip(spot, hour)]
    fee = r.choice([0.25, 0.4, 1.0])
    sell = [round(s - fee, 5) for s in spot]
    if kind == "flat" and r.random() < 0.5:
        sell = [0.5] * len(hour)
    if kind == "inverted":
        share = r.choice([0.1, 0.3, 1.0])
        for t in range(len(hour)):
            if r.random() < share or 17 <= hour[t] < 20:
                sell[t] = round(buy[t] + r.uniform(0.0, 1.5), 5)
    if kind == "negative" and r.random() < 0.5:  # a tariff without a floor: the all-in price is negative too
        buy = [round(b - r.uniform(0.0, 0.2) - (1.5 if s < 0 else 0.0), 5) for b, s in zip(buy, spot)]
    return buy, sell


def load(r, hour, dt):
    base, evening = r.uniform(150, 500), r.uniform(300, 2500)
    out = []
    for h in hour:
        w = base + evening * math.exp(-(((h - 19) / 2.2) ** 2)) + 0.5 * evening * math.exp(-(((h - 7.5) / 1.5) ** 2))
        w *= r.uniform(0.7, 1.3)
        if r.random() < 0.04:
            w += r.uniform(1000, 6000)
        out.append(round(w, 1))
    return out


def pv(r, hour, dt):
    peak, width = r.choice([0, 3000, 6000, 10000, 15000]) * r.uniform(0.3, 1.0), r.uniform(2.2, 3.6)
    return [round(max(0.0, peak * math.exp(-(((h - 12.7) / width) ** 2)) * r.uniform(0.6, 1.0) - 40), 1) for h in hour]


def battery(r, kind):
    capacity = r.choice([5000, 10000, 15000, 20000])
    lo, hi = capacity * r.choice([0, 0.1, 0.2]), capacity * r.choice([1.0, 0.95])
    soc = r.choice([lo, hi, r.uniform(lo, hi), r.uniform(lo, hi)])
    power = r.choice([0.3, 0.5, 0.8]) * capacity
    out = {
        "soc_wh": round(soc, 1), "soc_min_wh": lo, "soc_max_wh": hi,
        "charge_limit_w": power, "discharge_limit_w": power * r.choice([1, 1.2]),
        "charge_efficiency": r.choice([0.95, 0.97, 0.92]), "discharge_efficiency": r.choice([0.95, 0.97, 0.93]),
        "wear_per_kwh": r.choice([0, 0.1, 0.5]), "terminal_value_per_kwh": r.choice([0, 1.5, 3.0]),
    }
    if r.random() < 0.15:
        out["grid_charge"] = False
    if r.random() < 0.15:
        out["grid_discharge"] = False
    return out


def ev(r, k, T, dt):
    start = r.randrange(0, max(1, T // 2))
    end = min(T, start + max(1, round(r.choice([4, 8, 12, 16]) / dt)))
    min_w, max_w = r.choice([(1380, 7400), (4140, 11000), (1380, 3680), (4140, 22000), (0, 7400)])
    reach = (end - start) * dt * max_w * 0.9
    energy = r.choice([r.uniform(3000, 25000), r.uniform(5000, 50000), r.uniform(0.2, 0.7) * reach])
    if r.random() < 0.1:
        energy = 1.3 * reach  # cannot be reached
    return {
        "id": f"car{k + 1}", "from_slot": start, "to_slot": end, "energy_wh": round(energy),
        "min_w": min_w, "max_w": max_w, "efficiency": r.choice([0.88, 0.9, 0.93]),
    }


def heat_pump(r, hour, dt, T):
    """A pump that can carry its house (most of the time) with a store that takes its shortest run (most of the time)."""
    max_w = r.choice([1500, 2500, 3500, 5000])
    cop0 = r.uniform(2.3, 4.2)
    share = r.uniform(0.1, 0.7)
    cop = [round(cop0 + 0.5 * math.cos((h - 14) / 24 * 2 * math.pi), 3) for h in hour]
    demand = [round(max(0.0, share * max_w * cop0 * (1 - 0.3 * math.cos((h - 14) / 24 * 2 * math.pi)) * r.uniform(0.7, 1.3)), 1) for h in hour]
    min_w = max_w * r.choice([0.25, 0.3, 0.4, 1.0])
    out = {"heat_demand_w": demand, "cop": cop, "min_w": min_w, "max_w": max_w}
    run = 1
    if r.random() < 0.5:
        run = out["min_run_slots"] = r.choice([1, 2, 4]) if dt < 0.5 else r.choice([1, 2])
        out["min_pause_slots"] = r.choice([1, 2, 3]) if dt < 0.5 else 1
    shortest = run * dt * min_w * cop0
    store = max(r.choice([5000, 8000, 12000, 25000]), 1.3 * shortest)
    if r.random() < 0.05:
        store = 0.6 * store  # a store that is too small
    low = 0 if r.random() < 0.5 else 0.1 * store
    out |= {
        "store_wh": round(max(low, store * r.choice([0.2, 0.5, 0.9])), 1), "store_min_wh": round(low, 1), "store_max_wh": round(low + store, 1),
        "store_retention": round((1 - r.choice([0, 0.01, 0.03])) ** dt, 6),
        "shortfall_per_kwh": 20, "terminal_value_per_kwh": r.choice([0, 0.5, 1.0]),
    }
    if r.random() < 0.25:
        out["max_starts"] = max(1, round(T * dt / 24 * r.choice([3, 6, 10])))
    if r.random() < 0.3:
        out["state_slots"] = r.choice([-8, -1, 1, 2, 8])
    return out
