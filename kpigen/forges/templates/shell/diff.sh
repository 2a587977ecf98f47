set -euo pipefail
mkdir -p "$KPIGEN_OUT"
# 起点是目标分支最新的提交：封存、归档和阶段以它的 assessment.yaml 为准，改动仍从两边分开的地方算起。
# 合并以后再运行一次的，目标分支里已经有这些改动，就从触发流水线时记下的地方比起
if [ -n "${KPIGEN_RECORDED:-}" ] && git merge-base --is-ancestor "$KPIGEN_HEAD" "$KPIGEN_BASE" 2>/dev/null; then
  KPIGEN_BASE="$KPIGEN_RECORDED"
fi
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
