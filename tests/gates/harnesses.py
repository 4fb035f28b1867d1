"""How each harness of the corpus is called, and which of its figures are held.  All figures: more is better."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"

Figures = dict[str, float]


def extraction(result: Any) -> Figures:
    run = next(iter(result["runs"].values()))
    mean = run["summary"]
    figures = {key: float(mean[f"mean_{key}"]) for key in ("f1", "p", "r")}
    for kind in ("gov", "gov-health", "wechat"):
        if kind in mean["kinds"] and len(mean["kinds"]) > 1:
            figures[f"{kind} f1"] = float(mean["kinds"][kind]["mean_f1"])
    others = [page["f1"] for page in run["pages"] if page["kind"] != "other"]
    figures["f1 without other"] = sum(others) / len(others)
    if mean["noise_kept"]:
        figures["worst page f1"] = min(page["f1"] for page in run["pages"])
        kept = sum(kept for kept, _ in mean["noise_kept"].values())
        figures["noise removed"] = 1 - kept / sum(total for _, total in mean["noise_kept"].values())
    for meta in result.get("meta", {}).values():
        figures["titles exact"] = meta.get("title_exact", 0) / meta["titles"]
        figures["dates right"] = meta.get("date_right", 0) / meta["dates"]
    return figures


def dedup(result: Any) -> Figures:
    figures: Figures = {}
    for run in result:
        how = run["interface"]
        figures[f"{how} F1"] = run["all"]["f1"]
        figures[f"{how} real only F1"] = run["real_only"]["f1"]
        figures[f"{how} worst negative kind"] = min(
            row["share"] for row in run["kinds"] if not row["label"] and row["n"] >= 10
        )
        figures[f"{how} worst positive kind of 20 and more"] = min(
            row["share"] for row in run["kinds"] if row["label"] and row["n"] >= 20
        )
        if "bcubed" in run:
            figures["B-cubed F1"] = run["bcubed"]["f1"]
    return figures


def policy(result: Any) -> Figures:
    titles = result["classify: title alone"]
    documents = result["document: full texts"]["exact"]
    figures = {
        "titles accuracy": titles["accuracy"],
        "titles macro F1": titles["macro_f1"],
        "titles flag F1": titles["policy_flag"]["f1"],
        "page is document F1": result["classify: is the page the document?"]["flag"]["f1"],
        "full texts found": result["classify: full texts that are documents"]["flag"]["recall"],
        "numbers F1": result["numbers: documents (every number, own and cited)"]["f1"],
        "citations F1": result["cited"]["f1"],
        "relations macro F1": result["relation of two titles"]["macro_f1"],
    }
    for field in ("number", "no_number", "issuers", "written_on", "title"):
        figures[f"documents {field}"] = documents[field]["accuracy"]
    return figures


def facts(result: Any) -> Figures:
    figures = {"core facts": result["core"]["rate"], "edges": result["edges_mean"]["rate"]}
    figures["noise strings removed"] = 1 - result["noise"]["kept"] / result["noise"]["of"]
    wanted = (
        "title",
        "published_on",
        "published_time",
        "source_name",
        "column",
        "kind",
        "label",
        "is_document",
    )
    for field in (*wanted, "own_number", "issuers", "written_on", "addressees"):
        figures[field] = result["fields"][field]["right"]["rate"]
    figures["own_number none"] = result["fields"]["own_number"]["null"]["rate"]
    for name in ("attachments", "cited", "numbers", "card"):
        figures[f"{name} F1"] = result["lists"][name]["f1"]
    return figures


def lists(result: Any) -> Figures:
    rows = result["rows"]
    figures = {f"rows {key}": float(rows[key]) for key in ("f1", "title", "date", "perfect")}
    pager = result["next"]
    asked = sum(pager.get(key, 0) for key in ("right", "wrong", "missed"))
    figures["next page right"] = pager.get("right", 0) / asked if asked else 1.0
    figures["next page not invented"] = 1 - pager.get("false", 0) / max(
        1, pager.get("false", 0) + pager.get("none", 0)
    )
    return figures


def article_pages(result: Any) -> Figures:
    return {"articles without rows": 1 - len(result["with_rows"]) / result["pages"]}


def attachments(result: Any) -> Figures:
    total = result["summary"]["all"]
    return {
        "edges": total["edges"],
        "phrases": total["phrases"],
        "no text right": total["no_text_right"] / total["no_text"],
        "calls without crash or time-out": 1 - (total["crashes"] + total["timeouts"]) / total["files"],
    }


@dataclass(frozen=True)
class Harness:
    """A script, of the corpus or of ours, its arguments before ``--json FILE``, its data, the reader of its answer."""

    script: str
    arguments: tuple[str, ...]
    data: str  # a folder of the corpus, or several with a blank between them
    read: Callable[[Any], Figures]


_ARTICLE_PAGES = "facts ../sources/realpages"

HARNESSES = {
    "extraction": Harness(
        "bench_extraction.py",
        (str(CORPUS / "extraction"), "--extract", "doors:extract", "--meta", "doors:meta"),
        "extraction",
        extraction,
    ),
    "seedlike": Harness(
        "bench_extraction.py",
        (str(CORPUS / "seedlike"), "--extract", "doors:extract", "--no-meta"),
        "seedlike",
        extraction,
    ),
    "dedup": Harness("bench_dedup.py", ("doors:pair", "doors:cluster"), "dedup", dedup),
    "policy": Harness(
        "bench_policy.py",
        (
            *(
                "--classify",
                "doors:classify",
                "--numbers",
                "doors:document_number",
                "--document",
                "doors:document",
            ),
            *("--cited", "doors:cited", "--relation", "doors:relation", "--with-text"),
        ),
        "policy",
        policy,
    ),
    "facts": Harness("bench_facts.py", ("doors:facts",), "facts", facts),
    "lists": Harness("bench_lists.py", ("--rows", "doors:rows", "--next", "doors:next_page"), "lists", lists),
    "article pages": Harness(
        str(Path(__file__).with_name("article_pages.py")),
        tuple(str(CORPUS / folder) for folder in _ARTICLE_PAGES.split()),
        _ARTICLE_PAGES,
        article_pages,
    ),
    "attachments": Harness("bench_attachments.py", ("doors:attachment",), "attachments", attachments),
}


def measure(name: str) -> Figures:
    """The held figures of one harness, run in a process of its own.  Raises ``SystemExit`` when it fails."""
    harness = HARNESSES[name]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command = [sys.executable, str(CORPUS / harness.script), *harness.arguments, "--json", str(out)]
        paths = os.pathsep.join((str(ROOT), str(CORPUS)))
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=False,
        )
        if not out.exists():
            raise SystemExit(f"{name}: the harness failed\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")
        return harness.read(json.loads(out.read_text("utf-8")))


def digest_of(name: str) -> str:
    """A digest of the gold of one harness, so that floors are not compared across different data."""
    total = hashlib.sha256()
    for folder in (CORPUS / data for data in HARNESSES[name].data.split()):
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".jsonl", ".json", ".txt")):
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:16]
