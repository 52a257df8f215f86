"""How each server is configured and started: make(name, workdir, zonefile, names, port, threads) -> (command, env, warm-up seconds).

Same policy for all: authoritative only, minimal responses, no RRL, no logging of queries, zone from text
(or the server's own database where that is the kind), one worker (or `threads`).
All peers are Debian 12's packages (apt-get install nsd knot bind9 pdns-server pdns-backend-bind; stop what the packages start).
"ours" is the command in $OURS, with {port}, {zone} (zone file) and {work} filled in. The others of ours are $TARGET, a server whose
index is made by rule (io.postern.bench.DnsTarget): ours-vN with N networks, each with its own addresses; ours-chain, asked for the
public names; ours-changes, under 10,000 changes a second. ours-dot, nsd-dot and bind-dot speak DNS over TLS too, at the port + 1000 (Debian
12's Knot has none).
"""
import os, subprocess, glob
TOOLS = os.path.dirname(os.path.abspath(__file__)); ZONE = "privatelink.blob.core.windows.net"
DATA = os.environ.get("BENCH_DATA", "/tmp/postern-bench")

def put(path, text):
    with open(path, "w") as f: f.write(text)
    return path

def notcp(name): return name.startswith("echo")

def nsd_conf(w, zf, port, t, zones=None, old=False, remote=True):
    z = zones or [(ZONE, zf)]
    return put(f"{w}/nsd.conf", f"""server:
  server-count: {t}
  ip-address: 127.0.0.1@{port}
  username: ""
  zonesdir: "{w}"
  pidfile: "{w}/nsd.pid"
  xfrdfile: "{w}/xfrd.state"
  xfrdir: "{w}"
  zonelistfile: "{w}/zone.list"
  reuseport: {"yes" if t > 1 else "no"}
  minimal-responses: yes
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  tcp-count: 1000
  tcp-query-count: 0
  verbosity: 0
{'  database: ""' if old else ''}
remote-control:
  control-enable: {"yes" if remote else "no"}
  control-interface: "{w}/nsd.sock"
""" + "".join(f'zone:\n  name: {n}\n  zonefile: "{f}"\n' for n, f in z))

def knot_conf(w, zf, port, t, extra="", zone_extra="", journal="none"):
    return put(f"{w}/knot.conf", f"""server:
    listen: 127.0.0.1@{port}
    rundir: {w}
    user: root:root
    udp-workers: {t}
    tcp-workers: {t}
    background-workers: 1
    tcp-max-clients: 2000
    tcp-idle-timeout: 60
log:
  - target: stderr
    any: warning
control:
    listen: {w}/knot.sock
database:
    storage: {w}/db
{extra}
zone:
  - domain: {ZONE}
    file: {zf}
    journal-content: {journal}
    zonefile-load: whole
    zonefile-sync: -1
    semantic-checks: off
{zone_extra}
""")

def bind_conf(w, zf, port, body=None, opts=""):
    z = body or f'zone "{ZONE}" {{ type primary; file "{zf}"; check-names ignore; notify no; }};'
    return put(f"{w}/named.conf", f"""options {{
  directory "{w}"; pid-file "{w}/named.pid"; session-keyfile "{w}/session.key"; lock-file none;
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; allow-query {{ any; }}; minimal-responses yes; notify no; tcp-clients 2000; dnssec-validation no; {opts}
}};
logging {{ category default {{ null; }}; category queries {{ null; }}; }};
controls {{ }};
{z}
""".replace("lock-file none;", ""))

def pdns_base(w, port, t):
    return f"""local-address=127.0.0.1
local-port={port}
receiver-threads={t}
distributor-threads=1
reuseport={"yes" if t > 1 else "no"}
socket-dir={w}
daemon=no
guardian=no
setuid=0
setgid=0
loglevel=3
version-string=anonymous
max-tcp-connections=2000
max-tcp-transactions-per-conn=0
security-poll-suffix=
"""

