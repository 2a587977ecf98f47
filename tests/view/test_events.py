"""Records of one event name each other: those of their own community first."""

from __future__ import annotations

from kpigen.view.events import same_events
from tests.conftest import Repository

TEXT = "date: 2020-{}\nrule: {}\nreason: 演示\nbasis: 演示〔2020〕1号\n"
FIRE = "event: 5月山火\n"


def test_the_others_of_an_event_are_named_in_order(repository: Repository) -> None:
    for path, day, rule, event in (
        ("tianshu/yingji/a", "05-14", "3.3-1", FIRE),
        ("tianshu/guijian/b", "05-12", "1.1-1", FIRE),
        ("guyu/yingji/c", "05-11", "3.3-1", FIRE),
        ("guyu/yingji/d", "05-10", "3.3-1", "event: 别的事\n"),
        ("guyu/yingji/e", "05-10", "3.3-1", ""),
    ):
        repository.record(path, TEXT.format(day, rule) + event)
    dataset = repository.dataset()
    found = {
        own.rpartition("/")[2]: [
            (other.anchor[-1], other.community_name, other.day, other.item) for other in others
        ]
        for own, others in same_events(dataset).items()
    }
    assert found == {
        "a": [("b", "", "2020年5月12日", "1.1"), ("c", "谷雨村", "2020年5月11日", "3.3")],
        "b": [("a", "", "2020年5月14日", "3.3"), ("c", "谷雨村", "2020年5月11日", "3.3")],
        "c": [("b", "天枢社区", "2020年5月12日", "1.1"), ("a", "天枢社区", "2020年5月14日", "3.3")],
    }
