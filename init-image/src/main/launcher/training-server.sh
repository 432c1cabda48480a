# shellcheck shell=bash
# A PostgreSQL to train the command's start with. To be sourced; JAVA_HOME names the JDK.

# Leaves the URL of an empty database in training_url, and takes file descriptor 3; false if no server starts here.
start_training_server() { # module's target folder, folder for what it needs
  mkfifo "$2/in" "$2/out"
  "$JAVA_HOME/bin/java" -cp "$(cat "$1/training.classpath")" "$(dirname "${BASH_SOURCE[0]}")/TrainingServer.java" \
    <"$2/in" >"$2/out" 2>"$2/server.log" &
  training_server=$!
  exec 3>"$2/in"
  read -r training_url <"$2/out" && return
  stop_training_server
  tail -n 5 "$2/server.log" >&2
  return 1
}

stop_training_server() {
  exec 3>&-
  wait "$training_server" || true
}
