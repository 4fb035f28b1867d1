"""Which spider reads which family."""

from __future__ import annotations

from crawlers.source import Family
from crawlers.spiders.base import SourceSpider
from crawlers.spiders.channel_search import ChannelSearchSpider
from crawlers.spiders.feed import FeedSpider
from crawlers.spiders.gkmlpt import GkmlptSpider
from crawlers.spiders.hanweb_proxy import HanwebProxySpider
from crawlers.spiders.hanweb_query import HanwebQuerySpider
from crawlers.spiders.json_list import JsonListSpider
from crawlers.spiders.nhc_channel import NhcChannelSpider
from crawlers.spiders.single_page import SinglePageSpider
from crawlers.spiders.sitemap import SitemapSpider
from crawlers.spiders.static_list import StaticListSpider

SPIDERS: dict[Family, type[SourceSpider]] = {
    Family.STATIC_LIST: StaticListSpider,
    Family.NHC_CHANNEL: NhcChannelSpider,
    Family.HANWEB_PROXY: HanwebProxySpider,
    Family.HANWEB_QUERY: HanwebQuerySpider,
    Family.CHANNEL_SEARCH: ChannelSearchSpider,
    Family.GKMLPT: GkmlptSpider,
    Family.JSON_LIST: JsonListSpider,
    Family.FEED: FeedSpider,
    Family.SITEMAP: SitemapSpider,
    Family.SINGLE_PAGE: SinglePageSpider,
}
