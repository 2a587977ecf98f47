set -euo pipefail
if [ -z "${KPIGEN_RSYNC_TARGET:-}" ] || [ -z "${KPIGEN_SSH_KEY:-}" ]; then
  echo '没有设 KPIGEN_RSYNC_TARGET 和 KPIGEN_SSH_KEY：网站只作为构建产物留存'
  exit 0
fi
command -v rsync >/dev/null || { apt-get update -qq && apt-get install -y -qq rsync openssh-client >/dev/null; }
keys="$(mktemp -d)"
trap 'rm -rf "$keys"' EXIT
umask 077
printf '%s\n' "$KPIGEN_SSH_KEY" >"$keys/key"
# 服务器的公钥事先写明（ssh-keyscan 得到的那几行），不接受没见过的服务器
printf '%s\n' "${KPIGEN_SSH_KNOWN_HOSTS:-}" >"$keys/known_hosts"
rsync --archive --no-owner --no-group --chmod=D755,F644 --delete-after --delay-updates \
  --rsh="ssh -i $keys/key -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$keys/known_hosts" \
  site/ "$KPIGEN_RSYNC_TARGET"
