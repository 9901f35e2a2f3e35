"""The command line as its users run it: a process, its output, its exit status."""

import json
import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

TMX = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="test" creationtoolversion="1" segtype="sentence"
 o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en"><seg>Rice prices rose.</seg></tuv>
<tuv xml:lang="ko"><seg>쌀값이 올랐다.</seg></tuv></tu></body></tmx>"""


class Command:
    """Runs ``tm`` on a data directory of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": os.environ["PATH"],
            "TM_DATA_DIR": str(folder / "data"),
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONWARNINGS": "error",
        }

    def __call__(
        self, *arguments: str, status: int = 0, given: str = "", largest_file: int = 0
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "tm", *arguments],
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
            cwd=self.folder,
            preexec_fn=partial(_limit_files, largest_file) if largest_file else None,
        )
        assert done.returncode == status, done.stderr
        assert "Traceback" not in done.stderr
        return done

    def file(self, name: str, text: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return str(path)


def _limit_files(size: int) -> None:
    """Let no file of this process grow beyond a size, as on a disk that is full."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.fixture
def tm(tmp_path: Path) -> Command:
    return Command(tmp_path)


def test_help_names_every_command(tm: Command) -> None:
    from tm.cli import COMMANDS

    shown = tm("--help").stdout
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert name in shown
        tm(name, "--help")
    for name in ("align", "lookup", "import", "export", "terms import", "inspect"):
        assert f"tm {name}" in readme


def test_a_memory_goes_in_and_out_and_answers_both_ways(tm: Command) -> None:
    report = json.loads(tm("import", tm.file("a.tmx", TMX), "--memory", "News", "--json").stdout)
    assert (report["read"], report["added"], report["skipped"]) == (1, 1, 0)
    again = json.loads(tm("import", tm.file("a.tmx", TMX), "--memory", "News", "--json").stdout)
    assert (again["added"], again["merged"]) == (0, 1)
    forth = tm("lookup", "Rice prices fell.", "--source", "en", "--target", "ko", "--json")
    (match,) = json.loads(forth.stdout)["matches"]
    assert (match["score"], match["target"], match["memory"]) == (75, "쌀값이 올랐다.", "News")
    lines = '{"id": 1, "text": "쌀값이 올랐다."}\nnot json\n{"id": 3}\n'
    back = tm("lookup", "--batch", "-", "--source", "ko", "--target", "en", given=lines)
    one, two, three = [json.loads(line) for line in back.stdout.splitlines()]
    assert (one["id"], one["matches"][0]["score"]) == (1, 100)
    assert "not JSON" in two["error"]
    assert (three["id"], "text" in three["error"]) == (3, True)
    tm("export", "--memory", "News", "-o", "out.tmx")
    assert "쌀값이 올랐다." in (tm.folder / "out.tmx").read_text(encoding="utf-8")
    other = tm("import", str(tm.folder / "out.tmx"), "--memory", "Copy", "--json")
    assert json.loads(other.stdout)["added"] == 1


def test_a_lookup_adapts_filters_and_places_tags(tm: Command) -> None:
    rows = "Rice rose to 3,000 won.\t쌀값이 3,000원으로 올랐다.\n"
    pair = ("--source-lang", "en", "--target-lang", "ko", "--memory", "News")
    tm("import", tm.file("a.tsv", rows), *pair)
    asked = "Rice rose to 4,500 won."
    (match,) = json.loads(tm("lookup", asked, "--json").stdout)["matches"]
    assert (match["score"], match["target"]) == (99, "쌀값이 4,500원으로 올랐다.")
    assert match["adapted"] == [{"kind": "money", "old": "3,000", "new": "4,500", "span": [4, 9]}]
    assert "numbers-adapted" in match["reasons"]
    assert "numbers adapted: 3,000 -> 4,500" in tm("lookup", asked).stdout
    assert "No match" in tm("lookup", asked, "--author", "Nobody", "--since", "2025").stdout
    assert "since" in tm("lookup", asked, "--since", "May", status=1).stderr
    tagged = TMX.replace("Rice prices", "<hi>Rice</hi> prices").replace("쌀값", "<hi>쌀값</hi>")
    tm("import", tm.file("a.tmx", tagged), "--memory", "News")
    line = {"text": "Rice prices rose.", "markup": "<hi>Rice</hi> prices rose."}
    marked = tm("lookup", line["text"], "--markup", line["markup"], "--status", "approved").stdout
    assert "with tags: <hi>쌀값</hi>이 올랐다." in marked
    lines = [
        {"id": 1, **line, "status": "approved"},
        {"id": 2, **line, "status": "draft"},
        {"id": 3, **line, "status": "good"},
        {"id": 4, **line, "before": 4},
    ]
    given = "\n".join(map(json.dumps, lines))
    one, two, three, four = map(
        json.loads, tm("lookup", "--batch", "-", given=given).stdout.splitlines()
    )
    assert one["matches"][0]["target_markup"] == "<hi>쌀값</hi>이 올랐다."
    assert two["matches"] == []
    assert ("status" in three["error"], "before" in four["error"]) == (True, True)


def test_the_concordance_shows_words_in_use(tm: Command) -> None:
    rows = "".join(f"Gate {n} opened.\t{n}번 문이 열렸다.\n" for n in range(3))
    pair = ("--source-lang", "en", "--target-lang", "ko", "--memory", "News")
    tm("import", tm.file("a.tsv", rows), *pair)
    found = json.loads(
        tm("concordance", "문이 열", "--lang", "ko", "--limit", "2", "--json").stdout
    )
    assert (found["total"], found["counted_all"], len(found["hits"])) == (3, True, 2)
    hit = found["hits"][0]
    assert hit["translations"] == [{"lang": "en", "text": "Gate 2 opened."}]
    assert [hit["source"][slice(*span)] for span in hit["spans"]] == ["문이", "열"]
    further = ("--lang", "ko", "--cursor", found["next"], "--memory", "News")
    assert "Gate 0 opened." in tm("concordance", "문이 열", *further).stdout
    pattern = tm("concordance", "/Gate [01]/", "--lang", "en", "--cursor", found["next"]).stdout
    assert pattern.splitlines()[-1] == "at least 1 found"
    assert "regular expression" in tm("concordance", "/(/", "--lang", "en", status=1).stderr


def test_two_columns_and_parallel_files(tm: Command) -> None:
    table = tm.file("a.tsv", "Rice\t쌀\nonly one column\na\tb\tc\td\te\nCorn\t강냉이\n")
    pair = ("--source-lang", "en", "--target-lang", "ko", "--memory", "M", "--json")
    report = json.loads(tm("import", table, *pair).stdout)
    assert (report["added"], report["skipped"]) == (2, 2)
    assert "2" in report["reasons"][0]["first_place"]
    english, korean = tm.file("c.en", "One.\nTwo.\n"), tm.file("c.ko", "하나.\n둘.\n")
    moses = tm("import", english, korean, "--format", "moses", "--memory", "P", "--json")
    assert json.loads(moses.stdout)["added"] == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.tmx", b"", "empty"),
        ("noise.tmx", bytes(range(256)) * 8, "noise.tmx|byte|XML"),
        ("short.tsv", b"\xff\xfe\x00\xd8 ", "byte"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    tm: Command, name: str, content: bytes, words: str
) -> None:
    pair = ("--source-lang", "en", "--target-lang", "ko")
    refused = tm("import", tm.file(name, content), "--memory", "M", *pair, status=1)
    assert refused.stderr.startswith("tm: ")
    assert len(refused.stderr.strip().splitlines()) == 1


def test_wrong_usage_is_status_two(tm: Command) -> None:
    tm("lookup", status=2)
    tm("import", "nowhere.tmx", "--memory", "M", status=2)
    tm("no-such-command", status=2)


def test_unknown_names_are_refused_in_one_line(tm: Command) -> None:
    assert "no memory" in tm("lookup", "x", "--memory", "None", status=1).stderr
    assert "ko" in tm("inspect", "x", "--lang", "kr", status=1).stderr


def test_terms_go_in_and_are_seen(tm: Command) -> None:
    table = tm.file("t.csv", "ko,en,subject\n압록강,Amnok River,geography\n혜산,Hyesan,geography\n")
    report = json.loads(tm("terms", "import", table, "--termbase", "House", "--json").stdout)
    assert report["added"] == 2
    found = json.loads(tm("terms", "lookup", "압록 강", "--json").stdout)
    assert found["hits"][0]["translations"][0]["term"] == "Amnok River"
    seen = tm("terms", "recognize", "--batch", "-", given='{"id": "a", "text": "압록강에서는"}\n')
    (term,) = json.loads(seen.stdout)["terms"]
    assert (term["start"], term["end"], term["translations"]) == (0, 3, ["Amnok River"])
    tm("terms", "export", "--termbase", "House", "--lang", "ko", "--lang", "en", "-o", "out.tsv")
    assert "Hyesan" in (tm.folder / "out.tsv").read_text(encoding="utf-8")


def test_align_and_inspect_need_no_database(tm: Command) -> None:
    tm.environment["TM_DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"
    line = {"id": 7, "source": ["Rice rose.", "Corn fell."], "target": ["쌀값이 올랐다."]}
    (answer,) = tm("align", "--batch", "-", given=json.dumps(line)).stdout.splitlines()
    beads = json.loads(answer)["beads"]
    assert sorted(i for bead in beads for i in bead["source"]) == [0, 1]
    assert [t for bead in beads for t in bead["target"]] == [0]
    seen = json.loads(tm("inspect", "형법 제119조의2", "--lang", "ko", "--json").stdout)
    assert seen["quantities"] == ["art:119-2"]


def test_aligned_files_become_drafts_of_a_memory(tm: Command) -> None:
    english = tm.file("a.en.txt", "Rice prices rose in Hyesan.\n\nTraders blame the border.")
    korean = tm.file("a.ko.txt", "혜산에서 쌀값이 올랐다.\n\n장사꾼들은 국경 탓이라고 한다.")
    shown = tm("align", english, korean, "--memory", "News").stdout
    assert "2 drafts new" in shown
    found = json.loads(tm("lookup", "Traders blame the border.", "--json").stdout)["matches"]
    assert (found[0]["status"], found[0]["penalties"][0]["reason"]) == ("draft", "unreviewed")


def test_settings_are_refused_by_name(tm: Command) -> None:
    tm.environment["TM_HOST"] = "0.0.0.0"  # noqa: S104 -- the address that must be refused.
    assert "TM_HOST" in tm("serve", status=1).stderr


def test_a_port_in_use_is_said(tm: Command) -> None:
    import socket

    tm("db", "upgrade")
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        tm.environment["TM_PORT"] = str(busy.getsockname()[1])
        assert "TM_PORT" in tm("serve", status=1).stderr


def test_a_full_disk_is_said_and_loses_nothing(tm: Command) -> None:
    tm("import", tm.file("a.tmx", TMX), "--memory", "News")
    rows = "".join(
        f"Line {number} of many.\t여러 줄 가운데 {number}째.\n" for number in range(9000)
    )
    table = tm.file("long.tsv", rows)
    pair = ("--source-lang", "en", "--target-lang", "ko", "--memory", "News")
    refused = tm("import", table, *pair, status=1, largest_file=1_000_000)
    assert "disk" in refused.stderr
    assert len(refused.stderr.strip().splitlines()) == 1
    found = json.loads(tm("lookup", "Rice prices rose.", "--json").stdout)["matches"]
    assert found[0]["score"] == 100
    report = json.loads(tm("import", table, *pair, "--json").stdout)
    assert report["added"] + report["merged"] == 9000


def test_a_data_directory_that_cannot_be_made_is_said(tm: Command) -> None:
    tm.environment["TM_DATA_DIR"] = "/proc/nowhere"
    assert "TM_DATA_DIR" in tm("lookup", "x", status=1).stderr
