"""A site whose pages are shells: rows and texts come as JSON and are written by script, in a real browser only."""

from __future__ import annotations

import json

from tests.crawlers.site import Answer, Site

HTML = {"Content-Type": "text/html; charset=utf-8"}
APP = """
const at = document.body.dataset.from;
fetch(at, {headers: {"X-Asked-By": "app"}}).then(answer => answer.json()).then(said => {
  const made = said.rows
    ? said.rows.map(([href, title, day]) => `<li><a href="${href}">${title}</a><span>${day}</span></li>`)
    : said.paragraphs.map(text => `<p>${text}</p>`);
  document.getElementById("zoom").innerHTML = said.rows ? `<ul>${made.join("")}</ul>` : made.join("");
});
"""


def shell(title: str, source: str, script: str = "") -> Answer:
    """A page that shows nothing until ``/js/app.js`` has asked ``source``; ``script`` is run before."""
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        '<link rel="stylesheet" href="/css/site.css"></head>'
        f'<body data-from="{source}"><h1>{title}</h1><img src="/img/logo.png"><div id="zoom"></div>'
        f'<script>{script}</script><script src="/js/app.js"></script></body></html>'
    )
    return Answer(html.encode(), headers=HTML)


def said(**what: object) -> Answer:
    return Answer(json.dumps(what).encode(), headers={"Content-Type": "application/json"})


def text_of(title: str) -> str:
    return f"{title}。各有关单位要按照职责分工，认真抓好落实，确保各项任务按期完成。"


def write_shells(site: Site, listed: list[tuple[str, str, str]], script: str = "") -> None:
    """A list at ``/tzgg/index.html`` and its articles, all of them shells."""
    site.answers["/js/app.js"] = Answer(APP.encode(), headers={"Content-Type": "text/javascript"})
    site.answers["/tzgg/index.html"] = shell("通知公告", "/api/list.json", script)
    site.answers["/api/list.json"] = said(rows=listed)
    for number, (href, title, _) in enumerate(listed):
        site.answers[href] = shell(title, f"/api/article{number}.json")
        site.answers[f"/api/article{number}.json"] = said(paragraphs=[text_of(title)] * 12)
