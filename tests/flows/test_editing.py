"""Files edited while the product runs are seen at the next pass: no restart, the same settings object throughout."""

from __future__ import annotations

from pathlib import Path

from flows.commands.sources import show_sources
from flows.sample_site import serve_sample_site
from flows.watch import open_watch
from tests.flows.sample import DAY_1, DAY_2, Done, one_pass, sample_settings, show_day


def read(done: Done) -> set[str]:
    return {one.source_id for one in done.monitored.passes}


def test_sources_and_subscriptions_edited_between_passes(tmp_path: Path) -> None:
    settings = sample_settings(tmp_path)
    with serve_sample_site(0) as site:
        show_day(site, settings, 1)
        for file in settings.sources_dir.glob("*.yaml"):
            if file.stem not in ("sample_yunling", "sample_jikuai"):
                file.unlink()
        jikuai = settings.sources_dir / "sample_jikuai.yaml"
        written = jikuai.read_text("utf-8")
        jikuai.unlink()
        assert read(one_pass(settings, DAY_1)) == {"sample_yunling"}

        jikuai.write_text(written, "utf-8")  # a new source
        yunling = settings.sources_dir / "sample_yunling.yaml"
        yunling.write_text(yunling.read_text("utf-8") + "\npaused: 改版中\n", "utf-8")  # a paused one
        subscriptions = settings.subscriptions_file
        subscriptions.write_text(
            subscriptions.read_text("utf-8").replace("name: ", "name: 新名 ", 1), "utf-8"
        )
        assert read(one_pass(settings, DAY_2)) == {"sample_jikuai"}
        with open_watch(settings) as watch:
            assert watch.subscriptions()[0].name.startswith("新名")


def test_what_a_pass_warned_of_is_listed(tmp_path: Path, capsys) -> None:  # type: ignore[no-untyped-def]
    settings = sample_settings(tmp_path)

    def listed() -> str:
        capsys.readouterr()
        show_sources(settings, as_json=True, failures=False, warnings=True, as_of=DAY_2)
        return str(capsys.readouterr().out)

    with serve_sample_site(0) as site:
        show_day(site, settings, 1)
        one_pass(settings, DAY_1, ["sample_nanhu", "sample_yunling"])
        assert "list-blocked" in listed()
        assert "HTTP 412" in listed()
        assert "sample_yunling" not in listed()
