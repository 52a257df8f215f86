#!/bin/sh
# Kills the server with SIGKILL at random moments under write load and checks what is left: 50 rounds, or as many as given.
# Prints a line for each round; ends with Maven's report. Repeat a run with SEED=<the seed it printed>.
set -eu
cd "$(dirname "$0")/.."
rounds=${1:-50}
exec mvn -q -B -pl server -am verify -Dtest=CrashTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dpostern.crash.rounds="$rounds" ${SEED:+-Dpostern.crash.seed="$SEED"}
