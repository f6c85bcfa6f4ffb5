#!/usr/bin/env bash
# Installs what checks certificates and badges from outside (PyPI, pinned by digest) into the cache, once; prints the Python that has it.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
wanted="$(dirname "${BASH_SOURCE[0]}")/../checkers/requirements.txt"
folder="$nabta_cache/checkers-$(sha256sum "$wanted" | cut -c1-12)"
if [ ! -e "$folder/done" ]; then
    python3 -c 'import ensurepip, venv' 2>/dev/null || apt_install python3-venv
    say "installing checkers of certificates (PyPI)"
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r "$wanted" >&2
    touch "$folder/done"
fi
echo "$folder/bin/python"
