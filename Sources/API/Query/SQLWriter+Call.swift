extension SQLWriter {
    /// `SELECT … FROM function(…)`.
    mutating func call(_ plan: CallPlan) {
        let isScalar = plan.routine.rowType == nil
        let call = QualifiedName(schema: "", name: "pgrst_call")
        raw("SELECT ")
        if isScalar {
            raw("pgrst_call.pgrst_scalar")
        } else {
            list(plan.columns) { writer, column in writer.column(column, of: call) }
        }
        raw(" ")
        if case .json(let json, let parameters) = plan.arguments, !parameters.isEmpty {
            body(
                json, parameters.map { BodyColumn(name: $0.name, type: $0.castType) }, appliesDefaults: false, firstOnly: true)
            raw(", LATERAL ")
        } else {
            raw("FROM ")
        }
        if isScalar { raw("(SELECT ") }
        name(plan.routine.name)
        raw("(")
        arguments(plan.arguments)
        raw(")")
        raw(isScalar ? " pgrst_scalar) pgrst_call" : " pgrst_call")
    }

    private mutating func arguments(_ arguments: CallPlan.Arguments) {
        switch arguments {
        case .whole(let body, let type):
            value(body)
            raw("::\(type)")
        case .values(let values):
            list(values) { writer, argument in
                writer.named(argument.parameter)
                writer.value(argument.value)
                writer.raw("::\(argument.parameter.castType)")
            }
        case .json(_, let parameters):
            list(parameters) { writer, parameter in
                writer.named(parameter)
                writer.column(parameter.name, of: QualifiedName(schema: "", name: "pgrst_body"))
            }
        }
    }

    private mutating func named(_ parameter: Routine.Parameter) {
        if parameter.isVariadic { raw("VARIADIC ") }
        identifier(parameter.name)
        raw(" := ")
    }
}
