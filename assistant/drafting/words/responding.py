"""Two kinds of response time: people's to a call for help, and a system's to its user."""

from __future__ import annotations

import re

RESPONSE = "".join(
    (
        *(f"(?<!{word})" for word in ("投标", "逐条", "条款", "实质性", "完全", "点对点")),
        r"响应(?!\s*:?\s*[●○√✓✔☑×])",
        *(f"(?!{word})" for word in ("情况", "偏离", "文件", "程度", "说明", "人", "状态", "结果")),
    )
)
"""An answer in time, not a bidder's compliance (“响应：●”, 响应文件)."""
_OF_SERVICE = re.compile(
    r"故障|报修|报障|现场|电话|热线|工单|售后|接听|客服|incident|ticket|hotline|help ?desk|on[- ]?site|phone"
)
_OF_SYSTEM = re.compile(
    r"页面|接口|查询|系统|操作|界面|检索|点击|指令|平台|画面|网络|时延|延迟|"
    r"\bapi|\bpage|\bquer|\binterface|\bsystem|\bscreen|latency"
)
_OF_SUPPORT = re.compile(r"服务|支持|运维|维保|\bsupport|\bservice|maintenance")
FEW_SECONDS = re.compile(r"[\d.,]+\s*(?:[-~至]\s*[\d.]+\s*)?(?:毫秒|秒|ms\b|s\b|sec|milli)")


def response_kind(*texts: str) -> str | None:
    """Key of the response time the first telling one of ``texts`` (folded) speaks of, if any."""
    for text in texts:
        for pattern, key in ((_OF_SERVICE, "response"), (_OF_SYSTEM, "latency"), (_OF_SUPPORT, "response")):
            if pattern.search(text):
                return key
    return None
