"""The studio's figures beside their bars: cold start and size of each function, reads a second, event latency.

  studio.py LECTERN FUNCTIONS

LECTERN is the program, FUNCTIONS the folder of functions/package.sh. Needs `wrk`, which studio.sh installs. For an idle machine: what
runs beside it runs into the figures. A cold start is judged by its median of 15. Reads are made with an access token, whose check is
in the figure. The latency is from the end of a scene's drawing, as the log has it, to its event at a WebSocket.
"""

import base64
import calendar
import hmac
import http.server
import io
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile

ISSUER, AUDIENCE, SECRET = "https://sign-in.example", "lectern", "a-secret-that-only-benches-may-use-0123456"
COLD_STARTS = 15
LOAD_SECS = 10
CONNECTIONS = 32
LESSON = "# Rain\n\nWarm air rises and cools.\n" + "".join(
    f"\n## Part {number}\n\nDrop number {number} forms around a speck of dust. It grows until it falls.\n"
    for number in range(1, 9)
)


def main(lectern, functions):
    rows = []
    names = sorted(name for name in os.listdir(functions) if os.path.exists(f"{functions}/{name}/bootstrap"))
    for name in names:
        times = sorted(cold_start(f"{functions}/{name}/bootstrap") * 1000 for _ in range(COLD_STARTS))
        figure = f"{statistics.median(times):.1f} ms, worst {times[-1]:.1f} ms"
        rows.append((f"cold start of {name}", figure, "≤ 50 ms", statistics.median(times) <= 50))
    for name in names:
        size = zipped(f"{functions}/{name}/bootstrap") / 1e6
        # A function with a voice inside has no bar: its zip is the voice's.
        bar, holds = ("", None) if name == "narrate" else ("≤ 10 MB", size <= 10)
        rows.append((f"zip of {name}" + (", without its voice" if name == "narrate" else ""), f"{size:.1f} MB", bar, holds))
    with tempfile.TemporaryDirectory() as folder:
        rows += serve_figures(lectern, folder)
    width = max(len(row[0]) for row in rows)
    for what, figure, bar, holds in rows:
        print(f"{what:<{width}}  {figure:<40}  {bar:<14} {'' if holds is None else 'holds' if holds else 'DOES NOT HOLD'}")


