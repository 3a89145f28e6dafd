#!/bin/sh
# Builds one small container image that holds both servers of the containers testbed, redis-server and
# toxiproxy-server, from the Debian mirror of this machine. For machines that cannot pull the official images.
#
# usage: build/make-image.sh [IMAGE] [TOXIPROXY_BINARY]
#
# Nothing is done when the image is there already (remove it with `docker rmi IMAGE` to build it anew).
set -eu

image=${1:-scrutineer-stores:local}
toxiproxy=${2:-${SCRUTINEER_BIN_TOXIPROXY:-$(command -v toxiproxy-server || true)}}

say() { printf 'make-image: %s\n' "$*"; }
fail() { printf 'make-image: %s\n' "$*" >&2; exit 1; }

if docker image inspect "$image" >/dev/null 2>&1; then
  say "$image is there already"
  exit 0
fi
[ -n "$toxiproxy" ] && [ -x "$toxiproxy" ] || fail "no Toxiproxy server: name its binary as second argument or in SCRUTINEER_BIN_TOXIPROXY"
command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"

. /etc/os-release
suite=${VERSION_CODENAME:?this machine is not a Debian release with a code name}

# The mirror is the one from which this machine itself installs: the first source that offers $suite/main.
mirror=$(
  cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk -v suite="$suite" '
    /^URIs:/ { uri = $2 }
    /^Suites:/ { for (i = 2; i <= NF; i++) if ($i == suite) { print uri; exit } }'
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | awk -v suite="$suite" '
    $1 == "deb" { i = 2; if ($i ~ /^\[/) { while ($i !~ /\]$/) i++; i++ } if ($(i + 1) == suite) { print $i; exit } }'
)
mirror=$(printf '%s\n' "$mirror" | sed -n '1p')
[ -n "$mirror" ] || fail "found no mirror for $suite in /etc/apt/sources.list*"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
say "building $image from $suite in $folder"
debootstrap --variant=minbase --include=redis-server "$suite" "$folder/root" "$mirror" >"$folder/debootstrap.log" 2>&1 ||
  { tail -n 20 "$folder/debootstrap.log" >&2; fail "debootstrap failed"; }
install -m 0755 "$toxiproxy" "$folder/root/usr/local/bin/toxiproxy-server"
rm -rf "$folder/root/var/cache/apt/archives" "$folder/root/var/lib/apt/lists" "$folder/root/usr/share/doc"
tar -C "$folder/root" -c . | docker import - "$image" >/dev/null
say "$image is ready: $(docker image inspect --format '{{.Size}}' "$image") bytes"
