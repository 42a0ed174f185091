/// Sections 9, 11, 12 and 14 of the facts: errors, settings, schemas, CORS, OPTIONS.
enum ContextCases {
    private static func raised(_ state: String, _ status: Int) -> Case {
        Case("GET", "/rpc/raise_it?state=\(state)", status, ["Proxy-Status": "PostgREST; error=\(state)"], .error(state, message: "told you", details: "the detail", hint: "the hint"))
    }

    static let errors: [Case] = [
        raised("P0001", 400), raised("P0002", 500), raised("08006", 503), raised("09000", 500), raised("0L000", 403), raised("0P000", 403),
        raised("21000", 500), raised("22012", 400), raised("22023", 400), raised("23502", 400), raised("25001", 500), raised("28000", 403),
        raised("2D000", 500), raised("38000", 500), raised("39000", 500), raised("3B000", 500), raised("40001", 500), raised("42P01", 404),
        raised("42P17", 500), raised("42883", 404), raised("42501", 401), raised("53400", 500), raised("53100", 503), raised("54000", 500),
        raised("55000", 500), raised("57014", 500), raised("57P01", 503), raised("58000", 500), raised("F0000", 500), raised("HV000", 500),
        raised("XX000", 500), raised("PT402", 402), raised("PTABC", 500), raised("SA409", 400), raised("23505", 409),
        Case("GET", "/rpc/raise_it?state=42501", 401, ["WWW-Authenticate": "Bearer"], .error("42501")),
        Case("GET", "/rpc/raise_it?state=08006", 503, ["Retry-After": "1"], .error("08006")),
        Case("GET", "/rpc/raise_it?state=21000&msg=UPDATE%20requires%20a%20WHERE%20clause", 400, [:], .error("21000")),
        Case("POST", "/rpc/raise_pgrst", body: #"{"msg":"{\"code\":\"123\",\"message\":\"ABC\",\"details\":\"DEF\",\"hint\":\"XYZ\"}","det":"{\"status\":332,\"status_text\":\"My Text\",\"headers\":{\"X-Header\":\"str\"}}"}"#, 332, ["X-Header": "str", "Proxy-Status": "PostgREST; error=123"], .error("123", message: "ABC", details: "DEF", hint: "XYZ")),
        Case("POST", "/rpc/raise_pgrst", body: #"{"msg":"nonsense","det":"{}"}"#, 500, [:], .error("PGRST121", message: "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error", details: "Invalid JSON value for MESSAGE: 'nonsense'")),
        Case("POST", "/rpc/raise_pgrst", body: #"{"msg":"{\"code\":\"1\",\"message\":\"m\"}","det":"{\"status\":\"x\"}"}"#, 500, [:], .error("PGRST121", details: "Invalid JSON value for DETAIL: '{\"status\":\"x\"}'")),
        Case("GET", "/rpc/raise_pgrst_bare", 500, [:], .error("PGRST121", details: "DETAIL is missing in the RAISE statement")),
        Case("GET", "/forbidden", 401, ["WWW-Authenticate": "Bearer", "Content-Type": "application/json; charset=utf-8"], .error("42501", message: "permission denied for table forbidden")),
    ]

    static let settings: [Case] = [
        .rows("/whoami?select=role,method,path,read_only", #"[{"role":"apitest_anon","method":"GET","path":"/whoami","read_only":"on"}]"#),
        .rows("/whoami?select=claims", #"[{"claims":{"role":"apitest_anon"}}]"#),
        .rows("/whoami?select=custom,cookies", send: ["X-Custom": "yes", "Cookie": "a=1; b=two"], #"[{"custom":"yes","cookies":{"a":"1","b":"two"}}]"#),
        .rows("/whoami?select=search_path,isolation,timeout,flavour", #"[{"search_path":"\"api\", \"public\"","isolation":"read committed","timeout":"30s","flavour":"plum"}]"#),
        Case("GET", "/whoami?select=zone", send: ["Prefer": "timezone=America/Los_Angeles"], 200, ["Preference-Applied": "timezone=America/Los_Angeles"], .json(#"[{"zone":"America/Los_Angeles"}]"#)),
        Case("GET", "/projects?select=started&id=eq.1", send: ["Prefer": "timezone=America/Los_Angeles"], 200, [:], .json(#"[{"started":"2026-03-01T04:00:00-08:00"}]"#)),
        Case("GET", "/projects?select=started&id=eq.1", send: ["Prefer": "timezone=Mars/Olympus"], 200, ["Preference-Applied": ""], .json(#"[{"started":"2026-03-01T12:00:00+00:00"}]"#)),
        .refused("/projects", send: ["Prefer": "handling=strict, timezone=Mars/Olympus"], 400, "PGRST122", details: "Invalid preferences: timezone=Mars/Olympus"),
        .refused("/clients", send: ["Prefer": "handling=strict, wild"], 400, "PGRST122"),
        Case("POST", "/rpc/set_response", body: #"{"headers":"[{\"X-Twice\":\"a\"},{\"X-Twice\":\"b\"},{\"Content-Type\":\"text/x\"}]","status":"203"}"#, 203, ["X-Twice": "a | b", "Content-Type": "text/x"], .json(#""done""#)),
        Case("POST", "/rpc/set_response", body: #"{"headers":"{\"a\":\"b\"}"}"#, 500, [:], .error("PGRST111", message: "response.headers guc must be a JSON array composed of objects with a single key and a string value")),
        Case("POST", "/rpc/set_response", body: #"{"headers":"[{\"a\":1}]"}"#, 500, [:], .error("PGRST111")),
        Case("POST", "/rpc/set_response", body: #"{"status":"teapot"}"#, 500, [:], .error("PGRST112", message: "response.status guc must be a valid status code")),
        .refused("/clients", send: ["X-Refuse": "1"], 418, "PT418", message: "I am a teapot", details: "refused by the hook"),
    ]

    static let schemas: [Case] = [
        Case("GET", "/clients?id=eq.1", 200, ["Content-Profile": "api"], .json(#"[{"id":1,"name":"Acme"}]"#)),
        Case("GET", "/things", send: ["Accept-Profile": "v2"], 200, ["Content-Profile": "v2"], .json(#"[{"id":1,"name":"second schema"}]"#)),
        Case("HEAD", "/things", send: ["Accept-Profile": "v2"], 200, ["Content-Profile": "v2"], .none),
        Case("POST", "/things", send: ["Content-Profile": "v2", "Prefer": "return=representation"], body: #"{"id":2,"name":"n"}"#, 201, ["Content-Profile": "v2"], .json(#"[{"id":2,"name":"n"}]"#)),
        Case("POST", "/things", send: ["Accept-Profile": "v2"], body: #"{"id":2}"#, 404, [:], .error("PGRST205")),
        .refused("/things", 404, "PGRST205"),
        .refused("/things", send: ["Accept-Profile": "private"], 406, "PGRST106", message: "Invalid schema: private", hint: "Only the following schemas are exposed: api, v2"),
        Case("DELETE", "/things", send: ["Content-Profile": "nope"], 406, [:], .error("PGRST106")),
    ]

    static let http: [Case] = [
        Case("OPTIONS", "/clients", 200, ["Allow": "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE", "Access-Control-Allow-Origin": "*"], .text("")),
        Case("OPTIONS", "/no_key", 200, ["Allow": "OPTIONS,GET,HEAD,POST,PATCH,DELETE"], .text("")),
        Case("OPTIONS", "/project_view", 200, ["Allow": "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE"], .text("")),
        Case("OPTIONS", "/task_summary", 200, ["Allow": "OPTIONS,GET,HEAD"], .text("")),
        Case("OPTIONS", "/task_list", 200, ["Allow": "OPTIONS,GET,HEAD,POST"], .text("")),
        Case("OPTIONS", "/rpc/add?a=1", 200, ["Allow": "OPTIONS,GET,HEAD,POST"], .text("")),
        Case("OPTIONS", "/rpc/nothing", 200, ["Allow": "OPTIONS,POST"], .text("")),
        Case("OPTIONS", "/", 200, ["Allow": "OPTIONS,GET,HEAD"], .text("")),
        Case("OPTIONS", "/nothing", 404, [:], .error("PGRST205")),
        Case("GET", "/clients?id=eq.1", send: ["Origin": "http://example.org"], 200, ["Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Content-Encoding, Content-Location, Content-Range, Content-Type, Date, Location, Server, Transfer-Encoding, Range-Unit"], .json(#"[{"id":1,"name":"Acme"}]"#)),
        Case("GET", "/nothing", send: ["Origin": "http://example.org"], 404, ["Access-Control-Allow-Origin": "*"], .error("PGRST205")),
        Case("GET", "/clients?id=eq.1", 200, ["Access-Control-Allow-Origin": ""], .json(#"[{"id":1,"name":"Acme"}]"#)),
        Case("OPTIONS", "/clients", send: ["Origin": "http://example.org", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "Foo,Bar"], 200, ["Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "GET, POST, PATCH, PUT, DELETE, OPTIONS, HEAD", "Access-Control-Allow-Headers": "Authorization, Foo, Bar, Accept, Accept-Language, Content-Language", "Access-Control-Max-Age": "86400"], .text("")),
        Case("OPTIONS", "/clients", send: ["Origin": "http://example.org", "Access-Control-Request-Method": "POST", "Authorization": "Bearer broken"], 200, ["Access-Control-Max-Age": "86400"], .text("")),
        Case("OPTIONS", "/clients", send: ["Authorization": "Bearer broken"], 401, [:], .error("PGRST301")),
        Case("TRACE", "/clients", 405, [:], .error("PGRST117", message: "Unsupported HTTP method: TRACE")),
        Case("POST", "/", body: "{}", 405, [:], .error("PGRST117")),
        Case("HEAD", "/", 200, ["Content-Type": "application/openapi+json; charset=utf-8"], .none),
        .refused("/", send: ["Accept": "text/csv"], 406, "PGRST107"),
    ]

    static let all = errors + settings + schemas + http
}
