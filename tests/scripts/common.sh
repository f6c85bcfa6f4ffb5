# Shared by the scripts beside it; sourced, never run.
# shellcheck shell=bash

# The one folder outside the checkout that the build may fill and that survives a run.
nabta_cache="${NABTA_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nabta}"

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# as_root COMMAND...: runs it as root, directly or by sudo (which may ask for a password only on a terminal).
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo && [ -t 0 ] && [ -t 2 ]; then
        sudo "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 77
    fi
}

apt_updated=
# apt_install PACKAGE...: installs Debian packages without questions, or says clearly what is missing.
apt_install() {
    have apt-get || die "'$*' is needed, and this system has no apt-get to install it: install it by hand, then try again"
    as_root true || die "'$*' is needed: run 'apt-get install $*' as root, then try again"
    if [ -z "$apt_updated" ]; then
        say "updating the list of Debian packages"
        as_root apt-get -o DPkg::Lock::Timeout=300 update -qq >&2 || say "warning: 'apt-get update' failed; going on with the list that is there"
        apt_updated=1
    fi
    say "installing $* (apt)"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 \
        install -y -qq --no-install-recommends "$@" </dev/null >&2 || die "apt-get could not install '$*'"
}
