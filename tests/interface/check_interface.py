"""Asks a serving node everything its frozen description allows, and much that it does not.

Schemathesis makes the requests from docs/openapi.json. No answer may be a server's error. A stream
of events never ends, so its address is left out and asked once. The last line is `N passed, M
failed`.
"""

import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DESCRIPTION = ROOT / "docs/openapi.json"
PURPOSE = "criminal-investigation"
EVENTS = "/api/v1/events"
EXAMPLES = 25
SEED = "20260302"
START_S_MAX = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url, token, path, body=None, timeout=10):
    """Status and body of one request."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {token}", "Amana-Purpose": PURPOSE}
    headers["Content-Type"] = "application/json"
    request = urllib.request.Request(url + path, data=data, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def message(number):
    """A draft of a message that nobody ever sent."""
    statement = {
        "type": "spontaneous",
        "subject": f"Exercise matter {number}",
        "offence": "drug-trafficking",
        "text": {"language": "en", "text": "The container is known, seal AB-12.34."},
    }
    return {
        "kind": "message",
        "unit": "POLICE",
        "handling": {"level": "for-official-use", "codes": []},
        "purposes": [PURPOSE],
        "body": {"statement": statement},
    }


def token(home, officer):
    text = (home / "tokens.toml").read_text()
    return re.search(rf'^{officer} = "(.+)"$', text, re.MULTILINE).group(1)


def wait_until_served(url):
    begun = time.monotonic()
    while time.monotonic() - begun < START_S_MAX:
        try:
            if ask(url, "", "/healthz")[0] == 200:
                return
        except OSError:
            time.sleep(0.05)
    sys.exit("the node does not serve")


def fill(url, desk):
    """Some records, a saved view; answers the name of a record."""
    names = []
    for number in range(8):
        status, body = ask(url, desk, "/api/v1/records", message(number))
        if status != 201:
            sys.exit(f"a draft was refused: {body.decode()}")
        names.append(json.loads(body)["name"])
    return names[0].split("/")[:2]


def events_answer(url, desk):
    """The stream is granted and begins; it never ends, so its end is not awaited."""
    headers = {"Authorization": f"Bearer {desk}", "Amana-Purpose": PURPOSE}
    request = urllib.request.Request(url + EVENTS, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=START_S_MAX) as answer:
            kind = answer.headers.get_content_type()
            begun = answer.status == 200 and kind == "text/event-stream"
    except OSError as refused:
        print(f"{EVENTS}: {refused}")
        return False
    if not begun:
        print(f"{EVENTS}: {answer.status} {kind}")
    return begun


def settings(folder, owner, record):
    """Names of things that are there, so that not every request ends at 'not found'."""
    kinds = {"path.kind": "message", "path.name": "drug", "path.owner": owner, "path.id": record}
    lines = [f'"{name}" = "{value}"' for name, value in kinds.items()]
    path = folder / "schemathesis.toml"
    path.write_text("[parameters]\n" + "\n".join(lines) + "\n")
    return path


def run(folder, url, officer_token, known):
    """One run as one officer: how many requests passed and failed."""
    tool = pathlib.Path(sys.executable).with_name("schemathesis")
    command = [tool]
    command += ["--config-file", known] if known else []
    command += ["run", DESCRIPTION, "--url", url, "--seed", SEED, "--no-color"]
    command += ["--header", f"Authorization: Bearer {officer_token}"]
    command += ["--header", f"Amana-Purpose: {PURPOSE}", "--exclude-path", EVENTS]
    command += ["--checks", "not_a_server_error", "--max-examples", str(EXAMPLES)]
    command += ["--request-timeout", "20", "--warnings", "off"]
    heard = subprocess.run(command, cwd=folder, text=True, capture_output=True, check=False)
    print(heard.stdout + heard.stderr)
    counts = re.search(r"(\d+) generated, (.+)", heard.stdout)
    passed = re.search(r"(\d+) passed", counts.group(2)) if counts else None
    passed = int(passed.group(1)) if passed else 0
    failed = 0 if heard.returncode == 0 and passed else 1
    return passed, failed


def main():
    amana = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        home = folder / "home"
        port, peer = free_port(), free_port()
        url = f"http://127.0.0.1:{port}"
        words = ["--home", home, "init", "--node", "CO"]
        words += ["--api-listen", f"127.0.0.1:{port}", "--peer-listen", f"127.0.0.1:{peer}"]
        subprocess.run([amana, *words], check=True, stdout=subprocess.DEVNULL)
        node = subprocess.Popen([amana, "--home", home, "serve"], stdout=subprocess.DEVNULL)
        try:
            wait_until_served(url)
            owner, record = fill(url, token(home, "desk-1"))
            known = settings(folder, owner, record)
            results = [(1, 0) if events_answer(url, token(home, "desk-1")) else (0, 1)]
            for officer in ["desk-1", "dpo-1", "admin-1"]:
                results.append(run(folder, url, token(home, officer), known))
            # Once more without anything known: names as they come.
            results.append(run(folder, url, token(home, "desk-1"), None))
            results.append((1, 0) if node.poll() is None else (0, 1))
        finally:
            node.terminate()
            node.wait()
    passed, failed = (sum(result[at] for result in results) for at in range(2))
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
