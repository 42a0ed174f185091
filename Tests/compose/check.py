#!/usr/bin/python3
"""compose.yaml against the rest of the project, since no container engine is here: syntax, references, roles, options, files.

usage: check.py ROOT EMS   prints one line a finding, then "N passed, M failed".
"""
import pathlib
import re
import subprocess
import sys

import yaml

root, ems = pathlib.Path(sys.argv[1]), sys.argv[2]
passed, failed = 0, 0


def check(holds, sentence):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"not ok: {sentence}")


text = (root / "compose.yaml").read_text()
compose = yaml.safe_load(text)
services = compose["services"]
KEYS = {"image", "build", "command", "environment", "volumes", "depends_on", "ports", "restart", "healthcheck", "profiles", "stop_grace_period"}
known = set(re.findall(r"\b[A-Z][A-Z0-9_]{3,}\b", "".join(
    subprocess.run([ems, command, "--help"], capture_output=True, text=True, check=True).stdout for command in ("serve", "migrate"))))
roles = set(re.findall(r"\b(ems_\w+|web_anon|authenticator)\b", (root / "db/migration/V001__roles_and_extensions.sql").read_text()))
example = (root / "deploy/example.env").read_text()

for name, service in services.items():
    check(set(service) <= KEYS, f"{name}: unknown keys {set(service) - KEYS}")
    check(("image" in service) != ("build" in service), f"{name} has an image or is built")
    if "image" in service:
        check(re.search(r":[\w.-]*\d", service["image"]) is not None, f"{name}: {service['image']} is pinned")
    for other, condition in service.get("depends_on", {}).items():
        check(other in services, f"{name} depends on {other}, which exists")
        want = "service_healthy" if "healthcheck" in services[other] else "service_completed_successfully"
        check(condition["condition"] == want, f"{name} waits for {other} the right way: {want}")
    for port in service.get("ports", []):
        check(port.startswith("127.0.0.1:"), f"{name}: {port} is bound to loopback")
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        check((root / source).exists() if source.startswith(".") else source in compose["volumes"], f"{name}: {source} exists")

database = services["database"]["environment"]
check(services["migrate"]["environment"]["FLYWAY_URL"] == f"jdbc:postgresql://database:5432/{database['POSTGRES_DB']}", "Flyway migrates the database")
check(services["migrate"]["environment"]["FLYWAY_USER"] == database["POSTGRES_USER"], "Flyway logs in as its owner")
for variable, value in services["worker"]["environment"].items():
    check(variable in known, f"worker: {variable} is an option of `ems serve`")
# Nobody who serves requests is the owner: logins.sh makes a login for each, with the password its service has.
logins = (root / "deploy/logins.sh").read_text()
made = dict(re.findall(r"^create role (\w+) .*\blogin password :'(\w+)'", logins, re.M))
psql = dict(re.findall(r'-v (\w+)="\$(\w+)"', logins))
for service, variable in (("worker", "EMS_DATABASE_URL"), ("worker", "EMS_API_DATABASE_URL"), ("postgrest", "PGRST_DB_URI")):
    address = re.fullmatch(rf"postgresql://(\w+):\$\{{(\w+):\?[^}}]*\}}@database:5432/{database['POSTGRES_DB']}", services[service]["environment"][variable])
    check(address is not None, f"{service}: {variable} leads to the database")
    check(address and psql.get(made.get(address[1])) == address[2] and address[2] in database, f"{service}: {variable} logs in as a role that logins.sh makes, with its password")
check("in role ems_worker" in logins and "authenticator noinherit" in logins, "the worker's login is a worker, the API's inherits nothing")
check(services["worker"]["healthcheck"]["test"][1:3] == ["ems", "health"], "the worker is asked by ems health")
check(services["postgrest"]["environment"]["PGRST_DB_ANON_ROLE"] in roles, "PostgREST's anonymous role is made by the migrations")
check(services["postgrest"]["environment"]["PGRST_DB_SCHEMAS"] == "api", "PostgREST shows the same schema")
for variable in set(re.findall(r"\$\{(\w+)", text)):
    check(re.search(rf"^#?\s*{variable}=", example, re.M) is not None, f"deploy/example.env explains {variable}")

dockerfile = (root / services["worker"]["build"]["dockerfile"]).read_text()
for sources in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.M):
    for source in sources.split()[:-1]:
        check((root / source).exists(), f"the Dockerfile copies {source}, which exists")
check("ENTRYPOINT [\"ems\"]" in dockerfile and "CMD [\"serve\"]" in dockerfile, "the image runs `ems serve`")
packages = re.search(r"run_packages=\((.*?)\)", (root / "scripts/bootstrap").read_text(), re.S)[1].split()
for package in re.findall(r"\blib\w[\w.+-]*-dev\b", dockerfile):
    check(package in packages, f"the image is built with {package}, as scripts/bootstrap says")
for key, folder in re.findall(r"^(flyway\.locations)=(.+)$", (root / "flyway.conf").read_text(), re.M):
    for location in folder.split(","):
        path = location.replace("filesystem:", "").strip()
        check((root / path).is_dir(), f"flyway.conf: {path} exists")

print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
