#!/usr/bin/env bash
# Everything that must hold before a change joins main; called by `make test`.
#
# As root on Debian it installs what is missing. Anywhere else it names what is
# missing and stops: nothing here skips. The closing lines are go test's own.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/needs.sh
. scripts/postgres.sh

staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
templ=github.com/a-h/templ/cmd/templ@$(go list -m -f '{{.Version}}' github.com/a-h/templ)
# Tests flush to the disk thousands of times. Where memory is plenty their files
# stand there, and the same tests take half as long.
[ "$(df -k --output=avail /dev/shm 2>/dev/null | tail -n 1)" -gt 8000000 ] 2>/dev/null && export TMPDIR=/dev/shm
scratch=$(mktemp -d)
trap 'stop_postgres; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

failed=()
# step NAME COMMAND…: runs it, says how long it took, remembers a failure.
step() {
	local name=$1 began=$SECONDS
	shift
	echo "== $name"
	if "$@"; then
		echo "   ok: $name, $((SECONDS - began)) s"
	else
		echo "   FAILED: $name, $((SECONDS - began)) s"
		failed+=("$name")
	fi
}

go_files() { find . -name node_modules -prune -o -name '*.go' ! -name '*_templ.go' -print; }

formatted() {
	local wrong
	wrong=$(go_files | xargs gofmt -l) || return 1
	[ -z "$wrong" ] || { printf 'run gofmt -w on:\n%s\n' "$wrong"; return 1; }
}

# unplaced drops the folder that templ writes into a page's errors: it depends
# on where the generator was started.
unplaced() { sed -E 's#FileName: `[^`]*/#FileName: `#' "$1"; }

# Pages are generated anew beside the tree and must equal what is committed.
pages_current() {
	local copy=$scratch/pages page made wrong=0
	mkdir -p "$copy"
	find . -name node_modules -prune -o -name '*.templ' -print0 | tar -c --null -T - | tar -x -C "$copy" || return 1
	cp go.mod "$copy"
	(cd "$copy" && go run "$templ" generate -log-level error) || return 1
	while read -r page; do
		made=${page%.templ}_templ.go
		cmp -s <(unplaced "$copy/$made") <(unplaced "$made") || { echo "$page changed but $made did not; run: make generate"; wrong=1; }
	done < <(cd "$copy" && find . -name '*.templ')
	while read -r made; do
		[ -f "${made%_templ.go}.templ" ] || { echo "$made has no page any more; delete it"; wrong=1; }
	done < <(find . -name node_modules -prune -o -name '*_templ.go' -print)
	return $wrong
}

tidy() {
	go mod tidy -diff >"$scratch/tidy" 2>&1 || { grep '^[-+][^-+]*[a-z]' "$scratch/tidy" | head -n 20; echo "run: go mod tidy"; return 1; }
}

assets_current() {
	[ -d internal/platform/ui/build ] || return 0
	go run ./internal/platform/ui/build -check
}

# Each fuzz test gets some thousand tries: enough to notice a parser that fell over.
# Tries and not seconds: a clock that runs out between two tries fails a sound test.
fuzz() {
	local file name wrong=0
	while IFS=: read -r file name; do
		go test -run '^$' -fuzz "^$name\$" -fuzztime 5000x "./$(dirname "$file")" </dev/null >"$scratch/fuzz" 2>&1 ||
			{ cat "$scratch/fuzz"; wrong=1; }
	done < <(grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' cmd internal 2>/dev/null | sed 's/func //')
	return $wrong
}

# racy lists the packages that the race detector can watch in good time: not the
# one whose child processes nobody watches, and not those in which one page after
# another is asked for. Of the whole city it watches what happens at the same time.
racy() { go list ./internal/... | grep -vE '/app(/(badinput|crash|guidebook|journey|move))?$'; }
together='Two|Both|AtOnce|Together|Everybody|SameKey|SameProblem|Example'


needs || exit 1
step "gofmt" formatted
step "go vet" go vet ./...
step "go.mod is tidy" tidy
# ST1018 forbids the half-space, without which Persian cannot be written.
step "staticcheck" go run "$staticcheck" -checks inherit,-ST1018 ./...
step "generated pages are current" pages_current
step "styles and scripts are current" assets_current
step "a throw-away PostgreSQL" start_postgres
step "fuzz tests, some thousand tries each" fuzz
step "go test -race" go test -race -count=1 -timeout 20m $(racy)
step "go test -race, the whole city" go test -race -count=1 -timeout 20m -run "$together" ./internal/app

echo "== $((SECONDS / 60)) min $((SECONDS % 60)) s so far; failed: ${failed[*]:-nothing}"
echo "== go test"
go test -count=1 -timeout 20m ./... || failed+=("go test")

if [ ${#failed[@]} -gt 0 ]; then
	printf 'make test FAILED:'
	printf ' [%s]' "${failed[@]}"
	echo
	exit 1
fi
