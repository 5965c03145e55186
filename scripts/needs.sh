# What the tests need beside Go, by the command that proves it is there.

# postgres_bin prints the folder of the newest PostgreSQL server on this machine.
postgres_bin() {
	local found
	found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
	[ -n "$found" ] || found=$(dirname "$(command -v initdb 2>/dev/null)" 2>/dev/null)
	[ -x "$found/initdb" ] && echo "$found"
}

has_browser() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# missing prints the Debian packages that this machine lacks.
missing() {
	has_browser >/dev/null || echo chromium
	[ -n "$(postgres_bin)" ] || echo postgresql
	command -v node >/dev/null || echo nodejs
	command -v npm >/dev/null || echo npm
	command -v gcc >/dev/null || echo gcc libc6-dev
}

needs() {
	local packages
	command -v go >/dev/null || { echo "Go is missing: install the version that go.mod names"; return 1; }
	packages=$(missing)
	if [ -n "$packages" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
		echo "== installing" $packages
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages
		packages=$(missing)
	fi
	[ -z "$packages" ] || { echo "make test needs these Debian packages, or the same from elsewhere:" $packages; return 1; }
	node_packages
}

# node_packages installs exactly what each package-lock.json names.
node_packages() {
	local lock folder
	while read -r lock; do
		folder=$(dirname "$lock")
		[ "$folder/node_modules/.package-lock.json" -nt "$lock" ] && continue
		echo "== npm ci in $folder"
		npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error || return 1
	done < <(find . -name node_modules -prune -o -name package-lock.json -print)
}
