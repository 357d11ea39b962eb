"""What a person is told of a file that was taken in: what was left out, what it replaces, where its text stands already."""

from __future__ import annotations

from collections.abc import Sequence

_HIDDEN = {
    "hidden-sheets": ("{n} 个隐藏的工作表", "{n} hidden sheet(s)"),
    "hidden-rows": ("{n} 个隐藏的行", "{n} hidden row(s)"),
    "hidden-columns": ("{n} 个隐藏的列", "{n} hidden column(s)"),
}


def notice_of(
    warnings: Sequence[str] = (), version: int = 1, same_text: Sequence[str] = ()
) -> tuple[str, str] | None:
    """One sentence or more in Chinese and English; ``None`` when there is nothing to say.

    ``warnings`` are a document's codes, ``same_text`` the other names under which its text is known.
    """
    told = [part for part in (_left_out(warnings), _noted(warnings)) if part]
    if version > 1:
        told.append(
            (
                f"新版本（第 {version} 版），旧版不再被检索。",
                f"A new version ({version}); the one before is no longer found.",
            )
        )
    if same_text:
        zh, en = "、".join(same_text[:3]), ", ".join(same_text[:3])
        told.append((f"与“{zh}”文字相同，文字只存一份。", f"The same text as “{en}”; it is kept once."))
    if not told:
        return None
    return "".join(zh for zh, _ in told), " ".join(en for _, en in told)


def _left_out(warnings: Sequence[str]) -> tuple[str, str] | None:
    counted = dict(code.split(":", 1) for code in warnings if code.split(":", 1)[0] in _HIDDEN)
    if not counted:
        return None
    zh, en = zip(*((one.format(n=n) for one in _HIDDEN[name]) for name, n in counted.items()), strict=True)
    return (
        f"未读入{'、'.join(zh)}；要用请先取消隐藏再添加。",
        f"Left out: {', '.join(en)}; unhide what is to be used, then add the file again.",
    )


def _noted(warnings: Sequence[str]) -> tuple[str, str] | None:
    codes = ", ".join(code for code in warnings if code.split(":", 1)[0] not in _HIDDEN)
    return (f"请留意：{codes}。", f"Please note: {codes}.") if codes else None
