"""The HTML digest in a real browser: it renders, and nothing runs over the edge of a phone."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from cleaners.dates import CHINA
from flows.digests.html import render_html
from flows.digests.model import DigestModel, Link, PolicyItem, Reposts

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    # A machine of one's own may lack a browser; the checks of the project install one and name what was skipped.
    pytest.mark.skipif(CHROMIUM is None, reason="NO CHROMIUM: the look of the digest was not tested"),
]
QUIET = (
    "--disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)
AS_OF = datetime(2026, 3, 6, 18, 0, tzinfo=CHINA)
TITLE = "关于做好2026年基层慢性病健康管理服务工作的通知" * 3
#: Told by the page itself: how wide it is against how wide the window is, in the title that the DOM dump shows.
PROBE = "<script>document.title = `${document.documentElement.scrollWidth} of ${window.innerWidth}`;</script>"


def digest() -> DigestModel:
    item = PolicyItem(
        id="P1",
        title=Link(TITLE, "https://www.example.gov.cn/" + "a" * 300 + ".html"),
        number="国卫办基层函〔2026〕88号",
        issuers=("国家卫生健康委办公厅", "国家中医药局综合司"),
        written_on=AS_OF.date(),
        published_at=AS_OF,
        time_known=True,
        site="<script>document.title='pwned'</script>",
        substance="6月底前，各地市要建立随访质量抽查制度。",
        pending_check=True,
        reposts=Reposts(2, "即快资讯", AS_OF, True),
        interpretations=1,
        attachments=1,
        why="自有文号",
    )
    return DigestModel("demo", "卫健政策日报", AS_OF, None, AS_OF, "0.1.0", new=(item,) * 12)


@pytest.mark.parametrize("width", [500, 700])  # Chromium's window is never narrower than 500
def test_the_digest_renders_within_the_window(tmp_path: Path, width: int) -> None:
    page = tmp_path / "digest.html"
    page.write_text(render_html(digest()).replace("</body>", PROBE + "</body>"), "utf-8")
    assert CHROMIUM is not None
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", *QUIET.split()),
        *(
            f"--user-data-dir={tmp_path / 'profile'}",
            f"--window-size={width},900",
            "--dump-dom",
            page.as_uri(),
        ),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "国卫办基层函〔2026〕88号" in done.stdout.replace("&nbsp;", ""), done.stderr[-500:]
    assert "原文待核" in done.stdout
    assert "<title>pwned</title>" not in done.stdout
    shown, _, window = done.stdout.partition("<title>")[2].partition("</title>")[0].partition(" of ")
    assert int(shown) <= int(window)
