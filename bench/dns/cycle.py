#!/usr/bin/env python3
"""Ratios that survive a noisy machine: all servers are up at once (idle ones cost nothing), and the generator goes
round them in short bursts, again and again. A figure of one cycle is compared only with the others of that cycle.

  cycle.py -s echo,nsd,knot,... -n 100000 -m gso,rate50k,tcp -c 20 [-t 1|2] -o out.jsonl     measure
  cycle.py --report out.jsonl [--base nsd]                                                    tables

With -t 1 the servers are pinned to cpu 0 and the generator to cpu 1; with -t 2 nothing is pinned and both sides use
two threads. Per burst: qps (wall clock), qpcs (answers per second of server CPU time), latency, foreign (share of the
machine used by others).
"""
import argparse, collections, json, os, statistics as st, subprocess, sys, time, signal
import bench, servers
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))

def args(mode, port, q, t, extra=(), name=""):
    if mode == "dot": return ["dnsperf", "-m", "dot", "-s", "127.0.0.1", "-p", str(port + 1000), "-d", q, "-l", "2", "-q", "640", "-c", "20", "-T", str(t), "-t", "1"]
    b = [f"{bench.TOOLS}/dnsblast", "-p", str(port), "-d", q, "-l", "0.5", "-u", "0.15", "-T", "0.3"] + list(extra) + (["-t", "2"] if t == 2 else [])
    v = {"gso": ["-g", "-b", "32", "-w", "128"], "gsoe": ["-g", "-b", "32", "-w", "128", "-e", "1232"], "gso64": ["-g", "-b", "64", "-w", "256"], "mmsg": ["-b", "32", "-w", "128"], "w1": ["-b", "1", "-w", "1"], "w8": ["-b", "8", "-w", "8"],
         "tcp": ["-m", "tcp", "-k", "20", "-w", "32"], "tcp1": ["-m", "tcp", "-k", "200", "-w", "1"], "tcpa": ["-m", "tcp", "-k", "4", "-w", "8"],
         "rate20k": bench.RATE(20000), "rate50k": bench.RATE(50000), "rate100k": bench.RATE(100000)}
    if mode.startswith("v"):           # many clients: vgso one source /24 for a batch of 32, vrand another one for each query
        V = int(name.rsplit("-v", 1)[1]) if "-v" in name else 0; b = [x for x in b if x != "-c" or V]
        v["vgso"] = ["-g", "-b", "32", "-w", "128", "-V", str(V or 1000)]; v["vrand"] = ["-b", "32", "-w", "128", "-V", str(V or 1000), "-R"]
    return b + v[mode]

def queries(name, n): return f"{bench.DATA}/q.{n}" + (".chain" if name.endswith("-chain") else "")

def run(o):
    up = []; out = open(o.o, "a", buffering=1); port = o.port
    try:
        for name in o.s.split(","):
            port += 1; w = f"{servers.DATA}/run/{name}.{o.n}.{o.t}"; os.makedirs(w, exist_ok=True)
            zf = f"{servers.DATA}/zone.{o.n}"; cmd, env, warm = servers.make(name, w, zf, o.n, port, o.t)
            if o.t == 1: cmd = ["taskset", "-c", "0"] + cmd
            log = open(f"{w}/log", "w"); t0 = time.time(); p = subprocess.Popen(cmd, stdout=log, stderr=log, env={**os.environ, **env}, stdin=subprocess.DEVNULL); up.append((name, p, port)); ok = False
            while time.time() - t0 < 120 and not ok and p.poll() is None:
                r = bench.ask(port, f"acct{o.n-1:06d}.{bench.ZONE}", t=0.05); ok = r is not None if name.startswith("echo") else bench.good(r)
                if not ok: time.sleep(0.002)
            load = time.time() - t0; cpu = bench.cpu_ns(bench.tree(p.pid)) / 1e9; time.sleep(0.2); rss, pss = bench.mem(bench.tree(p.pid))
            out.write(json.dumps({"server": name, "n": o.n, "t": o.t, "mode": "load", "ok": ok, "load_s": round(load, 3), "load_cpu_s": round(cpu, 3), "rss_mb": round(rss / 1024, 1), "pss_mb": round(pss / 1024, 1)}) + "\n")
            if not ok: print(name, "did not start:", open(f"{w}/log").read()[-300:], flush=True); up.pop(); bench.stop(p, bench.tree(p.pid)); continue
            if warm: subprocess.run((["taskset", "-c", "1"] if o.t == 1 else []) + [f"{bench.TOOLS}/dnsblast", "-p", str(port), "-d", queries(name, o.n), "-l", str(warm), "-u", "0", "-g", "-b", "32", "-w", "128"], stdout=subprocess.DEVNULL)
            if warm and name.endswith("-dot"): subprocess.run((["taskset", "-c", "1"] if o.t == 1 else []) + [x if x != "2" else str(warm) for x in args("dot", port, queries(name, o.n), o.t)], stdout=subprocess.DEVNULL)
        for c in range(o.c):
            for m in o.m.split(","):
                if o.wait: bench.wait_quiet(o.wait, 25)
                for name, p, port in up:
                    if m.startswith("tcp") and servers.notcp(name) or (m == "dot") != name.endswith("-dot"): continue
                    a = args(m, port, queries(name, o.n), o.t, ([] if name.startswith("echo") or name.endswith("-chain") or name.endswith("-changes") else ["-c"]) + o.x.split(), name)
                    d = bench.measure(a, bench.tree(p.pid), o.t); out.write(json.dumps({"cycle": c, "server": name, "n": o.n, "t": o.t, "mode": m, **d}) + "\n")
            print("cycle", c, time.strftime("%H:%M:%S"), flush=True)
        for name, p, port in up:
            rss, pss = bench.mem(bench.tree(p.pid)); out.write(json.dumps({"server": name, "n": o.n, "t": o.t, "mode": "mem_after", "rss_mb": round(rss / 1024, 1), "pss_mb": round(pss / 1024, 1)}) + "\n")
    finally:
        for name, p, port in up: bench.stop(p, bench.tree(p.pid))

