# Sourced by the other scripts: finds a JDK 25 and points JAVA_HOME at it; ends the script in one sentence if there is none.

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

is_jdk25() {
  [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -q '^javac 25\b'
}

find_jdk25() {
  local home
  for home in "${JAVA_HOME:-}" "${JAVA_HOME_25:-}" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && is_jdk25 "$home"; then
      printf '%s\n' "$home"
      return 0
    fi
  done
  home=$(command -v javac || true)
  if [ -n "$home" ]; then
    home=$(dirname "$(dirname "$(readlink -f "$home")")")
    is_jdk25 "$home" && printf '%s\n' "$home" && return 0
  fi
  return 1
}

JAVA_HOME=$(find_jdk25) || fail "No JDK 25 found: install one (for example Temurin 25) or set JAVA_HOME to it."
export JAVA_HOME
export PATH="$JAVA_HOME/bin:$PATH"
command -v mvn >/dev/null 2>&1 || fail "Maven is missing: install Maven 3.8 or newer and make 'mvn' available on the PATH."
# Maven's own libraries use what JDK 25 warns of; the warnings say nothing about this project.
# Its JVM lives for a minute or two: the first compiler and the plain collector cost least.
export MAVEN_OPTS="${MAVEN_OPTS:-} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
