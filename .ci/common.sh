# SPDX-License-Identifier: LGPL-2.1-or-later
# Shared by ./run, ./check and .ci/run: what is missing, and the build.
# shellcheck shell=bash

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say () {
  printf '%s\n' "$*"
}

die () {
  printf '%s\n' "$*" >&2
  exit 1
}

# wanted KIND…: the names of the packages of those kinds.
wanted () {
  local kind name rest
  while read -r kind name rest; do
    case " $* " in
      *" $kind "*) printf '%s\n' "$name" ;;
    esac
  done < "$root/.ci/packages"
}

is_installed () {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# ensure_packages KIND…: installs what is missing, after saying so.
ensure_packages () {
  local name missing=() how=()
  if ! command -v dpkg-query >/dev/null; then
    say "Not a Debian system. These must be there under their names here: $(wanted "$@" | tr '\n' ' ')"
    return
  fi
  for name in $(wanted "$@"); do
    is_installed "$name" || missing+=("$name")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0

  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "Missing: ${missing[*]}. Install them as root, there is no sudo here."
    how=(sudo)
    [ -t 0 ] || how+=(-n)
  fi
  how+=(env DEBIAN_FRONTEND=noninteractive apt-get)
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  say "with: ${how[*]} install --yes --no-install-recommends"
  "${how[@]}" update -qq </dev/null || say "The package lists could not be refreshed, trying with the old ones."
  "${how[@]}" install --yes -qq --no-install-recommends "${missing[@]}" </dev/null \
    || die "The packages could not be installed."
}

# ensure_front_packages: what the tests in a browser need, as tests/package-lock.json
# pins it. Installed once; no test reaches for the network.
ensure_front_packages () {
  local folder=$root/tests
  local installed=$folder/node_modules/.installed-lock.json
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    ensure_packages front
  fi
  ! cmp -s "$folder/package-lock.json" "$installed" || return 0
  say "Installing for the tests in a browser: npm ci in $folder"
  (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund </dev/null) \
    || die "What tests/package-lock.json names could not be installed."
  cp "$folder/package-lock.json" "$installed"
}

# configure FOLDER OPTION…: only once.
configure () {
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] || meson setup "$folder" "$root" "$@"
}

# build FOLDER OPTION…: configures once, compiles always.
build () {
  configure "$@"
  ninja -C "$1"
}
