"""What people shorten an organisation's name to: 苏州天和生物科技股份有限公司 → 天和生物, 苏州天和, and at home 天和."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_PLACES = """
北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川
贵州 云南 陕西 甘肃 青海 内蒙古 广西 西藏 宁夏 新疆 深圳 广州 苏州 南京 杭州 成都 武汉 西安 青岛 大连 宁波
厦门 无锡 佛山 东莞 长沙 郑州 合肥 济南 福州 昆明 沈阳 哈尔滨 常州 温州 嘉兴 绍兴 珠海 惠州 中山 南通 徐州
烟台 潍坊 石家庄 太原 南昌 南宁 贵阳 兰州 海口 长春 扬州 镇江 泰州 盐城 台州 金华 湖州 芜湖 洛阳 襄阳 宜昌 江南 华东 华南
昆山 张家港 常熟 太仓 江阴 宜兴 义乌 慈溪 余姚 海宁 桐乡 诸暨 晋江 石狮 顺德 南海 胶州 即墨 寿光 滕州 浏阳 增城
从化 福清 溧阳 丹阳
"""
REGIONS = tuple(sorted(_PLACES.split(), key=lambda place: (-len(place), place)))
_PLACE = re.compile(
    rf"(?:(?P<known>{'|'.join(REGIONS)})(?:省|市|自治区|新区|[区县])?"
    r"|(?P<told>[\u3400-\u9fff]{2,3})(?:省|市|自治区|新区|[区县]))"
)
_TRADE_WORDS = """
科技 技术 生物 医药 制药 药业 医疗 健康 口腔 眼科 妇产 儿童 股份 集团 控股 实业 投资
发展 贸易 商贸 国际 企业 物流 供应链 仓储 速运 快递 电子 电气 电器 电力 电网 能源
新能源 化工 化学 材料 新材料 机械 机电 设备 装备 精密 制造 工业 智能 智造 信息 数据
网络 软件 通信 光电 半导体 汽车 重工 钢铁 冶金 矿业 水务 水利 环保 环境 建设 建筑
工程 置业 地产 物业 文化 传媒 教育 食品 饮料 乳业 餐饮 酒业 农业 牧业 纺织 服饰 服装
家居 家具 纸业 包装 印刷 金融 保险 证券 基金 租赁 航空 航运 港口 港务 公交 交通 运输
铁路 地铁 超市 百货 连锁 零售 酒店 旅游 医院 学校 大学 学院 中学 小学 银行 研究院
研究所 设计院 检测 认证 服务 管理 咨询 广场 大厦 商场 公司 有限公司
"""
_COMMON_WORDS = """
中国 中华 国家 国际 全国 全球 世界 东方 西方 南方 北方 东部 西部 南部 北部 中部 中央
华北 华中 华西 西南 西北 东北 东南 中心 第一 第二 第三 人民 大众 公共 社会 城市 乡村
农村 工业 商业 现代 未来 时代 世纪 先进 创新 智慧 数字 智能 互联 互联网 统一 联合
联通 移动 综合 专业 专科 高级 高新 新型 通用 标准 安全 安装 质量 数据 系统 平台 网络
信息 科学 生命 健康 环球 太平 和平 光明 自然 阳光 春天 希望 明天 今天 成功 项目 方案
案例 客户 用户 业主 甲方 医学 大学 附属 中医 三甲 二甲 三级 二级 县级 市级 省级 区级
某某 关于 智能化 信息化 数字化 大型 小型 中型 多家 几家 各类 各地 我们 本地 新建 改造
示范 重点 优质 便民 县域 私立 公立 民营 上市 外资 合资 国有 总部 制造 生产 集中 无人
自动 长城 长江 黄河 海洋 太阳 天天 大地 金属 石油 石化 有色 远程 高温 低温 恒温 高速
高压 低压 高效 快速 特种 动力 空间 生活 家庭 员工 城乡 城际 绿色 清洁 低碳 机器 机电
冷链 冷库 电商 跨境 高等 职业 实验 普通 股份 商务 政务 会议 快捷 连锁 国内 海外 知名
高校 购物 时尚 文化 儿童 轨道 中石 中建 中铁 中电 中科
"""
_TRADE = tuple(_TRADE_WORDS.split())
_COMMON = frozenset((*_COMMON_WORDS.split(), *_TRADE))
"""Words that name no organisation by themselves."""
_TAIL = re.compile(rf"(?:{'|'.join(sorted(_TRADE, key=lambda word: (-len(word), word)))})$")
_UNMISTAKABLE = 4
"""Characters from which a short form stands for its owner in anybody's text: two words at least."""
_ORGANISATION_TAIL = (
    "集团|公司|医院|卫生院|保健院|学校|大学|学院|中学|小学|银行|研究院|研究所|设计院"
    "|机场|酒店|广场|大厦|商场|超市|法院|检察院|博物馆|图书馆"
)
_TITLED = re.compile(rf"(?P<lead>[\u3400-\u9fff]{{2,14}}?)(?:{_ORGANISATION_TAIL})(?:有限公司)?")
_ENGLISH_TAIL = (
    r"(?:Bank|Hospitals?|Trust|Council|Authority|Foundation|University|College"
    r"|Ltd|Limited|Inc|Plc|GmbH|Group|Airport)"
)
_ENGLISH_TITLED = re.compile(rf"\b(?:[A-Z][A-Za-z'&-]+\s){{1,4}}{_ENGLISH_TAIL}\b")
_ENGLISH_END = re.compile(r"\s+(?:NHS\s+)?(?:trust|foundation)$", re.IGNORECASE)


