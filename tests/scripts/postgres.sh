#!/usr/bin/env bash
# PostgreSQL for tests, benchmarks and developers: clusters that live in a temporary folder, listen on loopback
# only, trust every connection and give up durability for speed. Never for real data.
#
# The shared cluster: one per state folder (NABTA_TEST_POSTGRES_STATE, default <cache>/postgres/dev)
#
#   postgres.sh install            finds PostgreSQL's programs, or installs them by apt
#   postgres.sh start              starts it if it is not running; prints its URL
#   postgres.sh url                prints the URL of the running one; fails when there is none
#   postgres.sh restart [MODE]     stops it and starts it again: same data, same port; MODE: immediate (default) | fast
#   postgres.sh stop               stops it and removes its data, and so for the tests' own clusters that are still there
#   postgres.sh with COMMAND...    starts one for the time of COMMAND, gives it the URL as NABTA_TEST_POSTGRES, and
#                                  removes it afterwards whatever happened; the exit status is COMMAND's
#   postgres.sh sweep              removes the clusters of runs that were killed before they could do it
#
# Clusters of a test's own (a test that stops or breaks its database must not use the shared one)
#
#   postgres.sh own start DIR PORT          makes a cluster in DIR at the first call, starts it; prints its URL.
#                                           PORT 0: a free one, kept for later starts of the same DIR
#   postgres.sh own follow DIR PRIMARY      makes a copy in DIR of the cluster in PRIMARY, which follows it; prints its URL
#   postgres.sh own stop DIR [MODE]         stops it, its data stays; MODE: fast (default) | immediate (as in a crash)
#   postgres.sh own restart DIR [MODE]      both, on the same port; MODE: immediate (default) | fast
#   postgres.sh own url DIR                 prints the URL of the running one; fails when it is not running
#   postgres.sh own remove DIR              stops it and removes DIR
#
#   DIR is made when it is missing; nothing else may be in it. PostgreSQL refuses to run as root: for root the
#   cluster belongs to the user postgres (or nobody), DIR is given to that user, and the folders above DIR must let
#   that user through. A folder of tempfile::tempdir() is right as DIR; a folder inside of one is not.
#
# Standard output carries the URL and nothing else; everything that is said goes to standard error. A call returns
# when the server accepts connections, or is down. All calls may be repeated.
# The URL is that of the superuser on the maintenance database: postgres://postgres@127.0.0.1:PORT/postgres
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

state="${NABTA_TEST_POSTGRES_STATE:-$nabta_cache/postgres/dev}"
export LC_ALL=C.UTF-8
unset PGDATA PGPORT PGHOST PGUSER PGOPTIONS PGDATABASE PGPASSWORD

# ---- who runs it -------------------------------------------------------------------------------------------------

owner=
if [ "$(id -u)" -eq 0 ]; then
    for candidate in postgres nobody; do
        if id -u "$candidate" >/dev/null 2>&1; then owner="$candidate"; break; fi
    done
    [ -n "$owner" ] || die "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as"
fi

# as_owner COMMAND...: from / because that user may not be let into the current folder; without standard input and
# without the file descriptors of the caller, so that nobody waits for a server that goes on.
as_owner() {
    if [ -n "$owner" ]; then
        (cd / && exec runuser -u "$owner" -- "$@" </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-)
    else
        (cd / && exec "$@" </dev/null 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-)
    fi
}

# ---- its programs ------------------------------------------------------------------------------------------------

bin=
usable() { # FOLDER: holds the three programs, and the owner may run them
    [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/postgres" ] && as_owner "$1/postgres" --version >/dev/null 2>&1
}

look_for_programs() {
    local folder
    if have pg_ctl; then
        folder="$(dirname "$(readlink -f "$(command -v pg_ctl)")")"
        if usable "$folder"; then bin="$folder"; return 0; fi
    fi
    while IFS= read -r folder; do
        if usable "$folder"; then bin="$folder"; return 0; fi
    done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV)
    return 1
}

find_programs() {
    look_for_programs && return
    # Debian makes a cluster and starts it when the package is installed: tell it not to.
    local drop_in=/etc/postgresql-common/createcluster.d/nabta.conf
    as_root true || die "PostgreSQL is needed: run 'apt-get install postgresql' as root, then try again"
    as_root mkdir -p "${drop_in%/*}"
    printf 'create_main_cluster = false\n' | as_root tee "$drop_in" >/dev/null
    apt_install postgresql
    as_root rm -f "$drop_in"
    # The package has made the user postgres: from now on it is the one.
    if [ -n "$owner" ] && id -u postgres >/dev/null 2>&1; then owner=postgres; fi
    look_for_programs || die "PostgreSQL was installed, but initdb, pg_ctl and postgres were not found in /usr/lib/postgresql/*/bin"
}

