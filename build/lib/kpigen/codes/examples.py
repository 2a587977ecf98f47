"""The record that the examples of the catalogue spoil: one place, one line different each."""

RECORD = "data/deductions/2020/tianshu/jingfa/example.yaml"
_LINES = {
    "date": "date: 2020-05-12",
    "rule": "rule: 2.5-1",
    "count": "count: 1",
    "reason": "reason: 未按要求协助做好科普宣传。",
    "basis": "basis: 演示示例〔2020〕1号",
}


def record(changed: str = "", *, without: str = "") -> str:
    """Write the example record with some of its lines changed, added or left out."""
    lines = {name: line for name, line in _LINES.items() if name != without}
    name = changed.partition(":")[0]
    if changed:
        lines[name] = changed
    return "".join(f"{line}\n" for line in lines.values())
