"""The chronicle of real repositories: who moved by which merge, and where all stand at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpigen.assessing import scoring
from kpigen.changes.chronicle import Chronicle, Entry, Standing, chronicle
from kpigen.changes.record_changes import Act
from kpigen.checks import repeats
from kpigen.exact import plain
from kpigen.model import Dataset, Deduction, Rubric
from kpigen.reading import loader
from kpigen.reading.tree import Folder
from kpigen.versions import main_line
from kpigen.versions.history import revision
from kpigen.versions.provenance import Known
from kpigen.versions.year_line import Delta, deltas
from tests.conftest import PROJECT, YEAR, Repository

# 2.5 has 2 points: one of these takes 10 per cent of them.
RECORD = "date: 2020-05-12\nrule: 2.5-1\nreason: 未按要求协助。\nbasis: 演示〔2020〕{number}号\n"
FIRST = RECORD.format(number=1)
WHERE = "tianshu/jingfa/a"
ID = f"{YEAR}/{WHERE}"
APPEAL = "appeal:\n  filed: 2020-06-01\n  grounds: 已整改\n"
DECIDED = (
    "  decided: 2020-06-08\n  decision: withdrawn\n  decided_by: 党政办\n"
    "  document: 演示申〔2020〕1号\n"
)
WITHDRAWN = "withdrawn:\n  date: 2020-06-10\n  reason: 误报\n  decided_by: 党政办\n"
# Several of these in one community go beyond the 10 that their rule is allotted.
ALLOTTED = "date: 2020-05-12\nrule: 12.2-1\ndeduct: {}\nreason: 未落实。\nbasis: 演示〔2020〕1号\n"
TABLE = f"data/rubric/{YEAR}"


@pytest.fixture
def town(repository: Repository) -> Repository:
    repository.git("init", "--quiet", "--initial-branch=main")
    repository.commit(day="2020-01-01")
    return repository


def read(root: Path, year: int = YEAR) -> Chronicle:
    line = main_line.read(root, revision(root).commit)
    return chronicle(deltas(line, year), line.known, line.start)


def last(town: Repository) -> Entry:
    return read(town.root).entries[-1]


def file(town: Repository, text: str, where: str = WHERE, day: str = "2020-06-01") -> None:
    town.record(where, text)
    town.commit(day=day)


def acts(entry: Entry) -> list[tuple[Act, ...]]:
    return [change.acts for change in entry.records]


def moves(entry: Entry) -> dict[str, str]:
    """Give who moved: total and rank in the group, before and after."""
    return {
        effect.community.id: f"{place(effect.before)} → {place(effect.after)}"
        for effect in entry.effects
    }


def place(standing: Standing | None) -> str:
    return "—" if standing is None else f"{plain(standing.total_exact)} #{standing.group_rank}"


def ends_at_the_scores(root: Path) -> bool:
    dataset = loader.load(Folder(root), YEAR, None).dataset
    assert dataset is not None
    return standings(dataset) == dict(read(root).standings)


def standings(dataset: Dataset) -> dict[str, tuple[object, ...]]:
    return {
        result.community.id: (
            result.total_exact,
            result.total,
            result.rank,
            result.group_rank,
        )
        for result in scoring.score(dataset).communities
    }


def test_the_first_commit_founds_the_year(town: Repository) -> None:
    (entry,) = read(town.root).entries
    assert (entry.founds, entry.scored, entry.records, entry.rubric) == (True, True, (), ())
    assert len(entry.effects) == 12
    assert all(effect.before is None for effect in entry.effects)


def test_a_new_record_moves_its_community_and_who_ranks_behind_it(town: Repository) -> None:
    file(town, FIRST)
    entry = last(town)
    assert acts(entry) == [(Act.ADDED,)]
    assert entry.commit == town.git("rev-parse", "HEAD").strip()
    assert moves(entry) == {"tianshu": "200 #1 → 199.8 #7"}
    file(town, FIRST + "count: 2\n", "tianxuan/jingfa/a")
    assert moves(last(town)) == {
        "tianshu": "199.8 #7 → 199.8 #6",
        "tianxuan": "200 #1 → 199.6 #7",
    }
    assert ends_at_the_scores(town.root)


@pytest.mark.parametrize(
    ("before", "after", "act", "gains"),
    [
        (FIRST, FIRST + WITHDRAWN, Act.WITHDRAWN, "+"),
        (FIRST, FIRST + APPEAL, Act.APPEAL_FILED, ""),
        (FIRST + APPEAL, FIRST + APPEAL + DECIDED, Act.APPEAL_DECIDED, "+"),
        (FIRST, FIRST + "count: 2\n", Act.CHANGED, "-"),
        (FIRST + WITHDRAWN, FIRST, Act.RESTORED, "-"),
        (FIRST, None, Act.REMOVED, "+"),
    ],
    ids=["withdrawn", "appealed", "decided", "changed", "restored", "removed"],
)
def test_what_becomes_of_a_record_and_its_points(
    town: Repository, before: str, after: str | None, act: Act, gains: str
) -> None:
    file(town, before)
    if after is None:
        town.git("rm", "--quiet", f"data/deductions/{ID}.yaml")
        town.git("commit", "--quiet", "--message", "删除")
    else:
        file(town, after)
    entry = last(town)
    assert acts(entry) == [(act,)]
    own = [effect for effect in entry.effects if effect.community.id == "tianshu"]
    if not gains:
        assert entry.effects == ()
    else:
        assert own[0].before is not None
        assert own[0].after is not None
        assert ("+" if own[0].after.total_exact > own[0].before.total_exact else "-") == gains
    assert ends_at_the_scores(town.root)


def test_a_request_is_one_change_whatever_its_commits(town: Repository) -> None:
    town.git("switch", "--quiet", "--create", "request")
    file(town, FIRST)
    file(town, FIRST + "count: 2\n")
    file(town, RECORD.format(number=2), "guyu/jingfa/b")
    town.git("switch", "--quiet", "main")
    town.git("merge", "--quiet", "--no-ff", "request", day="2020-06-20")
    entries = read(town.root).entries
    assert len(entries) == 2
    assert acts(entries[1]) == [(Act.ADDED,), (Act.ADDED,)]
    assert {"tianshu", "guyu"} <= moves(entries[1]).keys()


def test_what_a_merge_itself_changed_counts(town: Repository) -> None:
    file(town, FIRST)
    town.git("switch", "--quiet", "--create", "request")
    file(town, FIRST + "count: 2\n")
    town.git("switch", "--quiet", "main")
    file(town, FIRST + "count: 3\n")
    with pytest.raises(subprocess.CalledProcessError):
        town.git("merge", "--quiet", "--no-ff", "request")
    file(town, FIRST + "count: 4\n")
    assert acts(last(town)) == [(Act.CHANGED,)]
    assert ends_at_the_scores(town.root)


@pytest.mark.parametrize(
    "text",
    [
        FIRST + "internal:\n  details: 乙\n",
        FIRST + "internal:\n  details: 甲\n  recorded_by: 丙\n",
        "# 说明\n" + FIRST + "internal:\n  details: 甲\n",
        FIRST,
    ],
    ids=["changed", "added to", "a comment", "taken out"],
)
def test_the_internal_part_changes_nothing_here(town: Repository, text: str) -> None:
    file(town, FIRST + "internal:\n  details: 甲\n")
    before = read(town.root)
    file(town, text)
    assert read(town.root) == before


@pytest.mark.parametrize(
    "broken",
    [
        "date: [\n",
        FIRST.replace("2.5-1", "99.9-9"),
        FIRST + "deduct: 3\n",
        FIRST + "approval:\n  document: 一\n  approved_by: 二\n  date: 2020-06-01\n",
    ],
    ids=["unreadable", "no such rule", "a figure that does not fit", "approved without a veto"],
)
def test_a_version_with_errors_is_passed_over(town: Repository, broken: str) -> None:
    file(town, FIRST)
    file(town, broken)
    file(town, RECORD.format(number=2), "guyu/jingfa/b")
    file(town, FIRST + "count: 2\n")
    _, _, broke, beside, mended = read(town.root).entries
    assert (broke.scored, broke.effects) == (False, ())
    assert (beside.scored, beside.effects, acts(beside)) == (False, (), [(Act.ADDED,)])
    assert (mended.scored, mended.resumed) == (True, True)
    assert {"tianshu", "guyu"} <= moves(mended).keys()
    assert ends_at_the_scores(town.root)


def test_more_than_an_allotment_has_no_scores(town: Repository) -> None:
    file(town, ALLOTTED.format(6), "tianshu/dangqun/a")
    file(town, ALLOTTED.format(6), "tianshu/dangqun/b")
    assert not last(town).scored
    file(town, ALLOTTED.format(6) + WITHDRAWN, "tianshu/dangqun/b")
    assert last(town).resumed
    assert ends_at_the_scores(town.root)


def test_a_damaged_record_that_went_leaves_its_allotment(town: Repository) -> None:
    file(town, ALLOTTED.format(6), "tianshu/dangqun/a")
    file(town, ALLOTTED.format(6), "tianshu/dangqun/b")
    file(town, "date: [\n", "tianshu/dangqun/b")
    town.git("rm", "--quiet", f"data/deductions/{YEAR}/tianshu/dangqun/b.yaml")
    town.git("commit", "--quiet", "--message", "删除")
    assert last(town).resumed
    assert ends_at_the_scores(town.root)


def test_a_table_with_errors_is_passed_over(town: Repository) -> None:
    file(town, FIRST)
    text = (town.root / TABLE / "communities.yaml").read_text(encoding="utf-8")
    town.write(f"{TABLE}/communities.yaml", "communities: 甲\n")
    town.commit()
    broke = last(town)
    assert (broke.scored, broke.rubric, broke.effects) == (False, (), ())
    town.write(f"{TABLE}/communities.yaml", text)
    town.commit()
    mended = last(town)
    assert (mended.scored, mended.resumed, mended.effects) == (True, True, ())
    assert ends_at_the_scores(town.root)


def test_a_changed_table_moves_all_whom_it_concerns(town: Repository) -> None:
    file(town, FIRST)
    file(town, RECORD.format(number=2), "guyu/jingfa/b")
    before = "一次扣10分。\n        kind: each\n        deduct: 10\n        unit: 次\n\nreadings"
    town.replace(f"{TABLE}/categories/02-jingji.yaml", before, before.replace("10\n", "7\n"))
    town.commit()
    entry = last(town)
    assert [(change.id, change.field) for change in entry.rubric] == [("2.5-1", "deduct")]
    assert moves(entry) == {
        "tianshu": "199.8 #7 → 199.86 #7",
        "guyu": "199.8 #5 → 199.86 #5",
    }
    assert ends_at_the_scores(town.root)


def test_a_record_moved_to_another_community(town: Repository) -> None:
    file(town, FIRST)
    (town.root / "data/deductions/2020/guyu/jingfa").mkdir(parents=True)
    town.git("mv", f"data/deductions/{ID}.yaml", "data/deductions/2020/guyu/jingfa/a.yaml")
    town.commit()
    entry = last(town)
    assert acts(entry) == [(Act.MOVED,)]
    assert moves(entry) == {"tianshu": "199.8 #7 → 200 #1", "guyu": "200 #1 → 199.8 #5"}
    assert ends_at_the_scores(town.root)


def test_a_community_with_a_new_id_goes_and_comes(town: Repository) -> None:
    file(town, FIRST)
    town.replace(f"{TABLE}/communities.yaml", "id: tianshu", "id: tianshuxin")
    shutil.move(
        town.root / "data/deductions/2020/tianshu", town.root / "data/deductions/2020/tianshuxin"
    )
    town.commit()
    entry = last(town)
    assert moves(entry) == {"tianshu": "199.8 #7 → —", "tianshuxin": "— → 199.8 #7"}
    assert ends_at_the_scores(town.root)


def test_a_record_of_no_community_has_no_score(town: Repository) -> None:
    file(town, FIRST, "nowhere/jingfa/a")
    assert not last(town).scored


def test_a_year_that_lost_its_table_and_got_it_back(town: Repository) -> None:
    file(town, FIRST)
    kept = town.root.parent / "kept"
    shutil.move(town.root / TABLE, kept)
    town.commit()
    assert not last(town).scored
    shutil.move(kept, town.root / TABLE)
    town.commit()
    assert (last(town).founds, last(town).resumed) == (False, True)
    assert ends_at_the_scores(town.root)


def test_what_is_not_committed_is_not_merged(town: Repository) -> None:
    file(town, FIRST)
    before = read(town.root)
    town.record("guyu/jingfa/b", RECORD.format(number=2))
    assert read(town.root) == before


def test_a_shallow_clone_tells_what_came_after(tmp_path: Path, town: Repository) -> None:
    file(town, FIRST)
    file(town, FIRST + "count: 2\n")
    clone = tmp_path / "clone"
    command = ["git", "clone", "--quiet", "--depth", "2", town.root.as_uri(), str(clone)]
    subprocess.run(command, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    found = read(clone)
    assert found.known is Known.SHALLOW
    assert found.entries == read(town.root).entries[-1:]
    assert ends_at_the_scores(clone)


def test_a_year_that_began_after_the_cut_is_told_whole(tmp_path: Path, town: Repository) -> None:
    file(town, FIRST)
    next_year = town.root / "data/rubric/2021"
    shutil.copytree(town.root / TABLE, next_year)
    assessment = next_year / "assessment.yaml"
    text = assessment.read_text(encoding="utf-8").replace("year: 2020", "year: 2021")
    assessment.write_text(text, encoding="utf-8")
    town.commit()
    clone = tmp_path / "clone"
    command = ["git", "clone", "--quiet", "--depth", "2", town.root.as_uri(), str(clone)]
    subprocess.run(command, check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull})
    assert (read(clone).known, read(clone).entries) == (Known.SHALLOW, ())
    found = read(clone, 2021)
    assert (found.known, found) == (Known.FULL, read(town.root, 2021))
    assert [entry.founds for entry in found.entries] == [True]


def test_without_git_nothing_is_told(tmp_path: Path) -> None:
    assert read(tmp_path) == Chronicle(Known.NONE, (), ())


def test_the_project_s_own_history_ends_at_its_scores() -> None:
    known = main_line.read(PROJECT, revision(PROJECT).commit).known
    if known is not Known.FULL or revision(PROJECT).commit is None:
        pytest.skip("这里没有完整的历史")
    dirty = subprocess.run(
        ["git", "-C", str(PROJECT), "status", "--porcelain", "--", "data"],
        check=True,
        capture_output=True,
    )
    if dirty.stdout:
        pytest.skip("数据有尚未提交的改动")
    assert ends_at_the_scores(PROJECT)


@cache
def rubric() -> Rubric:
    dataset = loader.load(Folder(PROJECT), YEAR, None).dataset
    assert dataset is not None
    return dataset.rubric


TEXTS = (
    ALLOTTED.format(2),
    ALLOTTED.format(4),
    ALLOTTED.format(6),
    ALLOTTED.format(6) + WITHDRAWN,
    ALLOTTED.format(6) + APPEAL + DECIDED,
)
GONE, DAMAGED = "gone", "damaged"
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tianshu", "guyu"]),
        st.integers(1, 3),
        st.sampled_from([*TEXTS, GONE, DAMAGED]),
    ),
    max_size=14,
)


def made(community: str, number: int, text: str) -> Deduction:
    path = f"data/deductions/{YEAR}/{community}/dangqun/r{number}.yaml"
    record, findings = loader.read_record(path, text.encode())
    assert record is not None
    assert not findings
    return record


@given(STEPS)
def test_whatever_comes_and_goes_the_end_is_the_last_score_there_was(
    steps: list[tuple[str, int, str]],
) -> None:
    held: dict[str, Deduction] = {}
    damaged: set[str] = set()
    line = [delta("0", rubric=rubric())]
    expected = standings(Dataset(rubric(), ()))
    for place, (community, number, what) in enumerate(steps, 1):
        name = f"{YEAR}/{community}/dangqun/r{number}"
        held.pop(name, None)
        damaged.discard(name)
        if what == GONE:
            line.append(delta(str(place), gone=frozenset({name})))
        elif what == DAMAGED:
            damaged.add(name)
            line.append(delta(str(place), damaged=frozenset({name})))
        else:
            held[name] = made(community, number, what)
            line.append(delta(str(place), records=(held[name],)))
        dataset = Dataset(rubric(), tuple(held.values()))
        if not damaged and not list(repeats.allotments(dataset)):
            expected = standings(dataset)
    found = chronicle(line, Known.FULL)
    assert dict(found.standings) == expected
    assert effects_lead_to(found)


def effects_lead_to(found: Chronicle) -> bool:
    """Tell whether every effect begins where the last one left its community."""
    places: dict[str, Place | None] = {}
    for entry in found.entries:
        for effect in entry.effects:
            assert places.get(effect.community.id) == shown(effect.before)
            places[effect.community.id] = shown(effect.after)
    return places == {name: shown(standing) for name, standing in found.standings}


Place = tuple[Decimal, int | None]


def shown(standing: Standing | None) -> Place | None:
    return None if standing is None else (standing.total_exact, standing.group_rank)


def delta(
    commit: str,
    *,
    records: tuple[Deduction, ...] = (),
    gone: frozenset[str] = frozenset(),
    damaged: frozenset[str] = frozenset(),
    rubric: Rubric | None = None,
) -> Delta:
    return Delta(commit, 0, records, gone, damaged, rubric is not None, rubric)
