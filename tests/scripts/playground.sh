#!/usr/bin/env bash
# Installs the playground's scripts (GraphiQL and React) from npm into a folder, once; the service serves them itself, so that the
# playground loads nothing from elsewhere.
set -euo pipefail
folder="$1"
[ -f "$folder/node_modules/graphiql/graphiql.min.js" ] && [ -f "$folder/node_modules/react-dom/umd/react-dom.production.min.js" ] && exit 0
command -v npm >/dev/null || { echo "npm is missing" >&2; exit 1; }
echo "Installing the playground"
mkdir -p "$folder"
npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --loglevel=error graphiql@3.8.3 graphql@16.10.0 react@18.3.1 react-dom@18.3.1
