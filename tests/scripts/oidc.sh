#!/usr/bin/env bash
# Installs the provider of sign-ins of the tests from npm into the cache, once; prints the folder.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
folder="$nabta_cache/oidc"
if [ ! -f "$folder/node_modules/oidc-provider/package.json" ]; then
    have npm || die "npm is needed for the tests' provider of sign-ins: install Node, then try again"
    say "installing the tests' provider of sign-ins (npm)"
    mkdir -p "$folder"
    npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error oidc-provider@9.13.3 >&2
fi
echo "$folder"
