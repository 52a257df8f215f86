#!/bin/sh
# How long `postern server` takes from the command to its first DNS answer, beside the same for a bare JVM (java -version).
# Five starts, each with an empty database; needs dig. The server's own figure is the one on its ready line.
set -eu
cd "$(dirname "$0")/.."
./postern version >/dev/null
now() { date +%s%N; }
for run in 1 2 3 4 5; do
  data=$(mktemp -d)
  begun=$(now); java -version 2>/dev/null; bare=$((($(now) - begun) / 1000000))
  begun=$(now)
  ./postern server --data "$data" --grpc 127.0.0.1:7453 --dns 127.0.0.1:7454 >"$data/out" 2>&1 &
  server=$!
  until dig +tries=1 +time=1 -p 7454 @127.0.0.1 start.example A >/dev/null 2>&1; do kill -0 $server; done
  answered=$((($(now) - begun) / 1000000))
  kill $server; wait $server || true
  echo "run $run: first DNS answer after $answered ms; bare JVM $bare ms; $(grep -i ready "$data/out" | head -1)"
  rm -rf "$data"
done
