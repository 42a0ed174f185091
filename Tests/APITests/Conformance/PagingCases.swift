/// Sections 4 and 6 of the facts: order, ranges, counts, media types.
enum PagingCases {
    private static let json = "application/json; charset=utf-8"

    private static func page(_ path: String, send: [String: String] = [:], _ status: Int, _ range: String, _ rows: String) -> Case {
        Case("GET", path, send: send, status, ["Content-Range": range, "Content-Type": json], .json(rows))
    }

    static let order: [Case] = [
        .rows("/numbers?order=n.desc&limit=2", #"[{"n":15},{"n":14}]"#),
        .rows("/projects?select=id&order=client_id,id.desc", #"[{"id":2},{"id":1},{"id":3},{"id":4}]"#),
        .rows("/projects?select=id&order=client_id.nullsfirst,id", #"[{"id":4},{"id":1},{"id":2},{"id":3}]"#),
        .rows("/projects?select=id&order=client_id.desc.nullslast,id.asc", #"[{"id":3},{"id":1},{"id":2},{"id":4}]"#),
        .rows("/projects?select=id&order=client_id.desc,id", #"[{"id":4},{"id":3},{"id":1},{"id":2}]"#),
        .rows("/documents?select=id&order=data->>n.desc.nullslast", #"[{"id":2},{"id":1},{"id":3}]"#),
        .rows("/documents?select=id&order=data->a->b->0.asc.nullslast,id", #"[{"id":1},{"id":2},{"id":3}]"#),
        .refused("/numbers?order=n.wat", 400, "PGRST100", message: "\"failed to parse order (n.wat)\" (line 1, column 3)"),
        .refused("/numbers?order=", 400, "PGRST100"),
        .refused("/numbers?order=n.asc.nullsfirst.x", 400, "PGRST100"),
        .refused("/numbers?order=nope", 400, "42703"),
    ]

    static let ranges: [Case] = [
        page("/numbers?limit=2", 200, "0-1/*", #"[{"n":1},{"n":2}]"#),
        page("/numbers?limit=2&offset=13", 200, "13-14/*", #"[{"n":14},{"n":15}]"#),
        page("/numbers?offset=14", 200, "14-14/*", #"[{"n":15}]"#),
        page("/numbers?offset=99", 200, "*/*", "[]"),
        page("/numbers?limit=0", 200, "*/*", "[]"),
        page("/numbers?limit=0", send: ["Prefer": "count=exact"], 206, "*/15", "[]"),
        page("/numbers?limit=x&offset=14", 200, "14-14/*", #"[{"n":15}]"#),
        page("/numbers?limit=1&offset=-5", 200, "0-0/*", #"[{"n":1}]"#),
        page("/numbers?limit=99999999999999999999&offset=14", 200, "14-14/*", #"[{"n":15}]"#),
        page("/numbers", send: ["Range": "0-1"], 200, "0-1/*", #"[{"n":1},{"n":2}]"#),
        page("/numbers", send: ["Range": "13-"], 200, "13-14/*", #"[{"n":14},{"n":15}]"#),
        page("/numbers?limit=1&offset=2", send: ["Range": "0-5"], 200, "2-2/*", #"[{"n":3}]"#),
        page("/numbers?n=gt.13", send: ["Range": "rows=1-2"], 200, "0-1/*", #"[{"n":14},{"n":15}]"#),
        .refused("/numbers", send: ["Range": "3-1"], 416, "PGRST103", details: "The lower boundary must be lower than or equal to the upper boundary in the Range header."),
        .refused("/numbers?limit=-1", 416, "PGRST103", message: "Requested range not satisfiable", details: "Limit should be greater than or equal to zero."),
        page("/numbers?limit=2", send: ["Prefer": "count=exact"], 206, "0-1/15", #"[{"n":1},{"n":2}]"#),
        page("/numbers?n=lt.3", send: ["Prefer": "count=exact"], 200, "0-1/2", #"[{"n":1},{"n":2}]"#),
        page("/numbers?n=gt.99", send: ["Prefer": "count=exact"], 200, "*/0", "[]"),
        page("/numbers?offset=15", send: ["Prefer": "count=exact"], 206, "*/15", "[]"),
        Case("GET", "/numbers?offset=16", send: ["Prefer": "count=exact"], 416, ["Content-Range": "*/15"], .error("PGRST103", message: "Requested range not satisfiable", details: "An offset of 16 was requested, but there are only 15 rows.")),
        page("/projects?select=id,clients!inner(id)&limit=1&order=id", send: ["Prefer": "count=exact"], 206, "0-0/3", #"[{"id":1,"clients":{"id":1}}]"#),
        page("/projects?select=id,tasks()&tasks=is.null", send: ["Prefer": "count=exact"], 200, "0-0/1", #"[{"id":4}]"#),
        page("/clients?select=id,projects!inner()&projects.name=eq.Water", send: ["Prefer": "count=exact"], 200, "0-0/1", #"[{"id":2}]"#),
        page("/numbers?limit=1", send: ["Prefer": "count=planned"], 206, "0-0/15", #"[{"n":1}]"#),
        page("/numbers?limit=1", send: ["Prefer": "count=estimated"], 206, "0-0/15", #"[{"n":1}]"#),
        Case("GET", "/numbers?n=eq.1&select=n&n=lt.9", 200, ["Content-Location": "/numbers?n=eq.1&n=lt.9&select=n"], .json(#"[{"n":1}]"#)),
        Case("GET", "/numbers?select=n&n=in.(1,2)", 200, ["Content-Location": "/numbers?n=in.%281%2C2%29&select=n"], .json(#"[{"n":1},{"n":2}]"#)),
        Case("GET", "/numbers?n=eq.1", send: ["Prefer": "count=exact"], 200, ["Preference-Applied": "count=exact"], .json(#"[{"n":1}]"#)),
        Case("GET", "/numbers?n=eq.1", 200, ["Preference-Applied": "", "Content-Location": "/numbers?n=eq.1"], .json(#"[{"n":1}]"#)),
        Case("HEAD", "/numbers?limit=2", 200, ["Content-Range": "0-1/*", "Content-Type": json, "Content-Location": "/numbers?limit=2"], .none),
        Case("HEAD", "/numbers?limit=2", send: ["Prefer": "count=exact", "Range": "5-6"], 206, ["Content-Range": "0-1/15"], .none),
        Case("HEAD", "/nothing", 404, ["Proxy-Status": "PostgREST; error=PGRST205"], .none),
    ]

    static let media: [Case] = [
        Case("GET", "/clients?id=eq.1", send: ["Accept": "application/vnd.pgrst.object+json"], 200, ["Content-Type": "application/vnd.pgrst.object+json; charset=utf-8"], .json(#"{"id":1,"name":"Acme"}"#)),
        Case("GET", "/clients?id=eq.1", send: ["Accept": "Application/vnd.PGRST.object"], 200, ["Content-Type": "application/vnd.pgrst.object+json; charset=utf-8"], .json(#"{"id":1,"name":"Acme"}"#)),
        .refused("/clients", send: ["Accept": "application/vnd.pgrst.object+json"], 406, "PGRST116", message: "Cannot coerce the result to a single JSON object", details: "The result contains 2 rows"),
        .refused("/clients?id=eq.9", send: ["Accept": "application/vnd.pgrst.object+json"], 406, "PGRST116", details: "The result contains 0 rows"),
        Case("GET", "/documents?select=id,body&id=eq.3", send: ["Accept": "application/vnd.pgrst.array+json;nulls=stripped"], 200, ["Content-Type": "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8"], .json(#"[{"id":3}]"#)),
        Case("GET", "/documents?select=id,body&id=eq.3", send: ["Accept": "application/vnd.pgrst.object+json;nulls=stripped"], 200, ["Content-Type": "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8"], .json(#"{"id":3}"#)),
        Case("GET", "/documents?select=id,body&id=eq.3", send: ["Accept": "application/vnd.pgrst.array+json"], 200, ["Content-Type": json], .json(#"[{"id":3,"body":null}]"#)),
        Case("GET", "/clients", send: ["Accept": "text/csv"], 200, ["Content-Type": "text/csv; charset=utf-8", "Content-Range": "0-1/*"], .text("id,name\n1,Acme\n2,Globex")),
        Case("GET", "/odd%20name?select=the id,a:\"it\\\"s\"", send: ["Accept": "text/csv"], 200, [:], .text("the id,a\n1,quote\n2,")),
        Case("GET", "/clients?id=eq.9", send: ["Accept": "text/csv"], 200, [:], .text("\n")),
        .refused("/clients", send: ["Accept": "image/png"], 406, "PGRST107", message: "None of these media types are available: image/png"),
        .refused("/clients", send: ["Accept": "application/vnd.pgrst.plan+json"], 406, "PGRST107"),
        .refused("/clients", send: ["Accept": "application/geo+json"], 406, "PGRST107"),
        Case("GET", "/numbers?n=eq.1", send: ["Accept": "image/png, text/csv;q=0.5, application/json;q=0.9"], 200, ["Content-Type": json], .json(#"[{"n":1}]"#)),
        Case("GET", "/numbers?n=eq.1", send: ["Accept": "text/html, */*;q=0.1"], 200, ["Content-Type": json], .json(#"[{"n":1}]"#)),
    ]

    static let all = order + ranges + media
}
