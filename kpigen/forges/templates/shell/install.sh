set -euo pipefail
if [ -f pyproject.toml ] && [ -f kpigen/__init__.py ]; then
  # 仓库里就是 kpigen 自己
  pip install --quiet --disable-pip-version-check .
elif [ -f requirements.txt ]; then
  # 只有数据的仓库：requirements.txt 写明用哪个版本的 kpigen、从哪里安装
  pip install --quiet --disable-pip-version-check -r requirements.txt
else
  echo '没有 requirements.txt：在里面写一行，说明从哪里安装 kpigen，' >&2
  echo '例如放在仓库里的安装包 wheels/kpigen-0.1.0-py3-none-any.whl，或内网软件源里的 kpigen==0.1.0' >&2
  exit 3
fi
kpigen --version
