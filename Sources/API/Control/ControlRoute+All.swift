extension ControlRoute {
    /// Every door below `/api/v1` that is one function.
    static let all: [ControlRoute] = [
        ControlRoute("GET", "me", "me", "Who the caller is, and the houses of theirs."),
        ControlRoute("GET", "me/sites", "my_sites", "Houses the caller may see."),
        job("prices/import", "price_import", "Download day-ahead prices now.", [ControlField("date", .day, "Delivery day; tomorrow's, or today's, by default.")]),
        job("fx/import", "fx_import", "Download exchange rates now."),
        job("forecast/run", "forecast_import", "Download forecasts now."),
        job("plan/run", "plan_rolling", "Make a plan now.", [ControlField("type", .choice(["rolling", "daily"]), "rolling by default.")]),
        job("setpoints/export", "setpoint_export", "Decide setpoints anew now."),
        job(
            "audit/fill", "audit_fill", "Fill the audit of a range of time now.",
            [ControlField("from", .instant, "Start; where the audit ends by default."), ControlField("to", .instant, "End; now by default.")]),
        ControlRoute("GET", "sites/{id}/jobs/{job_run_id}", "job", "One run of a job: state, progress, result, error."),
        ControlRoute("GET", "sites/{id}/overrides", "override_list", "The latest 200 overrides, newest first."),
        ControlRoute(
            "POST", "sites/{id}/overrides", "override_create", "Want something else than the plan for a limited time.", success: 201,
            body: [
                ControlField(
                    "kind",
                    .choice([
                        "battery_charge", "battery_hold", "battery_discharge", "battery_auto", "car_now", "car_pause", "heat_boost", "heat_reduce", "export_stop",
                        "hands_off",
                    ]), required: true, "What is wanted."),
                ControlField("reason", .text, required: true, "Why; it is kept with every command."),
                ControlField("ends_at", .instant, "Until when, seven days at most; this or minutes."),
                ControlField("minutes", .integer(1...10_080), "Or for how long."),
                ControlField("starts_at", .instant, "From when; now by default."),
                ControlField("device", .text, "Which device, where the house has several."),
                ControlField("power_w", .number, "How strongly, W; as much as the device allows by default."),
                ControlField("energy_wh", .number, "Until so much is in, Wh."),
            ]),
        ControlRoute("DELETE", "sites/{id}/overrides/{override_id}", "override_cancel", "Take an override back."),
        ControlRoute(
            "POST", "sites/{id}/control-mode", "control_mode", "Switch control on (control) or off (observe: the owner's settings are written back).",
            body: [ControlField("mode", .choice(["observe", "control"]), required: true, "observe or control.")]),
        alert("acknowledge", "Say that somebody has seen an alert."),
        alert("resolve", "End an alert; a safety lock is reset instead."),
        ControlRoute("POST", "sites/{id}/safety-lock/reset", "safety_lock_reset", "End every safety lock of the house."),
        ControlRoute(
            "POST", "sites/{id}/devices", "device_register", "Register a device; its telemetry is refused until it is validated.", success: 201,
            body: [
                ControlField("device", .text, required: true, "Name within the house."), ControlField("device_model", .text, required: true, "A known model."),
                ControlField("gateway_id", .text, required: true, "A gateway of the house."), ControlField("unit_id", .integer(0...255), "Modbus unit, 1 by default."),
            ]),
        ControlRoute(
            "POST", "sites/{id}/devices/{device}/validate", "device_validate", "Vouch for a device, or take it back.",
            body: [ControlField("validated", .boolean, "true by default.")]),
    ]

    private static func job(_ path: String, _ job: String, _ summary: String, _ query: [ControlField] = []) -> ControlRoute {
        var route = ControlRoute("POST", "sites/{id}/\(path)", "request_job", summary, success: 202, query: query)
        route.fixed = [.init(key: "p_job", value: .string(job))]
        route.queryArgument = "p_argument"
        if job.hasPrefix("plan_") { route.jobSuffix = "type" }
        return route
    }

    private static func alert(_ action: String, _ summary: String) -> ControlRoute {
        var route = ControlRoute("POST", "sites/{id}/alerts/{alert_id}/\(action)", "alert_act", summary)
        route.fixed = [.init(key: "p_action", value: .string(action))]
        return route
    }
}
