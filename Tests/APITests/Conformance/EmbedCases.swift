/// Section 3 of the facts: resource embedding.
enum EmbedCases {
    static let all: [Case] = [
        .rows("/projects?select=id,clients(id,name)&id=in.(1,4)", #"[{"id":1,"clients":{"id":1,"name":"Acme"}},{"id":4,"clients":null}]"#),
        .rows("/clients?select=name,projects(id)&order=id", #"[{"name":"Acme","projects":[{"id":1},{"id":2}]},{"name":"Globex","projects":[{"id":3}]}]"#),
        .rows("/projects?select=id,tasks(id)&id=gte.3", #"[{"id":3,"tasks":[{"id":4}]},{"id":4,"tasks":[]}]"#),
        .rows("/users?select=name,tasks(id)&order=id", #"[{"name":"Ann","tasks":[{"id":1},{"id":2}]},{"name":"Bob","tasks":[{"id":1}]},{"name":"Cid","tasks":[{"id":4}]}]"#),
        .rows("/tasks?select=id,users(name)&id=eq.1", #"[{"id":1,"users":[{"name":"Ann"},{"name":"Bob"}]}]"#),
        .rows("/users?select=id,profiles(bio)&order=id", #"[{"id":1,"profiles":{"bio":"first"}},{"id":2,"profiles":{"bio":null}},{"id":3,"profiles":null}]"#),
        .rows("/profiles?select=bio,users(name)&user_id=eq.1", #"[{"bio":"first","users":{"name":"Ann"}}]"#),
        .rows("/clients?select=id,projects(id,tasks(id,users(id)))&id=eq.2", #"[{"id":2,"projects":[{"id":3,"tasks":[{"id":4,"users":[{"id":3}]}]}]}]"#),
        .rows("/projects?select=id,customer:clients(name)&id=eq.1", #"[{"id":1,"customer":{"name":"Acme"}}]"#),
        .rows("/projects?select=id,client_id(name)&id=eq.1", #"[{"id":1,"client_id":{"name":"Acme"}}]"#),
        .rows("/projects?select=id,projects_client_id_fkey(name)&id=eq.1", #"[{"id":1,"projects_client_id_fkey":{"name":"Acme"}}]"#),
        .rows("/projects?select=id,clients!client_id(name)&id=eq.1", #"[{"id":1,"clients":{"name":"Acme"}}]"#),
        .rows("/projects?select=id,clients!id(name)&id=eq.1", #"[{"id":1,"clients":{"name":"Acme"}}]"#),
        .rows("/projects?select=id,clients!projects_client_id_fkey(name)&id=eq.1", #"[{"id":1,"clients":{"name":"Acme"}}]"#),
        .rows("/users?select=id,tasks!users_tasks(id)&id=eq.3", #"[{"id":3,"tasks":[{"id":4}]}]"#),
        .rows("/orders?select=id,billing:addresses!orders_billing_fkey(street),shipping:addresses!shipping_id(street)&order=id", #"[{"id":1,"billing":{"street":"Main St"},"shipping":{"street":"Side St"}},{"id":2,"billing":{"street":"Side St"},"shipping":null}]"#),
        .rows("/addresses?select=id,orders!billing_id(id)&order=id", #"[{"id":1,"orders":[{"id":1}]},{"id":2,"orders":[{"id":2}]}]"#),
        .rows("/employees?select=name,manager_id(name)&id=eq.2", #"[{"name":"Kid","manager_id":{"name":"Root"}}]"#),
        .rows("/employees?select=name,employees(name)&id=eq.1", #"[{"name":"Root","employees":[{"name":"Kid"},{"name":"Sib"}]}]"#),
        .rows("/employees?select=name,staff:employees!manager_id(name)&id=eq.2", #"[{"name":"Kid","staff":[{"name":"Leaf"}]}]"#),
        .rows("/part_notes?select=id,parts(label)&order=id", #"[{"id":1,"parts":{"label":"one"}},{"id":2,"parts":{"label":"two"}},{"id":3,"parts":null}]"#),
        // Views over tables, over views, and materialized.
        .rows("/project_view?select=title,clients(name)&project_id=eq.1", #"[{"title":"Wind","clients":{"name":"Acme"}}]"#),
        .rows("/project_view?select=title,client_view(name)&project_id=eq.3", #"[{"title":"Water","client_view":{"name":"Globex"}}]"#),
        .rows("/clients?select=id,project_view(title)&id=eq.2", #"[{"id":2,"project_view":[{"title":"Water"}]}]"#),
        .rows("/deep_view?select=pid,clients(name)&pid=eq.3", #"[{"pid":3,"clients":{"name":"Globex"}}]"#),
        .rows("/task_summary?select=tasks,projects(name)&project_id=eq.1", #"[{"tasks":2,"projects":{"name":"Wind"}}]"#),
        // Computed relationships.
        .rows("/clients?select=id,biggest(id)&order=id", #"[{"id":1,"biggest":{"id":2}},{"id":2,"biggest":{"id":3}}]"#),
        .rows("/clients?select=id,cheap(id)&order=id", #"[{"id":1,"cheap":[{"id":1}]},{"id":2,"cheap":[]}]"#),
        .rows("/clients?select=id,cheap(id,tasks(id))&id=eq.1", #"[{"id":1,"cheap":[{"id":1,"tasks":[{"id":1},{"id":2}]}]}]"#),
        // Inner joins, filters, order and limits on embeds.
        .rows("/projects?select=id,clients!inner(name)&clients.name=eq.Globex", #"[{"id":3,"clients":{"name":"Globex"}}]"#),
        .rows("/clients?select=id,projects!inner(id)&projects.budget=gt.15", #"[{"id":1,"projects":[{"id":2}]}]"#),
        .rows("/clients?select=id,projects!inner(id,tasks!inner(id))&projects.tasks.name=eq.sell", #"[{"id":2,"projects":[{"id":3,"tasks":[{"id":4}]}]}]"#),
        .rows("/projects?select=id,clients!left(name)&id=eq.4", #"[{"id":4,"clients":null}]"#),
        .rows("/projects?select=id,clients!projects_client_id_fkey!inner(name)&id=gte.3", #"[{"id":3,"clients":{"name":"Globex"}}]"#),
        .rows("/projects?select=id,clients(name)&clients.name=eq.Acme&id=in.(1,3)", #"[{"id":1,"clients":{"name":"Acme"}},{"id":3,"clients":null}]"#),
        .rows("/clients?select=id,p:projects(id)&p.budget=gt.15&id=eq.1", #"[{"id":1,"p":[{"id":2}]}]"#),
        .rows("/clients?select=id,projects(id)&projects.order=id.desc&id=eq.1", #"[{"id":1,"projects":[{"id":2},{"id":1}]}]"#),
        .rows("/clients?select=id,projects(id)&projects.order=id&projects.limit=1&projects.offset=1&id=eq.1", #"[{"id":1,"projects":[{"id":2}]}]"#),
        .rows("/clients?select=id,projects(id)&projects.or=(id.eq.2,name.eq.Water)", #"[{"id":1,"projects":[{"id":2}]},{"id":2,"projects":[{"id":3}]}]"#),
        .rows("/clients?select=id,projects(id,tasks(id))&projects.tasks.order=id.desc&projects.tasks.limit=1&projects.order=id&id=eq.1", #"[{"id":1,"projects":[{"id":1,"tasks":[{"id":2}]},{"id":2,"tasks":[{"id":3}]}]}]"#),
        .rows("/projects?select=id,clients(name)&order=clients(name).desc.nullslast,id&limit=2", #"[{"id":3,"clients":{"name":"Globex"}},{"id":1,"clients":{"name":"Acme"}}]"#),
        // Semi- and anti-joins.
        .rows("/projects?select=id,tasks()&tasks=is.null", #"[{"id":4}]"#),
        .rows("/projects?select=id,tasks()&tasks=not.is.null&order=id", #"[{"id":1},{"id":2},{"id":3}]"#),
        .rows("/projects?select=id,clients()&clients=is.null", #"[{"id":4}]"#),
        .rows("/projects?select=id,clients(),tasks()&or=(clients.is.null,tasks.not.is.null)&order=id", #"[{"id":1},{"id":2},{"id":3},{"id":4}]"#),
        .rows("/users?select=id,profiles()&profiles=not.is.null&order=id", #"[{"id":1},{"id":2}]"#),
        .rows("/clients?select=name,projects()", #"[{"name":"Acme"},{"name":"Globex"}]"#),
        .rows("/projects?select=id,tasks(count)&order=id&id=lt.3", #"[{"id":1,"tasks":[{"count":2}]},{"id":2,"tasks":[{"count":1}]}]"#),
        // Spreads.
        .rows("/projects?select=id,...clients(client:name)&id=in.(1,4)", #"[{"id":1,"client":"Acme"},{"id":4,"client":null}]"#),
        .rows("/tasks?select=id,...projects(project:name,...clients(client:name))&id=eq.1", #"[{"id":1,"project":"Wind","client":"Acme"}]"#),
        .rows("/tasks?select=id,...projects(project:name,clients(name))&id=eq.1", #"[{"id":1,"project":"Wind","clients":{"name":"Acme"}}]"#),
        .rows("/clients?select=name,...projects(pid:id,pname:name)&projects.order=id.desc&order=id", #"[{"name":"Acme","pid":[2, 1],"pname":["Sun", "Wind"]},{"name":"Globex","pid":[3],"pname":["Water"]}]"#),
        .rows("/projects?select=id,...tasks(*)&id=eq.4", #"[{"id":4,"name":[],"project_id":[],"done":[]}]"#.replacingFirst(#""id":4,"#, with: #""id":4,"id":[],"#)),
        .rows("/users?select=name,...tasks(titles:name)&tasks.order=id&id=eq.1", #"[{"name":"Ann","titles":["plan", "build"]}]"#),
        .rows("/profiles?select=bio,...users()&user_id=eq.1", #"[{"bio":"first"}]"#),
        // Refusals.
        .refused("/projects?select=id,nothing(id)", 400, "PGRST200", message: "Could not find a relationship between 'projects' and 'nothing' in the schema cache", details: "Searched for a foreign key relationship between 'projects' and 'nothing' in the schema 'api', but no matches were found."),
        .refused("/projects?select=id,client(id)", 400, "PGRST200", hint: "Perhaps you meant 'clients' instead of 'client'."),
        .refused("/projects?select=id,clients!wrong(id)", 400, "PGRST200", details: "Searched for a foreign key relationship between 'projects' and 'clients' using the hint 'wrong' in the schema 'api', but no matches were found."),
        .refused("/projects?select=id,hidden(id)", 400, "PGRST200"),
        .refused("/orders?select=id,addresses(street)", 300, "PGRST201", message: "Could not embed because more than one relationship was found for 'orders' and 'addresses'", hint: "Try changing 'addresses' to one of the following: 'addresses!orders_billing_fkey', 'addresses!orders_shipping_fkey'. Find the desired relationship in the 'details' key."),
        Case("GET", "/orders?select=addresses(id)", 300, [:], .json(#"{"code":"PGRST201","details":[{"cardinality":"many-to-one","embedding":"orders with addresses","relationship":"orders_billing_fkey using orders(billing_id) and addresses(id)"},{"cardinality":"many-to-one","embedding":"orders with addresses","relationship":"orders_shipping_fkey using orders(shipping_id) and addresses(id)"}],"hint":"Try changing 'addresses' to one of the following: 'addresses!orders_billing_fkey', 'addresses!orders_shipping_fkey'. Find the desired relationship in the 'details' key.","message":"Could not embed because more than one relationship was found for 'orders' and 'addresses'"}"#)),
        .refused("/projects?select=id&clients.name=eq.x", 400, "PGRST108", message: "'clients' is not an embedded resource in this request", hint: "Verify that 'clients' is included in the 'select' query parameter."),
        .refused("/projects?select=id&clients.order=name", 400, "PGRST108"),
        .refused("/projects?select=id&clients.limit=1", 400, "PGRST108"),
        .refused("/projects?select=id&clients.or=(id.eq.1,id.eq.2)", 400, "PGRST108"),
        .refused("/projects?select=id&order=clients(name)", 400, "PGRST108"),
        .refused("/clients?select=id,projects(id)&order=projects(id)", 400, "PGRST118", message: "A related order on 'projects' is not possible", details: "'clients' and 'projects' do not form a many-to-one or one-to-one relationship"),
        .refused("/clients?select=id,projects(id)&projects=eq.1", 400, "PGRST120", message: "Bad operator on the 'projects' embedded resource"),
        .refused("/clients?select=id,projects(nope)", 400, "42703", message: "column projects_1.nope does not exist"),
    ]
}

extension String {
    func replacingFirst(_ text: String, with other: String) -> String {
        guard let range = ranges(of: text).first else { return self }
        return replacingCharacters(range, other)
    }

    private func replacingCharacters(_ range: Range<Index>, _ other: String) -> String { self[..<range.lowerBound] + other + self[range.upperBound...] }
}
