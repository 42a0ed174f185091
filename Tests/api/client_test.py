"""PostgREST's Python client (PyPI `postgrest`), unchanged, against `ems serve`. Run by Tests/api/run."""
import base64, hashlib, hmac, json, os, unittest

from postgrest import APIError, CountMethod, SyncPostgrestClient

BASE = os.environ["EMS_CLIENT_TEST_URL"]
SECRET = os.environ["EMS_CLIENT_TEST_SECRET"]


def token(**claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    head = part({"alg": "HS256", "typ": "JWT"}) + b"." + part(claims)
    return (head + b"." + base64.urlsafe_b64encode(hmac.new(SECRET.encode(), head, hashlib.sha256).digest()).rstrip(b"=")).decode()


class ClientTest(unittest.TestCase):
    def setUp(self):
        self.client = SyncPostgrestClient(BASE, schema="shop")
        self.client.auth(token(role="client_clerk", sub="ann"))

    def tearDown(self):
        self.client.aclose()

    def test_select_filter_order_and_limit(self):
        rows = self.client.from_("book").select("id,title").gt("price", 5).order("price", desc=True).limit(2).execute().data
        self.assertEqual(rows, [{"id": 2, "title": "Sea, the"}, {"id": 3, "title": "Sky"}])

    def test_every_filter_the_client_knows(self):
        def ids(query):
            return sorted(row["id"] for row in query.execute().data)

        def book():
            return self.client.from_("book").select("id")

        self.assertEqual(ids(book().eq("title", "Sea, the")), [2])
        self.assertEqual(ids(book().neq("id", 1)), [2, 3])
        self.assertEqual(ids(book().gte("id", 2).lte("id", 2)), [2])
        self.assertEqual(ids(book().like("title", "S%")), [2, 3])
        self.assertEqual(ids(book().ilike("title", "%SKY%")), [3])
        self.assertEqual(ids(book().is_("author_id", "null")), [3])
        self.assertEqual(ids(book().not_.is_("author_id", "null")), [1, 2])
        self.assertEqual(ids(book().in_("title", ["Sea, the", "Sky"])), [2, 3])
        self.assertEqual(ids(book().contains("tags", ["a"])), [1])
        self.assertEqual(ids(book().contained_by("tags", ["a", "b", "c"])), [1, 2, 3])
        self.assertEqual(ids(book().overlaps("tags", ["b", "z"])), [1, 2])
        self.assertEqual(ids(book().or_("id.eq.1,title.eq.Sky")), [1, 3])
        self.assertEqual(ids(book().text_search("title", "sky", options={"config": "english"})), [3])
        self.assertEqual(ids(book().match({"id": 1, "author_id": 1})), [1])

    def test_embedding(self):
        rows = self.client.from_("author").select("name, book(title)").order("id").order("id", foreign_table="book").execute().data
        self.assertEqual(rows[0], {"name": "Ann", "book": [{"title": "Earth"}, {"title": "Sea, the"}]})
        rows = self.client.from_("book").select("title, author!inner(name)").eq("author.name", "Ann").order("id").execute().data
        self.assertEqual([row["author"] for row in rows], [{"name": "Ann"}] * 2)

    def test_range_and_count(self):
        answer = self.client.from_("book").select("*", count=CountMethod.exact).order("id").range(1, 1).execute()
        self.assertEqual((answer.count, [row["id"] for row in answer.data]), (3, [2]))
        self.assertEqual(self.client.from_("book").select("*", count=CountMethod.exact, head=True).execute().count, 3)

    def test_single_and_maybe_single(self):
        self.assertEqual(self.client.from_("book").select("id").eq("id", 1).single().execute().data, {"id": 1})
        with self.assertRaises(APIError) as caught:
            self.client.from_("book").select("id").single().execute()
        self.assertEqual(caught.exception.code, "PGRST116")
        self.assertIsNone(self.client.from_("book").select("id").eq("id", 99).maybe_single().execute())

    def test_csv(self):
        self.assertEqual(self.client.from_("author").select("id,name").order("id").csv().execute().data, "id,name\n1,Ann\n2,Bob")

    def test_write_and_read_back(self):
        table = self.client.from_
        self.assertEqual(table("note").insert({"id": 1, "body": "a"}).execute().data, [{"id": 1, "body": "a"}])
        self.assertEqual(table("note").insert([{"id": 2, "body": "b"}, {"id": 3, "body": "c"}]).execute().data[1]["id"], 3)
        self.assertEqual(table("note").upsert({"id": 1, "body": "A"}).execute().data, [{"id": 1, "body": "A"}])
        self.assertEqual(table("note").update({"body": "B"}).eq("id", 2).execute().data, [{"id": 2, "body": "B"}])
        self.assertEqual(table("note").delete(count=CountMethod.exact).gt("id", 1).execute().count, 2)
        self.assertEqual(table("note").select("*").execute().data, [{"id": 1, "body": "A"}])
        table("note").delete().eq("id", 1).execute()

    def test_functions(self):
        self.assertEqual(self.client.rpc("add", {"a": 1, "b": 2}).execute().data, 3)
        self.assertEqual(self.client.rpc("add", {"a": 1, "b": 2}, get=True).execute().data, 3)
        rows = self.client.rpc("cheap", {"below": 8}).select("id").order("id").execute().data
        self.assertEqual(rows, [{"id": 1}, {"id": 3}])

    def test_errors_and_roles(self):
        with self.assertRaises(APIError) as caught:
            self.client.from_("book").select("nope").execute()
        self.assertEqual(caught.exception.code, "42703")
        anonymous = SyncPostgrestClient(BASE, schema="shop")
        with self.assertRaises(APIError) as caught:
            anonymous.from_("note").insert({"id": 9, "body": "x"}).execute()
        self.assertEqual(caught.exception.code, "42501")
        anonymous.auth("not.a.token")
        with self.assertRaises(APIError) as caught:
            anonymous.from_("book").select("id").execute()
        self.assertEqual(caught.exception.code, "PGRST301")


if __name__ == "__main__":
    unittest.main()
