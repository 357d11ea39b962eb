"""Names of the same thing, found in a text whichever of them it uses: 定时任务 and cron are one concept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

MARK = "≈"
"""Before a concept's name among the features of a text."""
_ATOM = re.compile("[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff]")

_DOER = re.compile("[a-z]{3,}ers?")


@dataclass(frozen=True)
class Concept:
    """A concept (by its first name) where a text names it: ``start`` to ``end`` of the folded text."""

    name: str
    words: int
    start: int
    end: int

    @property
    def terms(self) -> tuple[str, ...]:
        """One feature for each of its words, so that it weighs the same by any of its names."""
        return tuple(f"{MARK}{self.name}" + (f"·{n}" if n else "") for n in range(self.words))


@dataclass(frozen=True)
class _Name:
    atoms: tuple[str, ...]
    concept: str
    words: int


class Equivalents:
    """Names by their atoms (English stems, Chinese characters); the longest name at a place is the one meant."""

    def __init__(self, listed: str, stem: Callable[[str], str]) -> None:
        self._stem = stem
        names: dict[str, list[_Name]] = defaultdict(list)
        capabilities: set[str] = set()
        self._hiding: dict[tuple[str, ...], list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        part = ""
        for line in listed.splitlines():
            part = line if line.startswith("[") else part
            if not line.strip() or line.startswith(("#", "[")):
                continue
            alternatives = [name.strip() for name in line.split("|")]
            if part.startswith("[hidden"):
                self._hide(*alternatives)
                continue
            if not part.startswith("[things"):
                capabilities.add(f"{MARK}{alternatives[0]}")
            for name in alternatives:
                atoms = tuple(atom for atom, _, _ in self._atoms(name))
                names[atoms[0]].append(_Name(atoms, alternatives[0], _words(alternatives)))
        self.capabilities = frozenset(capabilities)
        """Features of the concepts that are something a solution does, and no mere things."""
        self._names: Mapping[str, list[_Name]] = {
            first: sorted(found, key=lambda name: -len(name.atoms)) for first, found in names.items()
        }

    def _hide(self, name: str, *words: str) -> None:
        """Keep ``words`` in which ``name`` is not meant, each with where the name begins in it."""
        hidden = tuple(atom for atom, _, _ in self._atoms(name))
        for word in words:
            atoms = tuple(atom for atom, _, _ in self._atoms(word))
            at = next(n for n in range(len(atoms)) if atoms[n : n + len(hidden)] == hidden)
            self._hiding[hidden].append((atoms, at))

    def _means(self, name: tuple[str, ...], atoms: list[tuple[str, int, int]], at: int, folded: str) -> bool:
        """Whether ``name`` stands at ``at`` and no word hides it there (确保安全 has no 保安)."""
        return _stands(name, atoms, at, folded) and not any(
            begins <= at and _stands(word, atoms, at - begins, folded)
            for word, begins in self._hiding.get(name, ())
        )

    def _atoms(self, folded: str) -> list[tuple[str, int, int]]:
        return [(self._atom(m.group()), m.start(), m.end()) for m in _ATOM.finditer(folded)]

    def _atom(self, word: str) -> str:
        """A word without inflection; a doer keeps its ending, so that a server is nobody who serves."""
        return word.removesuffix("s") if _DOER.fullmatch(word) else self._stem(word)

    def inside(self, name: str) -> list[Concept]:
        """Concepts whose names lie inside ``name`` without being all of it."""
        atoms = self._atoms(name)
        found: dict[str, Concept] = {}
        for at in range(len(atoms)):
            for one in self._names.get(atoms[at][0], ()):
                if len(one.atoms) < len(atoms) and self._means(one.atoms, atoms, at, name):
                    last = at + len(one.atoms) - 1
                    found.setdefault(
                        one.concept, Concept(one.concept, one.words, atoms[at][1], atoms[last][2])
                    )
        return list(found.values())

    def found_in(self, folded: str) -> list[Concept]:
        """Concepts ``folded`` names, in order, none inside another; a name does not reach over punctuation."""
        atoms = self._atoms(folded)
        found: list[Concept] = []
        at = 0
        while at < len(atoms):
            name = next(
                (n for n in self._names.get(atoms[at][0], ()) if self._means(n.atoms, atoms, at, folded)),
                None,
            )
            if name is None:
                at += 1
                continue
            last = at + len(name.atoms) - 1
            found.append(Concept(name.concept, name.words, atoms[at][1], atoms[last][2]))
            at = last + 1
        return found


def _words(names: list[str]) -> int:
    """Words of a concept: two Chinese characters each, of its shortest Chinese name; one where it has none."""
    chinese = [len(re.findall("[\u3400-\u9fff]", name)) for name in names]
    return max(1, min((han // 2 for han in chinese if han), default=1))


def _stands(name: tuple[str, ...], atoms: list[tuple[str, int, int]], at: int, folded: str) -> bool:
    here = atoms[at : at + len(name)]
    if tuple(atom for atom, _, _ in here) != name:
        return False
    between = (folded[one[2] : two[1]] for one, two in pairwise(here))
    return all(not gap.strip(" -/_") for gap in between)


@lru_cache(maxsize=1)
def equivalents(stem: Callable[[str], str]) -> Equivalents:
    """The list beside this module, which people may read and extend."""
    text = (Path(__file__).parent / "equivalents.txt").read_text(encoding="utf-8")
    return Equivalents(text, stem)
