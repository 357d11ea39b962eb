"""Whether 块 is the yuan of speech or a piece: 五千来块, unlike 五千来块屏."""

from __future__ import annotations

import re

_ENDS = re.compile(r"\s*(?:$|[,。;:!?、)\n]|左右|上下|以[内上下]|就|不到|[一每]\s?[个台套年月人])")
_IN_PIECES = re.compile(r"板|屏|砖|盘|电池|玻璃|卡|表|模块|模组|组件|木|地毯|芯片")


def paid_in_pieces(folded: str, start: int, end: int) -> bool:
    """Whether the 块 that ends ``folded[start:end]`` is money: no thing behind it, and none before it."""
    return _ENDS.match(folded, end) is not None and not _IN_PIECES.search(folded[max(0, start - 12) : start])
