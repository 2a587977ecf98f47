set -euo pipefail
mkdir -p "$KPIGEN_OUT"
status=0
kpigen check >"$KPIGEN_OUT/check.txt" || status=$?
# 平台一步只显示前几条提示，全部问题写在作业摘要里；没有作业摘要的写在日志里
{
  echo '## 检查'
  echo
  echo '~~~~~~text'
  head -n 2000 "$KPIGEN_OUT/check.txt"
  echo '~~~~~~'
  if [ "$(wc -l <"$KPIGEN_OUT/check.txt")" -gt 2000 ]; then
    echo
    echo '这里是前 2000 行，全部在构建产物 kpigen-report 里。'
  fi
} >"$KPIGEN_OUT/check.md"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$KPIGEN_OUT/check.md" >>"$GITHUB_STEP_SUMMARY"
else
  cat "$KPIGEN_OUT/check.md"
fi
exit "$status"
