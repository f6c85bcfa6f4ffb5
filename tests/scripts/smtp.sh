#!/usr/bin/env bash
# Installs the mail server of the tests from npm into the cache, once; prints the folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
folder="$nabta_cache/smtp"
if [ ! -f "$folder/node_modules/smtp-server/package.json" ] || [ ! -f "$folder/node_modules/mailparser/package.json" ]; then
    have npm || die "npm is needed for the tests' mail server: install Node, then try again"
    say "installing the tests' mail server (npm)"
    mkdir -p "$folder"
    npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error smtp-server@3.21.6 mailparser@3.14.2 >&2
fi
echo "$folder"