@dataclass(frozen=True)
class ShortNames:
    """``anywhere`` names its owner in any text; ``at_home`` only in the words of its owner's own documents."""

    anywhere: tuple[str, ...] = ()
    at_home: tuple[str, ...] = ()


@cache
def short_names(bare: str) -> ShortNames:
    """The short forms of a name that stands without its legal form (``bare``)."""
    place, core = _placed(bare)
    if not re.fullmatch(r"[\u3400-\u9fff]+", core):
        short = _ENGLISH_END.sub("", bare)
        return ShortNames((short,) if short != bare and len(short.split()) > 1 else ())
    trimmed = list(_trimmed(core))
    lead = trimmed[-1] if trimmed else core
    forms = [form for form in trimmed if not _says_nothing(form)]
    anywhere = [form for form in forms if len(form) >= _UNMISTAKABLE]
    at_home = [form for form in forms if len(form) < _UNMISTAKABLE]
    if not _says_nothing(lead[:2]):
        at_home.append(lead[:2])
        anywhere += [place + lead[:2]] if place and trimmed and len(lead) < _UNMISTAKABLE else []
    anywhere += [place + core] if place and place + core != bare else []
    anywhere += _abbreviated(place, re.sub("(?:集团|股份|控股)+$", "", core))
    return ShortNames(tuple(dict.fromkeys(anywhere)), tuple(dict.fromkeys(at_home)))


def organisations_in(title: str) -> tuple[str, ...]:
    """Names of organisations in a title or a file's name: 海棠医院住院楼电梯投标书 → 海棠医院."""
    han = (m.group() for m in _TITLED.finditer(title) if not _says_nothing(_placed(m.group("lead"))[1]))
    english = (m.group() for m in _ENGLISH_TITLED.finditer(title))
    return tuple(dict.fromkeys((*han, *english)))


def _placed(name: str) -> tuple[str, str]:
    """(the place without 省, 市…, what follows it): 江苏省苏州市明德医院 → 苏州, 明德医院."""
    place = ""
    while match := _PLACE.match(name):
        if len(name) - match.end() < 2:
            break
        place, name = match.group("known") or match.group("told"), name[match.end() :]
    return place, name


def _trimmed(core: str) -> Iterator[str]:
    """``core`` without its last trade words, one after another, down to two characters."""
    while (match := _TAIL.search(core)) and match.start() > 1:
        core = core[: match.start()]
        yield core


def _abbreviated(place: str, core: str) -> list[str]:
    """The last two words by their first characters: 东海 公共交通 → 东海公交, 东海公交集团."""
    head, tail = place + core[:-4], core[-4:]
    if len(head) < 2 or _says_nothing(head) or not {tail[:2], tail[2:]} <= _COMMON:
        return []
    short = f"{head}{tail[0]}{tail[2]}"
    return [f"{short}集团", short]


def _says_nothing(form: str) -> bool:
    """Whether a form is nothing but common words, and so nobody's name."""
    form = form.removeprefix("某")
    while form:
        word = next((form[:n] for n in (4, 3, 2) if form[:n] in _COMMON), None)
        if word is None:
            return len(form) < 2
        form = form[len(word) :]
    return True
