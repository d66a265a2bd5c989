#!/usr/bin/env bash
# Makes sure that Swift is here and installs the system packages that are missing.
# Usage: scripts/deps.sh build | scripts/deps.sh build test
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly SWIFT_MINIMUM=6.2

build_packages=(libzmq3-dev libzstd-dev zlib1g-dev libxxhash-dev libsqlite3-dev pkg-config)
test_packages=(binutils python3 python3-zmq zstd shellcheck)

require_swift() {
    local where="install it from https://www.swift.org/install and put it on PATH"
    have swift || die "Swift $SWIFT_MINIMUM or newer is needed and none was found: $where"
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [[ -n $version ]] || die "'swift --version' names no version: $where"
    [[ $(printf '%s\n' "$SWIFT_MINIMUM" "$version" | sort -V | head -n 1) == "$SWIFT_MINIMUM" ]] \
        || die "Swift $version is too old, $SWIFT_MINIMUM or newer is needed: $where"
}

installed() { dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed; }

install_missing() {
    local missing=() package
    for package in "$@"; do
        installed "$package" || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    local as_root=()
    if ((EUID != 0)); then
        have sudo || die "these packages are missing; install them as root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
}

packages=()
for group in "$@"; do
    case $group in
        build) packages+=("${build_packages[@]}") ;;
        test) packages+=("${test_packages[@]}") ;;
        *) die "unknown group of packages '$group': say build or test" ;;
    esac
done

require_swift
if have apt-get && have dpkg-query; then
    install_missing "${packages[@]}"
elif [[ -n ${TIMTIN_SKIP_DEPS:-} ]]; then
    echo "TIMTIN_SKIP_DEPS is set: taking the libraries as they are"
else
    die "this system has no apt. Install by hand what Debian calls ${packages[*]}" \
        "(ZeroMQ 4.3, zstd, zlib, xxHash and SQLite with their headers), then set TIMTIN_SKIP_DEPS=1"
fi