# ---- one cluster in one folder: FOLDER/{data,log,port} ------------------------------------------------------------

url_of() { printf 'postgres://postgres@127.0.0.1:%s/postgres\n' "$(cat "$1/port")"; }

is_up() { # FOLDER
    [ -f "$1/data/postmaster.pid" ] && [ -s "$1/port" ] && as_owner "$bin/pg_ctl" -D "$1/data" status >/dev/null 2>&1
}

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() { # below the range that the system gives to outgoing connections
    local port
    for _ in $(seq 100); do
        port=$((20000 + RANDOM % 12000))
        if ! taken "$port"; then echo "$port"; return; fi
    done
    die "found no free port between 20000 and 32000"
}

make_cluster() { # FOLDER
    local folder="$1"
    [ -f "$folder/data/PG_VERSION" ] && return
    mkdir -p "$folder"
    chmod 700 "$folder"
    [ -z "$owner" ] || chown "$owner:" "$folder"
    as_owner test -w "$folder" || die "the user '$owner' is not let through to $folder: choose a folder directly under ${TMPDIR:-/tmp}"
    if ! as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$folder/initdb.log" 2>&1; then
        cat "$folder/initdb.log" >&2
        die "initdb failed in $folder"
    fi
    # sockets: a path of more than 107 bytes cannot be one
    local sockets="$folder"
    [ ${#sockets} -le 85 ] || sockets=
    cat >>"$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$sockets'
fsync = ${durable:-off}
synchronous_commit = ${durable:-off}
full_page_writes = ${durable:-off}
max_connections = 300
shared_buffers = 128MB
dynamic_shared_memory_type = mmap
timezone = 'UTC'
log_timezone = 'UTC'
CONF
}

launch() { # FOLDER PORT
    local folder="$1" port="$2"
    : >"$folder/log.start"
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -o "-p $port" -w -t 60 start \
        >"$folder/log.start" 2>&1 || return 1
    echo "$port" >"$folder/port"
}

failed_to_launch() { # FOLDER PORT
    tail -n 20 "$1/log.start" "$1/data/server.log" >&2 || true
    die "PostgreSQL did not start in $1 on port $2"
}

bring_up() { # FOLDER [PORT]: without PORT, or with 0, the one it had, else a free one
    local folder="$1" port="${2:-0}"
    if is_up "$folder"; then
        [ "$port" = 0 ] || [ "$port" = "$(cat "$folder/port")" ] ||
            die "the cluster in $folder is already running on port $(cat "$folder/port"), not on $port"
        return
    fi
    make_cluster "$folder"
    if [ "$port" = 0 ] && [ -s "$folder/port" ]; then port="$(cat "$folder/port")"; fi
    if [ "$port" != 0 ]; then
        launch "$folder" "$port" || failed_to_launch "$folder" "$port"
        return
    fi
    for _ in 1 2 3 4 5; do # another program may take the port between the look and the start
        port="$(free_port)"
        if launch "$folder" "$port"; then return; fi
    done
    failed_to_launch "$folder" "$port"
}

bring_down() { # FOLDER MODE
    local folder="$1" mode="$2" pid
    [ -f "$folder/data/postmaster.pid" ] || return 0
    if is_up "$folder"; then
        pid="$(head -n 1 "$folder/data/postmaster.pid")"
        as_owner "$bin/pg_ctl" -D "$folder/data" -m "$mode" -w -t 30 stop >/dev/null 2>&1 ||
            as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w -t 30 stop >/dev/null 2>&1 || {
            kill -KILL "$pid" 2>/dev/null || true
        }
    fi
}

# ---- the shared cluster: STATE/folder names where it lives, STATE/owned the tests' own ones, STATE/pid whose it is --

valid_mode() { case "$1" in fast | immediate) ;; *) die "unknown mode '$1' (fast, immediate)" ;; esac; }

shared_folder() { [ -s "$1/folder" ] && cat "$1/folder"; }

base_folder() { # a temporary folder that the owner may enter
    if as_owner test -x "${TMPDIR:-/tmp}" 2>/dev/null; then echo "${TMPDIR:-/tmp}"; else echo /tmp; fi
}

remove_own() { # FOLDER: stops the cluster in it and removes what this script made there
    [ -f "$1/data/PG_VERSION" ] || return 0
    bring_down "$1" immediate
    rm -rf "$1"/{data,initdb.log,log.start,port} "$1"/.s.PGSQL.*
    rmdir "$1" 2>/dev/null || true
}

