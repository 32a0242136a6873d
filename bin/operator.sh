# shellcheck shell=bash
# Signs an operator in to a running server, for the commands that work as one. The command sets url and operator; the
# password is read from OPERATOR_PASSWORD and the code of the authenticator app from OPERATOR_CODE, or they are asked for.

fail() {
  printf '%s\n' "$*" >&2
  exit 2
}

# call ARGUMENTS-OF-CURL: prints the status; the body is in $work/answer.
call() {
  curl -sS -b "$work/cookies" -c "$work/cookies" -H "Accept-Language: $language" -o "$work/answer" -w '%{http_code}' "$@" ||
    fail "$url cannot be reached."
}

csrf() {
  sed -n 's/.*name="_csrf" value="\([^"]*\)".*/\1/p' "$work/answer" | head -n 1
}

sign_in() {
  local status
  command -v curl >/dev/null || fail "curl is missing."
  if [ -z "${OPERATOR_PASSWORD:-}" ]; then
    read -rsp "Password of $operator: " OPERATOR_PASSWORD
    printf '\n'
  fi
  if [ -z "${OPERATOR_CODE:-}" ]; then
    read -rp "Code of the authenticator app: " OPERATOR_CODE
  fi
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  language=en
  case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in zh*) language=zh ;; esac
  [ "$(call "$url/operator/sign-in")" = 200 ] || fail "$url has no back office."
  # The password goes by the standard input, so that it is in no list of processes.
  status=$(printf '%s' "$OPERATOR_PASSWORD" |
    call --data-urlencode "_csrf=$(csrf)" --data-urlencode "name=$operator" --data-urlencode password@- "$url/operator/sign-in")
  [ "$status" = 302 ] || [ "$status" = 303 ] || fail "Name or password is wrong."
  [ "$(call "$url/operator/sign-in/code")" = 200 ] || fail "The second step of the sign-in does not answer."
  status=$(printf '%s' "$OPERATOR_CODE" |
    call --data-urlencode "_csrf=$(csrf)" --data-urlencode code@- "$url/operator/sign-in/code")
  [ "$status" = 302 ] || [ "$status" = 303 ] || fail "The code is wrong or was used before, or $operator has no second factor yet."
}
