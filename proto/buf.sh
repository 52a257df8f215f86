#!/bin/sh
# Checks the protos with buf: their style, and that they break nobody who uses an earlier version.
# Needs npm, Maven and git. BUF names another buf than the one npm fetches.
set -eu
cd "$(dirname "$0")"

buf_version=1.75.0
buf=${BUF:-npx --yes --package @bufbuild/buf@$buf_version buf}

usage() {
  cat >&2 <<'END'
usage: buf.sh lint                style, and a comment on every element
       buf.sh breaking GIT_REF    compatibility with the protos of a commit, tag or branch
       buf.sh format              rewrite the protos in buf's layout
END
  exit 2
}

# google.api and google.rpc come out of the jar the build compiles against, so that the two agree;
# buf's own registry is not asked.
unpack_imports() {
  [ -e target/buf/google/google/api/http.proto ] || mvn -q -B dependency:unpack-dependencies \
    -DincludeArtifactIds=proto-google-common-protos \
    -Dmdep.unpack.includes='google/api/**/*.proto,google/rpc/**/*.proto' \
    -DoutputDirectory=target/buf/google
}

breaking() {
  git rev-parse --quiet --verify "$1^{commit}" >/dev/null || {
    echo "buf.sh: there is no commit '$1' in this repository" >&2
    exit 2
  }
  # Before there was a buf.yaml there was no API that anyone was promised.
  if ! git cat-file -e "$1:./buf.yaml" 2>/dev/null; then
    echo "buf.sh: $1 has no protos to be compatible with"
    return
  fi
  earlier=target/buf/earlier
  rm -rf "$earlier"
  mkdir -p "$earlier/target/buf"
  git archive "$1" buf.yaml postern | tar -x -C "$earlier"
  cp -R target/buf/google "$earlier/target/buf/"
  $buf breaking . --against "$earlier"
  echo "buf.sh: nothing of $1 is broken"
}

case "${1-} $#" in
  "lint 1") unpack_imports; $buf lint . ;;
  "breaking 2") unpack_imports; breaking "$2" ;;
  "format 1") unpack_imports; $buf format -w --path postern ;;
  *) usage ;;
esac
