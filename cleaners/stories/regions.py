"""Which places a text speaks of: provinces and prefectures by name, counties and districts by their ending.

The names are those of the administrative divisions (GB/T 2260, provinces and prefecture level) without their endings;
names that are everyday words (来宾, 东方, 大同, 安康, 阿里) count only with theirs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Each province with its prefectures; an indented line goes on.
_DIVISIONS = """
北京: 天津: 上海: 重庆: 香港: 澳门: 台湾:
河北: 石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水
山西: 太原 大同市 阳泉 长治市 晋城 朔州 晋中 运城 忻州 临汾 吕梁
内蒙古: 呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 兴安盟 锡林郭勒
  阿拉善
辽宁: 沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳市 葫芦岛
吉林: 长春 四平 辽源 通化 白山市 松原 白城 延边
黑龙江: 哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 大兴安岭
江苏: 南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁
浙江: 杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水
安徽: 合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 黄山市 滁州 阜阳 宿州 六安 亳州 池州
  宣城
福建: 福州 厦门 莆田 三明市 泉州 漳州 南平 龙岩 宁德
江西: 南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶
山东: 济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 临沂 德州 聊城 滨州 菏泽
河南: 郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳
  周口 驻马店 济源
湖北: 武汉 黄石 十堰 宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 恩施 仙桃 潜江 天门
  神农架
湖南: 长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 湘西
广东: 广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 肇庆 惠州 梅州 汕尾 河源 阳江 清远
  东莞 中山市 潮州 揭阳 云浮
广西: 南宁 柳州 桂林 梧州 北海市 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾市 崇左
海南: 海口 三亚 三沙 儋州
四川: 成都 自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 南充 眉山 宜宾 广安 达州 雅安
  巴中 资阳 阿坝 甘孜 凉山
贵州: 贵阳 六盘水 遵义 安顺 毕节 铜仁 黔西南 黔东南 黔南
云南: 昆明 曲靖 玉溪 保山 昭通 丽江 普洱 临沧 楚雄 红河 文山 西双版纳 大理 德宏 怒江
  迪庆
西藏: 拉萨 日喀则 昌都 林芝 山南市 那曲
陕西: 西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康市 商洛
甘肃: 兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 临夏 甘南
青海: 西宁 海东 海北 黄南 果洛 玉树 海西
宁夏: 银川 石嘴山 吴忠 固原 中卫市
新疆: 乌鲁木齐 克拉玛依 吐鲁番 哈密 昌吉 博尔塔拉 巴音郭楞 阿克苏 克孜勒苏 喀什 和田 伊犁
  塔城 阿勒泰 石河子
"""


def _parents() -> dict[str, str | None]:
    """Every name -> the province that it belongs to, ``None`` for a province."""
    parents: dict[str, str | None] = {}
    province = ""
    for word in _DIVISIONS.split():
        if word.endswith(":"):
            province = word[:-1]
            parents[province] = None
        else:
            parents.setdefault(word, province)
    return parents


_PARENTS = _parents()
_NAMES = sorted(_PARENTS, key=len, reverse=True)

#: A name of the list, as a pattern for tokens.
REGION = f"(?=[{''.join(sorted({name[0] for name in _NAMES}))}])(?:{'|'.join(_NAMES)})"

_REGION = re.compile(REGION)
_COUNTY = re.compile(r"(?<![\u4e00-\u9fff])[市州盟省区]?([\u4e00-\u9fff]{2,4}?)(?:县|区|旗)(?!域|级)")
_NOT_COUNTIES = re.compile(
    "[各市县辖地社小我全特新开高港园景校库山林灾疫]$|自治|城|开发|经济|行政|所在|主城|中心|片|示范|试验"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Places that a title names: ``named`` with the provinces they lie in, ``finest`` those that contain no other."""

    named: frozenset[str] = frozenset()
    finest: frozenset[str] = frozenset()

    def exclude(self, other: Places) -> bool:
        """Whether the two cannot be one place: 贵阳, 武汉 cannot; 广东, 深圳 and 湖北武汉, 武汉 can."""
        if not self.finest or not other.finest or self.finest & other.finest:
            return False
        return not (self.finest <= other.named or other.finest <= self.named)


def is_region(word: str) -> bool:
    """Whether the word is a province's or prefecture's name."""
    return bool(_REGION.fullmatch(word))


def places_of(title: str) -> Places:
    """Provinces, prefectures and, by their ending, counties and districts named in a title.

    Before: ``[广西省南宁市武鸣区]关于促进房地产市场平稳健康发展的通知``; after: 广西, 南宁, 武鸣, the finest 武鸣.
    """
    listed = set(_REGION.findall(title))
    below = _REGION.sub("|", title)
    counties = {county for county in _COUNTY.findall(below) if not _NOT_COUNTIES.search(county)}
    provinces = {parent for name in listed if (parent := _PARENTS[name]) is not None}
    finest = counties or (listed - provinces)
    return Places(frozenset(listed | provinces | counties), frozenset(finest))