def cold_start(program):
    """Seconds from the start of a function to its first poll of the Lambda runtime API."""
    polled = threading.Event()
    at = []

    class Runtime(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.endswith("/runtime/invocation/next"):
                at.append(time.perf_counter())
                polled.set()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Runtime)
    threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
    environment = {
        "PATH": os.environ["PATH"],
        "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}",
        "AWS_LAMBDA_FUNCTION_NAME": "bench", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "512",
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench",
        **{f"LECTERN_{name}": "bench" for name in
           ("TABLE", "ARTIFACTS_BUCKET", "DOCUMENTS_BUCKET", "FILMS_BUCKET", "UPLOADS_BUCKET", "EVENT_BUS")},
        **{f"LECTERN_{name}": "https://example.com/queue" for name in ("INTAKE_QUEUE_URL", "RELAY_QUEUE_URL")},
        "LECTERN_STATE_MACHINE_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:bench",
        "LECTERN_SOCKET_ENDPOINT": "https://example.com/live", "LECTERN_SOCKET_URL": "wss://example.com/live",
        "LECTERN_JWT_ISSUER": "https://example.com", "LECTERN_JWT_AUDIENCE": "lectern",
        "LECTERN_JWT_SECRET": "x" * 40,
    }
    began = time.perf_counter()
    process = subprocess.Popen([program], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    if not polled.wait(10):
        process.kill()
        raise SystemExit(f"{program} does not poll: {process.communicate()[1].decode()[:500]}")
    process.kill()
    process.wait()
    server.shutdown()
    server.server_close()
    return at[0] - began


def zipped(path):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.write(path, "bootstrap")
    return len(data.getvalue())


def serve_figures(lectern, folder):
    log = open(f"{folder}/log", "w+", encoding="utf-8")
    environment = {
        **os.environ, "LECTERN_CACHE": f"{folder}/cache", "LECTERN_LOG": "lectern_pipeline=info,warn",
        "LECTERN_JWT_ISSUER": ISSUER, "LECTERN_JWT_AUDIENCE": AUDIENCE, "LECTERN_JWT_SECRET": SECRET,
    }
    arguments = ["serve", "--listen", "127.0.0.1:0", "--data", f"{folder}/data", "--requests-per-minute", "1000000000"]
    process = subprocess.Popen([lectern, *arguments], env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        api = process.stdout.readline().strip()
        ids = []
        for number in range(40):
            ids.append(call(api, "POST", "/projects", {"title": f"Lesson {number}", "settings": {"draft": True}})["id"])
        rows = [load(api, f"/projects/{ids[0]}", "a project"), load(api, "/projects?limit=20", "a page of 20 projects")]
        return rows + [event_latency(api, ids[0], log)]
    finally:
        process.terminate()
        process.wait()


def token():
    """An access token (RFC 7519) of a user who may do everything."""
    claims = {"sub": "bench", "iss": ISSUER, "aud": AUDIENCE, "exp": 4_102_444_800, "roles": ["admin"]}
    parts = [url_base64(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    return ".".join([*parts, url_base64(hmac.digest(SECRET.encode(), ".".join(parts).encode(), "sha256"))])


def url_base64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def call(api, method, path, body):
    headers = {"content-type": "application/json", "if-match": "*", "authorization": f"Bearer {token()}"}
    request = urllib.request.Request(f"{api}{path}", json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def load(api, path, what):
    """Reads a second with 32 connections, the load generator beside it."""
    told = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{LOAD_SECS}s", "--latency", "-H", f"authorization: Bearer {token()}",
         f"{api}{path}"],
        capture_output=True, text=True, check=True,
    ).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    middle, worst = (re.search(rf"^\s+{share}%\s+(\S+)$", told, re.MULTILINE)[1] for share in (50, 99))
    failed = re.search(r"Non-2xx.*", told)
    figure = f"{rate:,.0f}/s, p50 {middle}, p99 {worst}" + (f", {failed[0]}" if failed else "")
    return f"reads of {what}", figure, "≥ 5,000/s", rate >= 5000 and not failed


def event_latency(api, project, log):
    call(api, "PUT", f"/projects/{project}/script", {"name": "lesson.md", "text": LESSON})
    follower = follow(api, project)
    call(api, "POST", "/videos/generate", {"projectId": project})
    received = {}
    for moment, event in follower:
        if event["eventType"] == "SCENE_COMPLETED":
            received[event["metadata"]["scene"]] = moment
        if event["eventType"] == "GENERATION_FAILED":
            raise SystemExit(f"the film failed: {event['metadata']}")
        if event["eventType"] == "GENERATION_FINISHED":
            break
    log.seek(0)
    finished = {}
    for line in log:
        entry = json.loads(line)
        if entry.get("message") == "close" and entry.get("span", {}).get("name") == "render":
            finished[entry["span"]["scene"]] = moment_of(entry["timestamp"])
    waits = sorted((received[scene] - at) * 1000 for scene, at in finished.items() if scene in received)
    figure = f"{statistics.median(waits):.1f} ms, worst {waits[-1]:.1f} ms" if waits else "no scene was drawn"
    return f"scene finished to WebSocket, of {len(waits)}", figure, "", None


def moment_of(timestamp):
    whole, _, fraction = timestamp.rstrip("Z").partition(".")
    seconds = time.strptime(whole, "%Y-%m-%dT%H:%M:%S")
    return calendar.timegm(seconds) + float(f"0.{fraction or 0}")


def follow(api, project):
    """The events of a project with the moments at which they come (RFC 6455: a server's text frames are not masked)."""
    host, port = api.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=120)
    key = base64.b64encode(os.urandom(16)).decode()
    connection.sendall(
        f"GET /ws/projects/{project}?access_token={token()} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
    )
    stream = connection.makefile("rb")
    while stream.readline().strip():
        pass

    def events():
        while True:
            first, second = stream.read(2)
            length = second & 127
            if length == 126:
                length = int.from_bytes(stream.read(2), "big")
            elif length == 127:
                length = int.from_bytes(stream.read(8), "big")
            payload = stream.read(length)
            if first & 15 == 1:
                yield time.time(), json.loads(payload)

    return events()


if __name__ == "__main__":
    main(*sys.argv[1:])
