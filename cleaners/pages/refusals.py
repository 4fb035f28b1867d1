"""Was the page refused?  Challenge, consent and error pages, told from articles before anything is parsed.

The crawler asks this of every response (NHC answers 412 with a script, a removed WeChat article answers 200), the
cleaner of every page.  Only the source text is looked at, and markers only where they count: in the title, or at the
start of what little a refused page shows.  An article *about* a 404 or a firewall is long and is not refused.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from enum import StrEnum


class RefusalKind(StrEnum):
    """Why there is no article."""

    BLOCKED = "blocked"  # a challenge or a firewall stands before the page
    CONSENT = "consent"  # the page asks for agreement or a login first
    ERROR = "error"  # the server failed, or a stored error page answered
    GONE = "gone"  # not there, or removed by its author or the platform
    EXPIRED = "expired"  # a temporary link that has run out


@dataclass(frozen=True, slots=True)
class Refusal:
    """Kind, and the marker that showed it: a status, or the words of the page."""

    kind: RefusalKind
    reason: str


#: 412 and 521 are how script challenges answer; 468, 493 and 567 are those of Chinese firewalls.
_BLOCKED_STATUS = frozenset({401, 403, 405, 407, 412, 418, 429, 451, 468, 493, 521, 567})
_GONE_STATUS = frozenset({404, 410})
_WINDOW = 60_000
_HEAD = 6_000
#: A refused page shows little; a real one more than this.
_LITTLE = 400
_MENU = 1_500

#: Words of a firewall's or a challenge's own code; each with the product that writes it.
_CHALLENGE = re.compile(
    r"\$_ts\s*=|_\$[a-zA-Z0-9]{2}\(\)|__jsl_clearance|document\.cookie\s*=\s*[\"']?__jsl|"  # Ruishu, Jiasule (创宇云)
    r"acw_sc__v[23]|arg1\s*=\s*['\"][0-9A-F]{30,}|aliyun_waf|"  # Alibaba Cloud
    r"cf-browser-verification|cf_chl_opt|challenge-platform/h/|"  # Cloudflare
    r"wzws-waf-cgi|wzws_(?:sessionid|cid)|WZWS-RAY|"  # 360 网站卫士
    r"yunsuo_session|__yunsuo|security_session_(?:mid_)?verify|"  # 云锁
    r"waf_captcha|/WAFCAPTCHA|TencentCaptcha\(|_waf_bd|probe\.js\?v=|"  # Tencent
    r"Incapsula incident|_Incapsula_Resource|distil_r_captcha|"
    r"eval\(function\(p,a,c,k,e,[dr]\).{0,4000}cookie",
    re.S,
)
_COOKIE_SCRIPT = re.compile(r"document\.cookie|location\.(?:reload|replace|href)|setCookie")
_BLOCKED_WORDS = re.compile(
    r"创宇(?:云|盾)|知道创宇|加速乐|安全狗|云锁|网站卫士|云盾|Web应用防火墙|WAF|网站防火墙|"
    r"(?:您|你)的(?:访问|请求|操作|IP)[^。\n]{0,20}(?:被?拦截|被?阻断|被?拒绝|被?禁止|过于频繁|异常|存在威胁|不合法|受限)|"
    r"(?:访问|请求)[^。\n]{0,40}(?:防护|防火墙)[^。\n]{0,8}(?:拦截|阻断|拒绝)|"
    r"(?:访问|请求)(?:过于频繁|频率过高|被拒绝|被拦截|被阻断|受限|异常)|拒绝访问|禁止访问|"
    r"(?:请)?(?:完成|输入|通过|进行)[^。\n]{0,8}(?:安全)?验证(?:码)?|人机验证|安全验证|环境异常|滑动(?:滑块|验证)|拖动滑块|"
    r"正在(?:进行|检查|验证)[^。\n]{0,12}(?:安全|浏览器)|浏览器安全检查|Checking your browser|Just a moment|"
    r"Attention Required|Access Denied|Request (?:Rejected|Blocked)|403 Forbidden|Forbidden|"
    r"(?:enable|开启|启用|打开)\s*(?:JavaScript|Cookie)",
    re.I,
)
_CONSENT_WORDS = re.compile(
    r"Before you continue|接受(?:所有|全部)?\s*Cookie|Cookie\s*(?:政策|设置|同意)|同意并继续|"
    r"请先?登录后?(?:再|才能)?(?:查看|访问|浏览)",
    re.I,
)
_EXPIRED_WORDS = re.compile(r"链接已(?:过期|失效)|(?:页面|链接|网址)(?:已经?)?(?:过期|失效)|临时链接")
_GONE_WORDS = re.compile(
    r"(?:页面|网页|文章|信息|内容|资源|文件|地址|新闻|栏目|帖子|网址|链接|稿件)[^。，,\n]{0,10}?"
    r"(?:不存在|未找到|找不到|没有找到|无法找到|已(?:被)?(?:删除|下线|移除|撤销|屏蔽|转移)|被删除|已不存在|走丢了?|飞走了|丢失)|"
    r"(?:找不到|没有找到|未找到|无法找到|不存在)[^。，,\n]{0,12}(?:页面|网页|文章|信息|内容|资源|文件|地址)|"
    r"该内容已被发布者删除|此内容因违规无法查看|此(?:账号|帐号)已被屏蔽|该公众号已(?:迁移|注销)|"
    r"404\s*(?:Not Found|错误|页面|-|$)|Not Found|Page not found|\b410 Gone\b|HTTP\s*(?:错误|Status|Error)?\s*404|"
    r"您访问的页面(?:不存在|丢失|找不到)|信息(?:已删除|不存在)|参数错误",
    re.I,
)
_ERROR_WORDS = re.compile(
    r"(?:50[0-4])\s*(?:Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out|错误)|"
    r"Internal Server Error|Bad Gateway|Service (?:Temporarily )?Unavailable|Gateway Time-?out|"
    r"系统(?:发生|出现)?(?:错误|异常|繁忙|维护)|服务器(?:错误|异常|繁忙|内部错误)|网站(?:维护|升级)中?|"
    r"HTTP\s*Status\s*[45]\d\d|数据库(?:连接)?(?:错误|失败)|访问出错|"
    r"运行时错误|Runtime Error|Server Error|No such file",
    re.I,
)
#: Titles that only error and notice pages have.
_NOTICE_TITLE = re.compile(
    r"^\W*(?:40[0-9]|50[0-9]|提示信息|信息提示|系统提示|错误(?:提示|信息|页面)?|"
    r"出错了?|出错啦|访问(?:出错|受限|禁止|拦截)|页面(?:不存在|未找到|找不到)|"
    r"Error|Not Found|Forbidden|温馨提示|跳转提示|安全验证|验证码|WAF|网站访问报错)\W*|"
    r"Not Found$|Forbidden$|Bad Gateway$|(?:^|\W)40[34](?:\W|$)",
    re.I,
)
_WECHAT_NOTICE = re.compile(r"weui[-_]msg__title[^>]*>\s*([^<]*[^<\s])")

_BYLINE = re.compile(r"(?:来源|发布时间|发布日期|作者|记者)\s*[:：]")
_DAY = re.compile(r"20\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d")
_SENTENCES = 4

_HIDDEN = re.compile(
    r"<(script|style|noscript|template|head|select)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.S | re.I
)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"<(a|li|option)\b[^>]*>.*?</\1\s*>", re.S | re.I)
_TITLE = re.compile(r"<title[^>]*>(.{0,300}?)</title", re.S | re.I)
_ARTICLE_TAG = re.compile(r"<meta[^>]{0,200}\b(?:ArticleTitle|PubDate)\b", re.I)
_EMPTY_TAG = re.compile(r"content\s*=\s*([\"'])\s*\1", re.I)


def refused(source: str, status: int | None = None) -> Refusal | None:
    """Why the page is no article, or ``None`` where it may be one.

    ``source`` is the decoded page, ``status`` the HTTP status where it is known.  At most the first 60,000
    characters are looked at.

    >>> refused("<title>404 Not Found</title><center><h1>404 Not Found</h1></center>").kind.value
    'gone'
    """
    by_status = _by_status(status, source)
    if by_status:
        return by_status
    window = source[:_WINDOW]
    notice = _WECHAT_NOTICE.search(window)
    if notice and "js_content" not in source:
        words = _fold(notice[1])
        return Refusal(_kind_of_words(words) or RefusalKind.GONE, words)
    shown = _shown(window)
    if len(source) < _WINDOW and len(shown) < _LITTLE:
        challenge = _CHALLENGE.search(window)
        if challenge and (len(shown) < 80 or _BLOCKED_WORDS.search(shown)):
            return Refusal(RefusalKind.BLOCKED, challenge[0][:60])
    return _by_words(source, window, shown)


def _by_status(status: int | None, source: str) -> Refusal | None:
    if status is None or status < 400:
        return None
    reason = f"HTTP {status}"
    if status in _BLOCKED_STATUS or (status in (400, 503) and _CHALLENGE.search(source[:_WINDOW])):
        return Refusal(RefusalKind.BLOCKED, reason)
    return Refusal(RefusalKind.GONE if status in _GONE_STATUS else RefusalKind.ERROR, reason)


def _by_words(source: str, window: str, shown: str) -> Refusal | None:
    """What the title or the few words of a short page say."""
    title_tag = _TITLE.search(window)
    title = _fold(html.unescape(_TAG.sub("", title_tag[1]))) if title_tag else ""
    if _states_article(window):
        return None
    if len(shown) < _LITTLE:
        text = f"{title} {shown}"
        kind = _kind_of_words(text)
        if kind and not _reads_as_article(shown, kind):
            return Refusal(kind, _evidence(text))
    if _NOTICE_TITLE.search(title) and len(shown) < _MENU:
        return Refusal(_kind_of_words(f"{title} {shown[:_LITTLE]}") or RefusalKind.ERROR, title)
    core = _fold(_TAG.sub(" ", _LINK.sub(" ", _HIDDEN.sub(" ", window)))) if len(shown) < _MENU else ""
    if core and len(source) < _WINDOW and _GONE_WORDS.search(core[:120]) and not _reads_as_article(core):
        return Refusal(RefusalKind.GONE, _evidence(core[:120]))
    return None


def _reads_as_article(text: str, kind: RefusalKind = RefusalKind.GONE) -> bool:
    """A byline, or sentence upon sentence: ``网传信息不存在`` in a short report is no missing page."""
    if _BYLINE.search(text) or text.count("。") > _SENTENCES:
        return True
    return kind is not RefusalKind.BLOCKED and bool(_DAY.search(text))


def _states_article(window: str) -> bool:
    """A head that names title or day of an article belongs to one."""
    return any(
        not _EMPTY_TAG.search(window[tag.start() : tag.end() + 200].split(">")[0])
        for tag in _ARTICLE_TAG.finditer(window[:20_000])
    )


def _shown(window: str) -> str:
    """The text that a reader would see, roughly: without head, scripts and tags."""
    return _fold(html.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", window))))


def _fold(text: str) -> str:
    return " ".join(text.split())


def _kind_of_words(text: str) -> RefusalKind | None:
    for words, kind in (
        (_BLOCKED_WORDS, RefusalKind.BLOCKED),
        (_EXPIRED_WORDS, RefusalKind.EXPIRED),
        (_GONE_WORDS, RefusalKind.GONE),
        (_ERROR_WORDS, RefusalKind.ERROR),
        (_CONSENT_WORDS, RefusalKind.CONSENT),
    ):
        if words.search(text):
            return kind
    return None


def _evidence(text: str) -> str:
    for words in (_BLOCKED_WORDS, _EXPIRED_WORDS, _GONE_WORDS, _ERROR_WORDS, _CONSENT_WORDS):
        match = words.search(text)
        if match:
            return match[0][:60]
    return ""