def certificate():
    """A certificate of its own making for DNS over TLS: P-256, as most have today."""
    d = f"{DATA}/tls"; os.makedirs(d, exist_ok=True)
    if not os.path.exists(f"{d}/cert.pem"):
        sh(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650", "-subj", "/CN=localhost", "-keyout", f"{d}/key.pem", "-out", f"{d}/cert.pem"])
    return f"{d}/cert.pem", f"{d}/key.pem"

def sh(cmd, **k): return subprocess.run(cmd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **k)

def make(name, w, zf, n, port, t):
    if name == "echo": return [f"{TOOLS}/udpecho", "-p", str(port), "-m", "mmsg", "-a", "16"], {}, 0
    for f in glob.glob(f"{w}/*.sock") + glob.glob(f"{w}/*.pid") + glob.glob(f"{w}/zone.list") + glob.glob(f"{w}/xfrd.state"): os.unlink(f)
    if name == "nsd": return ["nsd", "-d", "-c", nsd_conf(w, zf, port, t, old=True)], {}, 0
    if name == "knot": os.makedirs(f"{w}/db", exist_ok=True); return ["knotd", "-c", knot_conf(w, zf, port, t)], {}, 0
    if name == "bind": return ["named", "-f", "-n", str(t), "-c", bind_conf(w, zf, port)], {}, 0
    if name == "pdns-bind":
        put(f"{w}/bindbackend.conf", f'options {{ directory "{w}"; }};\nzone "{ZONE}" {{ type master; file "{zf}"; }};\n')
        put(f"{w}/pdns.conf", pdns_base(w, port, t) + f"launch=bind\nbind-config={w}/bindbackend.conf\nbind-check-interval=0\n")
        return ["pdns_server", f"--config-dir={w}"], {}, 0
    if name == "ours-dot": return target("plain", n, port, more=" ".join(certificate())), {}, 8
    if name == "nsd-dot":
        c, k = certificate(); f = nsd_conf(w, zf, port, t, old=True)
        with open(f) as x: text = x.read()
        put(f, text.replace("  username:", f'  ip-address: 127.0.0.1@{port + 1000}\n  tls-port: {port + 1000}\n  tls-service-key: "{k}"\n  tls-service-pem: "{c}"\n  username:'))
        return ["nsd", "-d", "-c", f], {}, 0
    if name == "bind-dot":
        c, k = certificate()
        f = bind_conf(w, zf, port, body=f'tls own {{ cert-file "{c}"; key-file "{k}"; }};\nzone "{ZONE}" {{ type primary; file "{zf}"; check-names ignore; notify no; }};', opts=f"listen-on port {port + 1000} tls own {{ 127.0.0.1; }};")
        return ["named", "-f", "-n", str(t), "-c", f], {}, 0
    if name in ("ours-chain", "ours-changes"): return target(name[5:], n, port), {}, 8
    if "-v" in name: return views(name, w, zf, port, t)
    if name == "ours":
        return ["sh", "-c", "exec " + os.environ["OURS"].format(port=port, zone=zf, work=w)], {}, 8
    raise SystemExit("unknown server " + name)


def target(kind, n, port, views=0, more=""): return ["sh", "-c", "exec " + os.environ["TARGET"] + f" {port} {n} {views} {kind} {more}"]

def net(v): return f"127.{1 + (v >> 8)}.{v & 255}.0/24"

def views(name, w, zf, port, t):
    """Split horizon: kind-vN, N views chosen by the source /24 (view v: 127.1.0.0/24 + v), each with its own zone of the same
    names and other addresses (gen.py --view); everybody else gets the zone zf. kind-v0: the same without views."""
    import gen
    kind, V = name.rsplit("-v", 1); V = int(V)
    if kind == "ours": return target("plain", int(zf.rsplit(".", 1)[1]), port, V), {}, 8
    M = int(zf.rsplit(".", 1)[1]); vz = lambda v: f"{DATA}/views/{M}/zone.v{v}"
    os.makedirs(f"{DATA}/views/{M}", exist_ok=True)
    for v in range(V):
        if not os.path.exists(vz(v)): gen.zone(M, vz(v), v)
    if kind == "bind":
        body = "".join(f'view "v{v}" {{ match-clients {{ {net(v)}; }}; zone "{ZONE}" {{ type primary; file "{vz(v)}"; check-names ignore; }}; }};\n' for v in range(V))
        body += f'view "rest" {{ match-clients {{ any; }}; zone "{ZONE}" {{ type primary; file "{zf}"; check-names ignore; }}; }};\n' if V else f'zone "{ZONE}" {{ type primary; file "{zf}"; check-names ignore; }};\n'
        return ["named", "-f", "-n", str(t), "-c", bind_conf(w, zf, port, body=body)], {}, 0
    if kind == "knot":
        os.makedirs(f"{w}/db", exist_ok=True)
        if not V: return ["knotd", "-c", knot_conf(w, zf, port, t)], {}, 0
        with open(f"{w}/geo.conf", "w") as f:
            for i in range(M):
                f.write(f"acct{i:06d}.{ZONE}:\n" + "".join(f"  - net: {net(v)}\n    A: {gen.addr(i, v)}\n" for v in range(V)))
        return ["knotd", "-c", knot_conf(w, zf, port, t, extra=f"mod-geoip:\n  - id: vn\n    config-file: {w}/geo.conf\n    mode: subnet\n    ttl: 300\n", zone_extra="    module: mod-geoip/vn\n")], {}, 0
    if kind == "nsd" and not V: return ["nsd", "-d", "-c", nsd_conf(w, zf, port, t, old=True)], {}, 0
    raise SystemExit("unknown server " + name)
