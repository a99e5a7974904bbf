#!/bin/sh
# Makes .venv (of peers: .venv-peers) and installs what requirements/$1.txt locks; does nothing when that is done already.
# Finding a Python is all that happens here; the rest is bootstrap.py.
set -eu

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; }

if [ -n "${PYTHON:-}" ]; then
    suits "$PYTHON" || { echo "PYTHON=$PYTHON is no Python 3.11 to 3.14." >&2; exit 1; }
    exec "$PYTHON" tools/bootstrap.py "$1"
fi
for python in .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11; do
    if suits "$python"; then
        exec "$python" tools/bootstrap.py "$1"
    fi
done
echo "Python 3.11 to 3.14 is needed, and $(python3 -V 2>/dev/null || echo none) was found:" \
    "install one (Debian, Ubuntu: apt-get install python3 python3-venv) or say make … PYTHON=/path/to/python3.12" >&2
exit 1