start_shared() { # STATE
    local folder
    mkdir -p "$1"
    find_programs
    if folder="$(shared_folder "$1")" && [ -d "$folder/data" ] && is_up "$folder"; then url_of "$folder"; return; fi
    [ -z "$folder" ] || stop_shared "$1"
    mkdir -p "$1"
    folder="$(mktemp -d "$(base_folder)/nabta-pg.XXXXXX")"
    echo "$folder" >"$1/folder"
    bring_up "$folder"
    url_of "$folder"
}

stop_shared() { # STATE
    local folder
    [ -d "$1" ] || return 0
    if [ -n "$bin" ] || look_for_programs; then
        if [ -s "$1/owned" ]; then
            while IFS= read -r folder; do remove_own "$folder"; done <"$1/owned"
        fi
        if folder="$(shared_folder "$1")"; then bring_down "$folder" fast; fi
    fi
    # Only what this script has made is removed
    if folder="$(shared_folder "$1")"; then case "$folder" in */nabta-pg.??????) rm -rf "$folder" ;; esac; fi
    rm -rf "$1"
}

sweep() {
    local each pid
    for each in "$nabta_cache"/postgres/run-*; do
        [ -d "$each" ] || continue
        pid="${each##*run-}"
        if [ "$pid" != "$$" ] && kill -0 "$pid" 2>/dev/null && grep -qaE '(postgres|test)\.sh' "/proc/$pid/cmdline" 2>/dev/null; then
            continue
        fi
        say "removing what a run that was cut off left behind: $each"
        stop_shared "$each"
    done
}

with_shared() { # COMMAND...
    [ $# -gt 0 ] || die "with: which command?"
    local status=0 url
    find_programs
    sweep
    state="$nabta_cache/postgres/run-$$"
    trap 'stop_shared "$state"' EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 143' TERM
    url="$(start_shared "$state")"
    NABTA_TEST_POSTGRES="$url" NABTA_TEST_POSTGRES_STATE="$state" "$@" || status=$?
    exit "$status"
}

# ---- a test's own ------------------------------------------------------------------------------------------------

own() { # VERB DIR [PORT | MODE]
    local verb="${1:-}" folder="${2:-}" more="${3:-}"
    [ -n "$verb" ] && [ -n "$folder" ] || die "own: start DIR PORT | stop DIR [MODE] | restart DIR [MODE] | url DIR | remove DIR"
    folder="$(realpath -m "$folder")"
    find_programs
    case "$verb" in
        start)
            case "$more" in '' | *[!0-9]*) die "own start: PORT must be a number (0: a free one)" ;; esac
            mkdir -p "$state"
            grep -qxF "$folder" "$state/owned" 2>/dev/null || echo "$folder" >>"$state/owned"
            bring_up "$folder" "$more"
            url_of "$folder"
            ;;
        follow)
            more="$(realpath -m "$more")"
            is_up "$more" || die "no cluster is running in $more"
            mkdir -p "$state" "$folder"
            grep -qxF "$folder" "$state/owned" 2>/dev/null || echo "$folder" >>"$state/owned"
            chmod 700 "$folder"
            [ -z "$owner" ] || chown "$owner:" "$folder"
            as_owner "$bin/pg_basebackup" -D "$folder/data" -d "$(url_of "$more")" -R -X stream -c fast >&2
            bring_up "$folder"
            url_of "$folder"
            ;;
        stop)
            valid_mode "${more:-fast}"
            bring_down "$folder" "${more:-fast}"
            ;;
        restart)
            valid_mode "${more:-immediate}"
            [ -f "$folder/data/PG_VERSION" ] || die "there is no cluster in $folder"
            bring_down "$folder" "${more:-immediate}"
            bring_up "$folder"
            url_of "$folder"
            ;;
        url)
            is_up "$folder" || die "no cluster is running in $folder"
            url_of "$folder"
            ;;
        remove)
            remove_own "$folder"
            ;;
        *) die "own: unknown verb '$verb'" ;;
    esac
}

case "${1:-}" in
    install) find_programs ;;
    start) start_shared "$state" ;;
    stop) stop_shared "$state" ;;
    url)
        find_programs
        folder="$(shared_folder "$state")" && is_up "$folder" || die "PostgreSQL is not running (make postgres-start)"
        url_of "$folder"
        ;;
    restart)
        mode="${2:-immediate}"
        valid_mode "$mode"
        find_programs
        folder="$(shared_folder "$state")" || die "PostgreSQL was not started (make postgres-start)"
        bring_down "$folder" "$mode"
        bring_up "$folder"
        url_of "$folder"
        ;;
    with) shift; with_shared "$@" ;;
    sweep) sweep ;;
    # A test that crashes its own cluster asks what survives a crash: there durability is what it is in production.
    own) shift; durable=on own "$@" ;;
    *) sed -n '2,/^set -euo/{/^set -euo/!s/^# \{0,1\}//p}' "$0" >&2; exit 2 ;;
esac
