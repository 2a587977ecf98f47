set -euo pipefail
mkdir -p "$KPIGEN_OUT"
status=0
kpigen diff "$KPIGEN_BASE" "$KPIGEN_HEAD" --strict --format markdown >"$KPIGEN_OUT/diff.md" || status=$?
{
  echo
  if [ -s "$KPIGEN_OUT/diff.md" ]; then
    head -n 5000 "$KPIGEN_OUT/diff.md"
  else
    echo '没有得到比较结果，原因见这一步的日志。'
  fi
  if [ "${KPIGEN_FORK:-}" = true ]; then
    echo
    echo '> 这个合并请求来自派生仓库，流水线没有写评论的权限；比较结果就在这里看。'
  fi
} >"$KPIGEN_OUT/diff-summary.md"
if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
  cat "$KPIGEN_OUT/diff-summary.md" >>"$GITHUB_STEP_SUMMARY"
else
  cat "$KPIGEN_OUT/diff-summary.md"
fi
exit "$status"
