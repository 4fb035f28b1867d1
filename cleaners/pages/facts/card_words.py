"""Labels of the disclosure card (信息公开目录), as seen on the pages of some hundred government sites."""

from __future__ import annotations

_ANCHOR_WORDS = (
    "索引号 索取号 信息索引号 发文字号 文号 公文文号 发文文号 文件编号 文件字号 文件号 "
    "统一编号 统一登记号 规范性文件编号"
)
_OTHER_WORDS = (
    "信息分类 主题分类 组配分类 信息类别 公文种类 分类 文种 体裁 体裁分类 主题 主题词 "
    "关键词 关键字 服务对象 服务对象分类 发布机构 发布机关 发文机关 发文单位 发文机构 "
    "制发单位 制定机关 发布单位 公开单位 公开主体 公开责任部门 责任部门 来源部门 "
    "所属机构 公开方式 公开形式 公开范围 公开类别 公开时限 公开程序 公开属性 公开日期 "
    "公开时间 成文日期 成文时间 发文日期 发文时间 发布日期 发布时间 生成日期 产生日期 "
    "印发日期 签发日期 公布日期 登记日期 生效日期 实施日期 施行日期 失效日期 废止日期 "
    "有效期 有效期至 时效 时效性 有效性 文件有效性 效力状态 文件状态 有效状态 效力级别 "
    "名称 标题 信息名称 文件名称 公文名称 内容概述 内容概览 内容简介 摘要 语种 "
    "信息来源 载体类型 记录形式 登记号 法规类别 颁布单位 颁布部门 发布部门 颁布日期 颁布时间 实施时间 施行时间 "
    "公布时间 效力属性 效力位阶 公开目录 信息时效期 信息时效 信息格式 信息形式 信息状态 所属主题 公文类别 公文类型 "
    "公文体裁 文件类型 文件分类 政策类型 政策分类 起草单位 起草部门 解读机关 有效期限 效力等级 废止时间 失效时间"
)

#: Words that only a disclosure card holds.
ANCHORS = frozenset(_ANCHOR_WORDS.split())
#: Words that other lines of a page hold as well.
OTHERS = frozenset(_OTHER_WORDS.split())
