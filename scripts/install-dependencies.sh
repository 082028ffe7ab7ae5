#!/usr/bin/env bash
# Installs what building and testing xrep needs from Debian's packages; does nothing when everything
# is there. Needs root or sudo only when something is missing.
# Usage: scripts/install-dependencies.sh [further packages…]
set -euo pipefail

packages=(
  g++ cmake ninja-build ccache pkg-config
  libcurl4-openssl-dev nlohmann-json3-dev libutfcpp-dev libexpected-dev
  libcli11-dev libcpp-httplib-dev libssl-dev libvalijson-dev
  libgtest-dev libgmock-dev
  "$@"
)

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

# True when $1 is installed, or with `candidate` could be, in version 3 or later.
has_catch2_3() {
  local version
  if [ "$2" = candidate ]; then
    version=$(apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: //p')
  else
    version=$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null || true)
  fi
  [ -n "$version" ] && [ "$version" != "(none)" ] && dpkg --compare-versions "$version" ge 3
}

# The backports are asked with package lists of their own, so that apt's sources, lists and
# preferences stay as they are and nothing else can come from there.
install_catch2_from_backports() {
  local codename mirror state
  codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(SITE) $(CODENAME) $(COMPONENT)' |
    sed -n "s/ $codename main\$//p" | head -n 1)
  state=$(mktemp -d)
  trap 'rm -rf "$state"' RETURN
  chmod 755 "$state"
  mkdir -p "$state/parts" "$state/lists/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
    "${mirror:-http://deb.debian.org/debian} $codename-backports main" >"$state/sources.list"
  local options=(
    -o "Dir::Etc::SourceList=$state/sources.list" -o "Dir::Etc::SourceParts=$state/parts"
    -o "Dir::State::Lists=$state/lists" -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache=
  )
  apt "${options[@]}" update
  apt "${options[@]}" install --no-install-recommends -y libcatch2-dev
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
catch2=present
has_catch2_3 libcatch2-dev installed || has_catch2_3 catch2 installed || catch2=missing

if [ "${#missing[@]}" = 0 ] && [ "$catch2" = present ]; then
  exit 0
fi
echo "Installing: ${missing[*]} $([ "$catch2" = present ] || echo "Catch2 3")"
apt update
if [ "${#missing[@]}" != 0 ]; then
  apt install --no-install-recommends -y "${missing[@]}"
fi
if [ "$catch2" = missing ]; then
  if has_catch2_3 libcatch2-dev candidate; then
    apt install --no-install-recommends -y libcatch2-dev
  elif has_catch2_3 catch2 candidate; then
    apt install --no-install-recommends -y catch2
  else
    install_catch2_from_backports
  fi
fi
