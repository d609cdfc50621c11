#!/usr/bin/env python3
"""The arithmetic of scale.md: `scale.py` prints its tables, `scale.py --write` puts them in, `scale.py --check` compares.

One film is 2 minutes, 60 scenes, 1080p30. What is measured, published or assumed is said in scale.md, beside each table.
"""
import re
import sys
from pathlib import Path

MINUTES, SCENES, FRAMES, PEAK = 2, 60, 3600, 4
ARRAY = 2  # render jobs: one for 3600 frames, but an array has at least two
RENDER_CPU = 105 / 110 * 60 * MINUTES  # CPU seconds, measured; so are the next two
NARRATE_CPU = 33 / 110 * 60 * MINUTES
COMPOSITE_CPU = (1.2 + 2.9 + 1.6) / 110 * 60 * MINUTES

# Assumed.
JOB_START_SECS, HOST_USE = 15, 0.8  # start of a job on a host that is up; share of a host's paid time that is work
GPU_CORES = 2  # of a g4dn.xlarge (4 vCPUs), each as fast as one of those measured; the GPU itself adds nothing
FARGATE_SECS = 60  # of a composite job: 30 to start, 3 of work; a minute is the least that is billed
SPEECH_USE, CALL_SECS = 0.75, 0.2  # share of its vCPUs that the voice uses; overhead of a call of `narrate`
RELAY_BATCH, RELAY_SECS = 10, 0.3
RENDER_DISCOUNT, FARGATE_DISCOUNT = 0.6, 0.7  # of Spot

# Counted in the code.
TRANSITIONS = SCENES + 11  # each state once, and the start
EVENTS = SCENES + 2
HISTORY = 7 * SCENES + 44  # 5 events of a task and 2 of an iteration for each scene; all other states 44
UNITS = EVENTS * 6 + 10 + EVENTS * 3  # transaction: generation 2 KB and event 1 KB, twice; creation; lease of a follower
PUTS, GETS = 2 * SCENES + 20, 7 * SCENES + 30
NARRATE_GIB, NARRATE_VCPU = 3008 / 1024, 3008 / 1769
NARRATE_SECS = NARRATE_CPU / (NARRATE_VCPU * SPEECH_USE) + SCENES * CALL_SECS
RENDER_SECS = RENDER_CPU / ARRAY / GPU_CORES + JOB_START_SECS  # of one of the jobs
GPU_VCPU_SECS = ARRAY * RENDER_SECS / HOST_USE * 4


def number(value):
    if value == 0 or value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2g}" if value < 10 else f"{value:.3g}"


def table(head, rows):
    aligned = ["---:" if re.fullmatch(r"[\d.,e-]+", str(cell)) else "---" for cell in rows[0]]
    lines = [head, aligned] + rows
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def rates():
    films = [1, 1_000, 100_000, 1_000_000]
    per_film = [
        ("films started", 1, "StartExecution 300"),
        ("state transitions", TRANSITIONS, "StateTransition 1,500, bucket 5,000"),
        ("`narrate` under way", NARRATE_SECS, "concurrent executions 1,000; `narrateConcurrency` 400"),
        ("SubmitJob", 2, "50, fixed"),
        ("render vCPUs under way", GPU_VCPU_SECS, "0 in a new account; `config.ts` 1,280"),
        ("Fargate tasks started", 1, "20"),
        ("composite vCPUs under way", 4 * FARGATE_SECS, "`config.ts` 512 + 512"),
        ("events (PutEvents)", EVENTS, "10,000"),
        ("`relay` under way", EVENTS / RELAY_BATCH * RELAY_SECS, "`relayConcurrency` 50"),
        ("API requests and pushes", 10 + EVENTS, "10,000"),
        ("new WebSocket connections", 1, "500"),
        ("DynamoDB write units", UNITS, "40,000 a table"),
        ("S3 PUT", PUTS, "3,500 a partition"),
        ("S3 GET and HEAD", GETS, "5,500 a partition"),
    ]
    rows = [[name] + [number(PEAK * count / 86_400 * each) for count in films] + [limit] for name, each, limit in per_film]
    return table(["a second, at peak", "1", "1 k", "100 k", "1 M", "limit"], rows)


def ceilings():
    """Films a day at which each limit is met, at peak."""
    day = 86_400 / PEAK
    limits = [
        ("`config.ts`: 1,280 render vCPUs", 1_280 / GPU_VCPU_SECS, "raise `renderSpotVcpus`, after the quota"),
        ("`config.ts`: 1,024 composite vCPUs", 1_024 / (4 * FARGATE_SECS), "raise `compositeVcpus`, after the quota"),
        ("`config.ts`: `narrateConcurrency` 400", 400 / NARRATE_SECS, "raise it, after the quota"),
        ("Fargate launches, 20/s", 20, "quota; or composite on EC2 hosts"),
        ("Lambda, 1,000 at once", 1_000 / (NARRATE_SECS + EVENTS / RELAY_BATCH * RELAY_SECS), "quota"),
        ("S3, 5,500 GET/s in one partition", 5_500 / GETS, "splits by itself on the hash; ramp up slowly"),
        ("S3, 3,500 PUT/s in one partition", 3_500 / PUTS, "the same"),
        ("Batch SubmitJob, 50/s", 50 / 2, "cannot be raised: another account or region"),
        ("`config.ts`: `relayConcurrency` 50", 50 / (EVENTS / RELAY_BATCH * RELAY_SECS), "raise it, to 1,000 at most"),
        ("Step Functions, 1,500 transitions/s", 1_500 / TRANSITIONS, "quota; scenes in groups"),
        ("DynamoDB, 40,000 write units/s", 40_000 / UNITS, "quota"),
        ("API Gateway, 10,000 requests/s", 10_000 / (10 + EVENTS), "quota"),
        ("EventBridge, 10,000 PutEvents/s", 10_000 / EVENTS, "quota; several entries in a call"),
        ("Step Functions, 300 starts/s", 300, "quota"),
    ]
    rows = [[name, number(rate * day), what] for name, rate, what in sorted(limits, key=lambda limit: limit[1])]
    return table(["limit", "films a day", "what is done"], rows)


