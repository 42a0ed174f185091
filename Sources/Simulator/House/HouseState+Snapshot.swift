extension HouseState {
    var snapshot: HouseSnapshot {
        var result = HouseSnapshot(at: now)
        result.outdoorC = weather.temperatureC
        result.cloud = weather.cloud
        result.irradianceWM2 = weather.ghi
        result.gridPhaseW = gridMeter.powerW.array
        result.gridW = gridMeter.powerW.sum()
        result.voltageV = gridMeter.voltageV.array
        result.frequencyHz = gridMeter.frequencyHz
        result.pvStringW = inverter.solarW
        result.pvW = inverter.solarW.reduce(0, +)
        result.garageW = garage.acW
        result.inverterW = inverter.acW.sum()
        result.batteryW = 0 - inverter.battery.powerW
        result.batterySocPct = inverter.battery.socPct
        result.batteryV = inverter.battery.voltageV
        result.batteryC = inverter.battery.temperatureC
        result.loadW = loadPhaseW.sum()
        result.carW = carPhaseW.sum()
        result.carHome = car.isHome ? 1 : 0
        result.carSocPct = car.socPct
        result.heatPumpW = heatPumpMeter.powerW.sum()
        result.houseW = result.loadW + result.carW + result.heatPumpW
        result.heatPumpHeatW = heatPump.heatW
        result.heatPumpDuty = heatPump.duty.rawValue
        result.roomC = building.roomC
        result.tankC = tank.waterC
        result.flowC = heatPump.flowC
        result.returnC = heatPump.returnC
        result.meters = meters
        result.devices = devices
        return result
    }

    private var devices: DeviceCounters {
        let total = inverter.counters.total
        var result = DeviceCounters()
        result.gridImportWh = gridMeter.importWh.sum()
        result.gridExportWh = gridMeter.exportWh.sum()
        result.inverterGridImportWh = total.gridImport
        result.inverterGridExportWh = total.gridExport
        result.inverterLoadWh = total.load
        result.inverterPVWh = total.solar
        result.batteryChargeWh = total.charge
        result.batteryDischargeWh = total.discharge
        result.heatPumpWh = heatPumpMeter.importWh.sum()
        result.chargerSessionWh = charger.sessionWh
        result.garageWh = garage.generatedWh
        return result
    }
}
