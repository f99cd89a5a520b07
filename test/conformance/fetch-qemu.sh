#!/usr/bin/env bash
# Brings QEMU's source trees into .cache/ for the conformance runs: 7.2 from Debian bookworm, 10.0 from trixie; 10.2
# from sid, which no run demands, since sid moves on.
#
#   test/conformance/fetch-qemu.sh [7.2] [10.0] [10.2]      (the first two when none is named)
#
# Nothing of these trees (GPL) is ever committed. The script needs apt-get and the mirror that the machine is already
# set to use, no root: apt runs with a private configuration below .cache/. A tree that is there is left alone.
# Exit: 0 every tree is there; 1 otherwise, with the reason.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cache="$root/.cache"
apt="$cache/apt"

declare -A suites=([7.2]=bookworm [10.0]=trixie [10.2]=sid)

fail() { echo "fetch-qemu: $*" >&2; exit 1; }

# The mirror of the machine's own Debian sources, in either of apt's two formats.
mirror() {
  local found
  found=$(sed -n 's/^URIs:[[:space:]]*\([^[:space:]]*\/debian\)\/\{0,1\}\([[:space:]].*\)\{0,1\}$/\1/p' \
    /etc/apt/sources.list.d/*.sources 2>/dev/null | head -n 1 || true)
  [ -n "$found" ] || found=$(sed -n 's/^deb[[:space:]]\+\(\[[^]]*\][[:space:]]*\)\{0,1\}\([^[:space:]]*\/debian\)\/\{0,1\}[[:space:]].*/\2/p' \
    /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1 || true)
  [ -n "$found" ] || fail "no Debian mirror among apt's sources; set QEMU_MIRROR to one (its URL, ending in /debian)"
  echo "$found"
}

fetch() {
  local version=$1 suite=${suites[$1]:-}
  [ -n "$suite" ] || fail "unknown release '$version'; known are: ${!suites[*]}"
  local tree="$cache/qemu-$version"
  if [ -f "$tree/.complete" ]; then echo "fetch-qemu: $version is there: $tree"; return; fi

  local url=${QEMU_MIRROR:-$(mirror)} dir="$apt/$suite"
  mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial" "$dir/source"
  # InRelease is signed by the archive's keyring; a machine whose keyring is older than the suite says so here.
  echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $url $suite main" > "$dir/sources.list"
  local options=(
    -o "Dir::Etc::SourceList=$dir/sources.list" -o "Dir::Etc::SourceParts=/dev/null"
    -o "Dir::State::Lists=$dir/lists" -o "Dir::Cache=$dir/cache" -o "Acquire::Languages=none" -qq
  )
  # As root, apt downloads as its own user, who may not be able to write below this folder.
  [ "$(id -u)" != 0 ] || options+=(-o "APT::Sandbox::User=root")
  apt-get "${options[@]}" update || fail "apt-get update failed for $suite"
  local package
  package=$(apt-cache "${options[@]}" showsrc qemu | sed -n "s/^Version: \(\([0-9]*:\)\{0,1\}${version//./\\.}[.+].*\)/\1/p" | head -n 1)
  [ -n "$package" ] || fail "no source package of QEMU $version in $suite"
  (cd "$dir/source" && apt-get "${options[@]}" source --download-only "qemu=$package") || fail "cannot download qemu $package"

  local tarball
  tarball=$(ls "$dir/source"/qemu_"$version"*.orig.tar.xz | head -n 1) || fail "no tarball of $version in $suite"
  rm -rf "$tree" "$tree.partial"
  mkdir -p "$tree.partial"
  # Only what the runs read: the schemas, the generator and its corpus, the monitor's tables, the Python clients.
  tar -xJf "$tarball" -C "$tree.partial" --strip-components=1 --wildcards --no-wildcards-match-slash \
    '*/qapi' '*/qga/qapi-schema.json' '*/storage-daemon/qapi' '*/scripts/qapi' '*/scripts/qapi-gen.py' \
    '*/scripts/hxtool' '*/scripts/qmp' '*/tests/qapi-schema' '*/python/qemu' '*/hmp-commands*.hx' '*/VERSION' \
    '*/docs/sphinx' '*/docs/devel/qapi-code-gen.rst'
  rm -rf "$tree.partial/subprojects"
  touch "$tree.partial/.complete"
  mv "$tree.partial" "$tree"
  rm -f "$dir/source"/qemu_*
  echo "fetch-qemu: $version ($(cat "$tree/VERSION")) is now in $tree"
}

[ $# -gt 0 ] || set -- 7.2 10.0
for version; do fetch "$version"; done