HOSTS = [  # price an hour on demand, cores as fast as those measured, jobs at once
    ("g4dn.xlarge, GPU idle (as deployed)", 0.526, 2),
    ("g6.xlarge, GPU idle (as deployed)", 0.8048, 2),
    ("c7i.xlarge", 0.1785, 2),
    ("c7g.xlarge", 0.145, 4),
]


def render_cost(hourly, cores, discount):
    secs = RENDER_CPU / cores + ARRAY * JOB_START_SECS
    return secs / HOST_USE * hourly * (1 - discount) / 3600 / MINUTES


def fargate_cost(discount):
    hourly = (4 * 0.04048 + 8 * 0.004445) * (1 - discount) + 40 * 0.000111
    return FARGATE_SECS / 3600 * hourly / MINUTES


def shared():
    """What a minute costs beside rendering and composing."""
    requests = (SCENES + 20 + EVENTS / RELAY_BATCH) * 0.20 + EVENTS * (1.00 + 1.20 + 1.00) + 10 * 3.50
    return [
        ("narrate (Lambda)", NARRATE_SECS * NARRATE_GIB * 0.0000133334 / MINUTES),
        ("state transitions", TRANSITIONS * 0.000025 / MINUTES),
        ("DynamoDB", (UNITS * 0.625 + UNITS * 0.125) / 1e6 / MINUTES),
        ("requests of Lambda, EventBridge, SQS, API Gateway", requests / 1e6 / MINUTES),
        ("S3 requests", (PUTS * 0.005 + GETS * 0.0004) / 1000 / MINUTES),
        ("artifacts, 30 MB for 30 days", 0.030 * 0.023),
        ("film, 10 MB for two years", 0.010 * (0.023 + 2 * 0.0125 + 21.3 * 0.004)),
        ("logs, 0.75 MB", 0.00075 * 0.50),
    ]


def cost():
    parts = [
        ("render, " + HOSTS[0][0], [render_cost(*HOSTS[0][1:], discount) for discount in (0, RENDER_DISCOUNT)]),
        ("composite (Fargate)", [fargate_cost(discount) for discount in (0, FARGATE_DISCOUNT)]),
    ] + [(name, [price, price]) for name, price in shared()]
    total = [sum(prices[column] for _, prices in parts) for column in (0, 1)]
    rows = [[name] + [f"{price:.5f}" for price in prices] for name, prices in parts + [("**sum**", total)]]
    return table(["US dollars for a finished minute", "on demand", "Spot"], rows)


def hosts():
    rest = sum(price for _, price in shared())
    rows = []
    for name, hourly, cores in HOSTS:
        cells = []
        for discount, fargate in ((0, 0), (RENDER_DISCOUNT, FARGATE_DISCOUNT)):
            render = render_cost(hourly, cores, discount)
            cells += [f"{render:.5f}", f"{render + fargate_cost(fargate) + rest:.5f}"]
        rows.append([name] + cells)
    return table(["render on", "render, on demand", "minute in all", "render, Spot", "minute in all"], rows)


def pace():
    """Seconds from order to film, divided by its minutes, while hosts are up."""
    rows = []
    for minutes in (2, 20, 60):
        share = minutes / MINUTES
        chunks = max(ARRAY, -(-int(FRAMES * share) // 3600))
        render = RENDER_CPU * share / chunks / GPU_CORES + JOB_START_SECS
        narrate = NARRATE_SECS * share / 10
        composite = 30 + COMPOSITE_CPU * share / 2
        total = 6 + narrate + render + composite
        rows.append([f"{minutes} min", chunks] + [f"{secs:.0f}" for secs in (narrate, render, composite, total)] + [f"{total / minutes:.1f}"])
    return table(["film", "render jobs", "narrate, s", "render, s", "composite, s", "all, s", "s a finished minute"], rows)


def main():
    document = Path(__file__).with_name("scale.md")
    tables = {name: globals()[name]() for name in ("rates", "ceilings", "cost", "hosts", "pace")}
    if not sys.argv[1:]:
        print(f"history {HISTORY} events, {GPU_VCPU_SECS:.0f} render vCPU-s, {NARRATE_SECS:.0f} s of narrate, {UNITS} write units a film")
        print("\n\n".join(tables.values()))
        return 0
    text = old = document.read_text()
    for name, made in tables.items():
        text = re.sub(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda found: found[1] + made + "\n" + found[2], text, flags=re.S)
    if sys.argv[1] == "--write":
        document.write_text(text)
    elif text != old:
        print(f"{document.name} does not hold the tables of this script; run it with --write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
