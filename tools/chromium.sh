#!/bin/sh
# Makes sure that browser tests can run: Debian's chromium is installed where that is allowed.
set -u

found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

found >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing chromium for the browser tests …"
    log=var/chromium.log
    mkdir -p var
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -q -y --no-install-recommends chromium; } >"$log" 2>&1
    found >/dev/null && exit 0
    echo "apt-get could not install chromium; see $log." >&2
fi
{
    echo "######################################################################"
    echo "#  No Chromium here: THE BROWSER TESTS WILL BE SKIPPED.              #"
    echo "#  Install it (Debian: apt-get install chromium) and run this again. #"
    echo "######################################################################"
} >&2