def med(v): return st.median(v) if v else float("nan")
def report(o):
    D = [json.loads(l) for f in o.report for l in open(f)]; cells = collections.defaultdict(dict); order = []
    for d in D:
        if d["server"] not in order: order.append(d["server"])
        if "cycle" in d: cells[(d["n"], d["t"], d["mode"])].setdefault(d["server"], {})[d["cycle"]] = d
    for k in sorted(cells):
        c = cells[k]; base = c.get(o.base, {}); lat = k[2].startswith(("rate", "w"))
        print(f"\n### n={k[0]} threads={k[1]} mode={k[2]}\n")
        print("| server | qps median (min-max) | best quarter | q per CPU-s median | ratio to " + o.base + " median (min-max) | p50 us | p99 us | p99 us quietest quarter | lost % | bad | foreign % | bursts |"); print("|---|---|---|---|---|---|---|---|---|---|---|---|")
        for s in order:
            if s not in c: continue
            v = list(c[s].values()); q = [d["qps"] for d in v]; best = sorted(q)[-max(1, len(q) // 4):]
            key = "qpcs" if lat else "qps"; r = [c[s][i][key] / base[i][key] for i in c[s] if i in base and base[i].get(key)]
            print(f"| {s} | {med(q):,.0f} ({min(q):,.0f}-{max(q):,.0f}) | {med(best):,.0f} | {med([d['qpcs'] for d in v]):,.0f} | {med(r):.2f} ({min(r or [0]):.2f}-{max(r or [0]):.2f}) | {med([d.get('p50_us', 0) for d in v]):.0f} | {med([d.get('p99_us', 0) for d in v]):.0f} | {sorted(d.get('p99_us', 0) for d in v)[len(v) // 4]:.0f} | {100*sum(d.get('lost', 0) for d in v)/max(1,sum(d.get('sent', 0) for d in v)):.2f} | {sum(d.get('bad', 0) for d in v)} | {med([d['foreign'] for d in v]):.0f} | {len(v)} |")
    loads = collections.defaultdict(list); after = collections.defaultdict(list)
    for d in D:
        if d["mode"] == "load" and d.get("ok", True): loads[(d["n"], d["t"], d["server"])].append(d)
        if d["mode"] == "mem_after": after[(d["n"], d["t"], d["server"])].append(d)
    print("\n### load and memory\n\n| n | threads | server | load s median (min-max) | load CPU s | PSS MB after load | PSS MB after the runs |\n|---|---|---|---|---|---|---|")
    for k in sorted(loads, key=lambda x: (x[0], x[1], order.index(x[2]))):
        v = loads[k]; l = [d["load_s"] for d in v]; print(f"| {k[0]} | {k[1]} | {k[2]} | {med(l):.2f} ({min(l):.2f}-{max(l):.2f}) | {med([d.get('load_cpu_s', 0) for d in v]):.2f} | {med([d['pss_mb'] for d in v]):.0f} | {med([d['pss_mb'] for d in after[k]]) if after[k] else 0:.0f} |")

a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
a.add_argument("-s", default="echo,nsd,knot"); a.add_argument("-n", type=int, default=100000); a.add_argument("-m", default="gso"); a.add_argument("-c", type=int, default=20); a.add_argument("-t", type=int, default=1); a.add_argument("-o"); a.add_argument("-x", default=""); a.add_argument("--wait", type=float, default=3); a.add_argument("--port", type=int, default=5800)
a.add_argument("--report", nargs="*"); a.add_argument("--base", default="nsd")
o = a.parse_args()
report(o) if o.report else run(o)
