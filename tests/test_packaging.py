"""The wheel carries everything: migrations, rules, templates, translations, weights, samples."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_works_without_the_checkout(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    # The wheel's own folder comes first, so nothing of the checkout is imported.
    script = (
        "import tm; from pathlib import Path; from tm.services import samples;"
        f"assert Path(tm.__file__).is_relative_to({str(installed)!r}), tm.__file__;"
        f"assert samples.folder().is_relative_to({str(installed)!r});"
        "from tm.config import Settings; from tm.app import create_app, open_context;"
        "from tm.storage import schema;"
        "settings = Settings.from_environment(); context = open_context(settings);"
        "schema.upgrade(context.db); client = create_app(settings, context).test_client();"
        "page = client.get('/', headers={'Accept-Language': 'ko'});"
        "assert page.status_code == 200 and '번역 메모리' in page.text;"
        "assert client.get('/static/base.css').status_code == 200;"
        "assert client.get('/static/vendor/htmx/htmx.min.js').status_code == 200;"
        "from tm.text.sentences import segment;"
        "assert len(segment('Dr. Kim left. He returned.', 'en')) == 2;"
        "assert len(list(samples.articles())) >= 12; assert len(samples.concepts()) >= 150;"
        "from tm.align.encoder import UseEncoder; from tm.align.pipeline import align;"
        "assert align(['Rice.'], ['쌀.'], 'en', 'ko', encoder=UseEncoder()).beads"
    )
    environment = os.environ | {
        "PYTHONPATH": str(installed),
        "TM_DATA_DIR": str(tmp_path / "data"),
        "OPENBLAS_NUM_THREADS": "1",
    }
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
