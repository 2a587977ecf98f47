"""把比较结果写成合并请求里的一条评论；已经有了就更新它。只用标准库，不运行仓库里的程序。"""

import json
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARK = "<!-- kpigen diff -->"
LIMIT = 60_000  # 字；各平台的上限以 GitHub 的 65536 字为最小

kind, token = os.environ["KPIGEN_FORGE"], os.environ["KPIGEN_TOKEN"]
api, number = os.environ["KPIGEN_API"].rstrip("/"), os.environ["KPIGEN_NUMBER"]
name = os.environ["KPIGEN_REPOSITORY"]
if kind == "gitlab":
    request = f"{api}/projects/{urllib.parse.quote(name, safe='')}/merge_requests/{number}"
    comments, one, change = f"{request}/notes", f"{request}/notes", "PUT"
    secret = {"PRIVATE-TOKEN": token}
else:
    thread = "pulls" if kind == "gitee" else "issues"
    comments = f"{api}/repos/{name}/{thread}/{number}/comments"
    one, change = f"{api}/repos/{name}/{thread}/comments", "PATCH"
    secret = {"Authorization": f"token {token}"}


def ask(method: str, address: str, body: str | None = None) -> Any:
    """问平台一次，得到它回答的 JSON。"""
    data = None if body is None else json.dumps({"body": body}).encode()
    headers = {**secret, "Content-Type": "application/json", "Accept": "application/json"}
    asked = urllib.request.Request(address, data, headers, method=method)
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return json.load(answer)


def earlier() -> Iterator[int]:
    """给出带记号的评论的编号，先写的在前；有的平台不分页，没有新的就到头了。"""
    seen: set[int] = set()
    page = 1
    while True:
        listed = ask("GET", f"{comments}?per_page=100&page={page}")
        fresh = [each for each in listed if each["id"] not in seen]
        if not fresh:
            return
        for each in fresh:
            seen.add(each["id"])
            if (each.get("body") or "").lstrip().startswith(MARK):
                yield each["id"]
        page += 1


def text() -> str:
    """读比较结果：只当文字，不执行，不拼进命令；太长就截到整行。"""
    read = Path(os.environ["KPIGEN_OUT"], "diff.md").read_text("utf-8")
    body = read[:LIMIT]
    if len(read) > LIMIT:
        body = body[: body.rfind("\n") + 1]
        body += "\n……太长了，余下的见作业摘要和构建产物 kpigen-report。\n"
    return body if body.startswith(MARK) else f"{MARK}\n{body}"


def put(body: str) -> str:
    """更新自己的那一条；别人写的改不动，就看下一条；一条也没有就新写。"""
    for known in list(earlier()):
        try:
            ask(change, f"{one}/{known}", body)
        except urllib.error.HTTPError as error:
            if error.code not in {401, 403, 404}:
                raise
        else:
            return f"更新了评论 {known}"
    return f"写了评论 {ask('POST', comments, body)['id']}"


print(put(text()))
