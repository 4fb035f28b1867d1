"""Refused pages are told from articles, and articles about refusals from refused pages."""

from __future__ import annotations

import pytest

from cleaners.pages.refusals import RefusalKind, refused

NAVIGATION = "".join(f"<li><a href='/c{n}/'>栏目第{n}</a></li>" for n in range(20))
TEXT = "<p>" + "本市对发热门诊的设置作出安排，各医疗机构要按照要求做好预检分诊和信息报告工作。" * 20 + "</p>"

REFUSED = {
    "nginx": (
        "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center></body></html>",
        "gone",
    ),
    "removed on WeChat": (
        "<body><div class='weui-msg'><h2 class=\"weui-msg__title\">\n该内容已被发布者删除 </h2></div></body>",
        "gone",
    ),
    "expired on WeChat": ('<h2 class="weui-msg__title">链接已过期</h2><script>var a=1;</script>', "expired"),
    "lost article": ("<title>某某头条</title><p class='lost'>文章不存在</p><a href='/'>回到首页</a>", "gone"),
    "notice in a system's template": (
        "<title>提示信息</title><h5>提示信息</h5><div>该信息不存在</div>",
        "gone",
    ),
    "error inside the site's frame": (
        f"<title>某市人民政府</title><ul>{NAVIGATION}</ul><p>抱歉，您访问的页面不存在或已删除</p><p>10秒后自动返回首页</p>",
        "gone",
    ),
    "script challenge": (
        "<html><head><script>$_ts=window['$_ts'];$_ts.nsd=1;</script></head><body onload='_$f2()'></body></html>",
        "blocked",
    ),
    "cookie script": (
        "<script>document.cookie='__jsl_clearance=1;';location.href=location.pathname</script>",
        "blocked",
    ),
    "cloud firewall": (
        "<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！可能原因：您提交的内容包含危险的攻击请求</p>",
        "blocked",
    ),
    "captcha": (
        "<title>安全验证</title><div>请完成安全验证后继续访问</div><script>init()</script>",
        "blocked",
    ),
    "gateway": (
        "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
        "error",
    ),
    "maintenance": ("<title>通知</title><h1>系统维护中</h1>", "error"),
    "consent": ("<title>某搜索</title><p>Before you continue</p><button>Accept</button>", "consent"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str) -> None:
    source, kind = REFUSED[name]
    refusal = refused(source)
    assert refusal is not None
    assert refusal.kind == kind
    assert refusal.reason


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (412, RefusalKind.BLOCKED),
        (521, RefusalKind.BLOCKED),
        (403, RefusalKind.BLOCKED),
        (404, RefusalKind.GONE),
        (500, RefusalKind.ERROR),
    ],
)
def test_by_status(status: int, kind: RefusalKind) -> None:
    refusal = refused("<html></html>", status)
    assert refusal is not None
    assert refusal.kind is kind
    assert refusal.reason == f"HTTP {status}"


def test_a_challenge_under_status_202_and_200() -> None:
    source, _ = REFUSED["script challenge"]
    for status in (200, 202):
        refusal = refused(source, status)
        assert refusal is not None
        assert refusal.kind is RefusalKind.BLOCKED


WARNED = "<p>访问被拒绝的请求将被拦截。</p>"
CAPTCHA = "<script>new TencentCaptcha('1');document.cookie='a=1'</script>"
SHORT = "<h1>停诊通知</h1><p>因系统维护，明日停诊。</p>"
ARTICLES = {
    "a short report that something does not exist": (
        "<h1>网传就诊信息不存在</h1><div>来源：某市卫生健康委</div><p>经核实，网传信息不存在。</p>"
    ),
    "an article about a page that is gone": f"<title>为何会看到404页面</title><h1>为何显示404页面不存在</h1>{TEXT}",
    "an article about firewalls": f"<title>某市部署Web应用防火墙</title>{WARNED}{TEXT}",
    "an article whose site uses a captcha": f"<title>关于某事的通知</title>{TEXT}{CAPTCHA}",
    "a short notice": f"<title>停诊通知</title><meta name='ArticleTitle' content='停诊通知'>{SHORT}",
    "an article with only a file": (
        f"<title>关于某事的通知</title><ul>{NAVIGATION}</ul><h1>关于某事的通知</h1><p><a href='1.pdf'>文件下载</a></p>"
    ),
    "a list": f"<title>通知公告</title><ul>{NAVIGATION}</ul>",
    "a WeChat article that quotes a notice": (
        f"<div id='js_content'>{TEXT}</div><script>var t='<h2 class=\"weui-msg__title\">参数错误</h2>'</script>"
    ),
    "an empty shell": "<title>某中心</title><div id='app'></div><script src='/a.js'></script>",
    "nothing": "",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_not_refused(name: str) -> None:
    assert refused(ARTICLES[name], 200) is None
