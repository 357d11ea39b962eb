"""Word's automatic numbers, rendered as Word shows them: 1.2, 第三章, （一）, ①, •."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ingest.readers.word_xml import W, attribute

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "japaneseDigitalTenThousand",
    "ideographDigital",
    "koreanCounting",
}
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五, up to 9999."""
    if number < 10:
        return _DIGITS[number] if number else "零"
    words, rest, zero = "", number, False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, rest = divmod(rest, value)
        if digit:
            words += ("零" if zero else "") + _DIGITS[digit] + unit
            zero = False
        else:
            zero = bool(words)
    return words[1:] if words.startswith("一十") else words


def roman(number: int) -> str:
    """Upper-case Roman numeral."""
    words = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        words += letters * count
    return words


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * (1 + (number - 1) // 26)


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def written(number: int, style: str) -> str:
    """``number`` in one of Word's ``w:numFmt`` styles; unknown ones as decimals."""
    if style == "none" or number < 0:
        return ""
    if number == 0 or number > 9999:
        return str(number)
    if style in _CHINESE:
        return chinese(number)
    if style in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        legal = chinese(number).replace("十", "拾").replace("百", "佰").replace("千", "仟")
        legal = "壹" + legal if legal.startswith("拾") else legal
        return legal.translate(str.maketrans(_DIGITS, _LEGAL))
    simple = {
        "upperRoman": lambda: roman(number),
        "lowerRoman": lambda: roman(number).lower(),
        "upperLetter": lambda: _letter(number),
        "lowerLetter": lambda: _letter(number).lower(),
        "decimalZero": lambda: f"{number:02d}",
        "ordinal": lambda: _ordinal(number),
        "decimalFullWidth": lambda: "".join(chr(0xFF10 + int(digit)) for digit in str(number)),
        "ideographTraditional": lambda: _STEMS[(number - 1) % 10],
        "ideographZodiac": lambda: _BRANCHES[(number - 1) % 12],
    }
    if style.startswith("decimalEnclosedCircle") and number <= 20:
        return chr(0x245F + number)
    return simple.get(style, lambda: str(number))()


@dataclass(frozen=True)
class Level:
    """One level of a list definition."""

    style: str = "decimal"
    pattern: str = "%1."
    start: int = 1
    restart: int | None = None
    legal: bool = False
    paragraph_style: str | None = None


@dataclass
class Numbers:
    """All list definitions of a file, counting as the document is read from top to bottom."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number_id: str, level: int) -> tuple[str, bool] | None:
        """(number as shown, whether it is a bullet) of the next paragraph at ``level``; none unknown."""
        abstract = self.abstract_of.get(number_id)
        definition = self.levels.get(abstract or "", {}).get(level)
        if abstract is None or definition is None:
            return None
        if definition.style == "bullet":
            return "•", True
        counts = self._counts.setdefault(abstract, {})
        override = self.overrides.get((number_id, level))
        if override is not None and (number_id, level) not in self._started:
            counts[level] = override
        else:
            counts[level] = counts[level] + 1 if level in counts else definition.start
        self._started.add((number_id, level))
        for deeper in [one for one in counts if one > level]:
            if self.levels[abstract].get(deeper, Level()).restart != 0:
                del counts[deeper]
        return self._shown(abstract, level, definition, counts), False

    def level_for_style(self, number_id: str, style: str) -> int:
        """The level a list definition ties to a paragraph style."""
        for level, definition in self.levels.get(self.abstract_of.get(number_id, ""), {}).items():
            if definition.paragraph_style == style:
                return level
        return 0

    def _shown(self, abstract: str, level: int, definition: Level, counts: dict[int, int]) -> str:
        shown = definition.pattern
        for upper in range(level + 1):
            above = self.levels[abstract].get(upper, Level())
            style = "decimal" if definition.legal and upper < level else above.style
            mark = f"%{upper + 1}"
            if mark in shown:
                shown = shown.replace(mark, written(counts.setdefault(upper, above.start), style))
        return shown.strip()


def numbers_of(root: Any | None) -> Numbers:
    """Definitions out of ``word/numbering.xml``'s root element; empty without one."""
    numbers = Numbers()
    if root is None:
        return numbers
    style_links: dict[str, str] = {}
    waiting: dict[str, str] = {}
    for abstract in root.findall(W + "abstractNum"):
        key = attribute(abstract, "abstractNumId") or ""
        numbers.levels[key] = {_index(one): _level(one) for one in abstract.findall(W + "lvl")}
        for tag, links in (("styleLink", style_links), ("numStyleLink", waiting)):
            found = abstract.find(W + tag)
            if found is not None:
                name = attribute(found, "val") or ""
                links.update({name: key} if tag == "styleLink" else {key: name})
    for key, name in waiting.items():
        if name in style_links:
            numbers.levels[key] = numbers.levels[style_links[name]]
    for number in root.findall(W + "num"):
        _number(number, numbers)
    return numbers


def _number(element: Any, numbers: Numbers) -> None:
    number_id = attribute(element, "numId") or ""
    target = element.find(W + "abstractNumId")
    abstract = (attribute(target, "val") if target is not None else None) or ""
    for override in element.findall(W + "lvlOverride"):
        start = override.find(W + "startOverride")
        level = override.find(W + "lvl")
        if start is not None:
            numbers.overrides[number_id, _index(override)] = int(attribute(start, "val") or 1)
        if level is not None:
            own = f"{abstract}/{number_id}"
            numbers.levels[own] = {
                **numbers.levels.get(own, numbers.levels.get(abstract, {})),
                _index(level): _level(level),
            }
            abstract = own if "/" not in abstract else abstract
    numbers.abstract_of[number_id] = abstract


def _index(element: Any) -> int:
    value = attribute(element, "ilvl") or "0"
    return int(value) if value.isdigit() else 0


def _level(element: Any) -> Level:
    def value(tag: str) -> str | None:
        found = element.find(W + tag)
        return attribute(found, "val") if found is not None else None

    legal = element.find(W + "isLgl") is not None
    start, restart = value("start") or "1", value("lvlRestart")
    return Level(
        style=value("numFmt") or "decimal",
        pattern=value("lvlText") or "",
        start=int(start) if start.isdigit() else 1,
        restart=int(restart) if restart and restart.isdigit() else None,
        legal=legal,
        paragraph_style=value("pStyle"),
    )
