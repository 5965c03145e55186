#!/usr/bin/env bash
# Takes the pictures of the guides anew: starts the demonstration cities in a
# temporary folder, becomes each role, photographs the pages the guides show and
# writes docs/guide/pictures/LANGUAGE/NAME.webp. Needs Chromium (scripts/needs.sh).
#
#	scripts/guide.sh               all of them, some minutes
#	scripts/guide.sh resident-tell those whose name fits the pattern
set -euo pipefail
cd "$(dirname "$0")/.."
go test ./internal/app/guidebook -run 'Open|Pictures' -count=1 -timeout 30m -args -pictures="${1:-.}"
du -sh docs/guide/pictures
