# A PostgreSQL server for one test run: its own folder, its own port, loopback
# only, durable as in a city (fsync stays on), sorting as in Turkish (a query that
# leans on the order of bytes shows), gone afterwards.

postgres_pid=

# as_owner runs a command as someone PostgreSQL accepts, which root is not. Even
# if this script is killed, the server ends with it.
as_owner() {
	if [ "$(id -u)" = 0 ]; then
		exec setpriv --pdeathsig INT --reuid=postgres --regid=postgres --init-groups "$@"
	fi
	exec "$@"
}

start_postgres() {
	local bin folder=$scratch/postgres port secret try
	bin=$(postgres_bin)
	secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	mkdir -p "$folder" && echo "$secret" >"$folder/secret" && chmod 711 "$scratch" || return 1
	[ "$(id -u)" != 0 ] || chown -R postgres: "$folder"
	(as_owner "$bin/initdb" -D "$folder/data" -U mahalle -A scram-sha-256 --pwfile="$folder/secret" \
		-E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=tr) >"$folder/log" 2>&1 || { cat "$folder/log"; return 1; }
	for try in 1 2 3 4 5; do
		port=$((20000 + RANDOM % 30000))
		(cd "$folder" && as_owner "$bin/postgres" -D "$folder/data" -p "$port" -c listen_addresses=127.0.0.1 \
			-c unix_socket_directories= -c max_connections=300) >>"$folder/log" 2>&1 &
		postgres_pid=$!
		if ready "$folder/data"; then
			export MAHALLE_TEST_POSTGRES="postgres://mahalle:$secret@127.0.0.1:$port/postgres?sslmode=disable"
			return 0
		fi
		stop_postgres # the port was taken: try another
	done
	cat "$folder/log"
	return 1
}

# ready waits until our own server says so in its pid file; a stranger that
# answers on the same port is not it.
ready() {
	local wait
	for wait in $(seq 300); do
		kill -0 "$postgres_pid" 2>/dev/null || return 1
		grep -q ready "$1/postmaster.pid" 2>/dev/null && return 0
		sleep 0.1
	done
	return 1
}

stop_postgres() {
	[ -n "$postgres_pid" ] || return 0
	kill -INT "$postgres_pid" 2>/dev/null # fast shutdown: connections are cut, nothing is lost
	wait "$postgres_pid" 2>/dev/null
	postgres_pid=
}
