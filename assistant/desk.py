"""The outline desk: a need comes in, an outline record goes out; show, edit, compare, export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from assistant.drafting import edit
from assistant.drafting.export import layout
from assistant.drafting.export import markdown as export_markdown
from assistant.drafting.export import word as export_word
from assistant.drafting.need.read import read_need
from assistant.drafting.outline import draft
from assistant.drafting.progress import OnProgress, Step, unheard
from assistant.drafting.shelf import TemplateShelf
from assistant.drafting.template import load_template
from assistant.grounding.gate import Obstacle, handed_over, obstacles
from assistant.grounding.names import is_named
from assistant.grounding.standing import marked
from assistant.library import PersonalLibrary
from knowledge.errors import Conflict, Misconfigured, NotAllowed
from knowledge.presales import Deal, Outline, OutlineStatus
from knowledge.store import layouts, outlines, parties
from knowledge.store.documents import now
from knowledge.store.record import Record

if TYPE_CHECKING:
    from ingest.sandbox import Worker

Form = Literal["md", "docx"]
PROGRAM = "presales-assistant 0.1.0"


class OutlineDesk:
    """Outlines of one person, kept in the record with every version."""

    def __init__(self, record: Record, library: PersonalLibrary, templates: Path) -> None:
        self._record = record
        self._library = library
        self._templates = templates
        self._principal = library.principal

    def draft(  # noqa: PLR0913 (all after the first three are named)
        self,
        worker: Worker,
        name: str,
        content: bytes,
        *,
        template: str = "default",
        customer: str | None = None,
        deal: str | None = None,
        industry: str | None = None,
        products: Sequence[str] = (),
        on_progress: OnProgress = unheard,
    ) -> Outline:
        """Reads the need, drafts and stores a new record; ``on_progress`` hears what begins, from the reading
        on. ``CannotRead`` when the need cannot be read, ``NotFound`` for an unknown deal, ``Conflict`` when
        the deal is another customer's than ``customer``."""
        if deal is not None:
            known = self._deal_of(deal, customer)
            customer = known.customer
            industry = industry or known.industry
            products = products or known.products
        on_progress(Step("reading"))
        document = worker.read(name, content).document
        need = read_need(document, customer=customer, industry=industry, products=tuple(products))
        chosen = load_template(template, need.language, self._templates)
        outline = draft(
            self._library,
            need,
            chosen,
            deal=deal,
            deals=self._library.deals(),
            need_document=name,
            made_at=now(),
            index=self._library.index,
            program=PROGRAM,
            on_progress=on_progress,
        )
        with self._record.writing() as connection:
            return outlines.add(connection, self._principal, outline)

    def _deal_of(self, deal: str, customer: str | None) -> Deal:
        with self._record.reading() as connection:
            known = parties.deal(connection, self._principal, deal)
            owner = next(c for c in parties.all_customers(connection) if c.id == known.customer)
        if customer and not is_named(owner, customer):
            raise Conflict(
                f"商机 {deal} 是客户“{owner.name}”的，不是“{customer}”的。请改正其一。",
                f"Deal {deal} is of the customer “{owner.name}”, not of “{customer}”. Correct one of them.",
            )
        return known

    def knows_customer(self, name: str) -> bool:
        """Whether ``name`` is a registered customer's id, name or short name."""
        return any(is_named(one, name) for one in self._library.customers())

    def get(self, outline_id: str, version: int | None = None) -> Outline:
        with self._record.reading() as connection:
            return outlines.get(connection, self._principal, outline_id, version)

    def shown(self, outline: Outline) -> Outline:
        """``outline`` as it may be shown and printed today: what became of its sources is said."""
        return marked(outline, self._library)

    def listed(self) -> list[tuple[Outline, str]]:
        """(latest version, when it was saved), newest first."""
        with self._record.reading() as connection:
            return outlines.listed(connection, self._principal)

    def editable(self, outline_id: str) -> str:
        """The latest version as Markdown a person can change and give to ``edited``."""
        return edit.to_markdown(self.get(outline_id))

    def edited(self, outline_id: str, markdown: str) -> Outline:
        """Stores a person's changes as the next version. ``Conflict`` when the text is of an older one."""
        changed = edit.from_markdown(self.get(outline_id), markdown)
        with self._record.writing() as connection:
            return outlines.save(connection, self._principal, changed)

    def set_status(self, outline_id: str, status: OutlineStatus) -> Outline:
        """The next version, in ``status``; ``Misconfigured`` for a status there is none of."""
        if status not in get_args(OutlineStatus):
            raise Misconfigured(
                f"状态没有“{status}”这一种，请重新选择。", f"There is no status “{status}”; choose again."
            )
        changed = self.get(outline_id).model_copy(update={"status": status})
        with self._record.writing() as connection:
            return outlines.save(connection, self._principal, changed)

    def differences(self, outline_id: str, old: int, new: int | None = None) -> list[edit.Change]:
        return edit.diff(self.get(outline_id, old), self.get(outline_id, new))

    def obstacles(self, outline: Outline) -> tuple[Obstacle, ...]:
        """What stands in the way of giving it to the customer."""
        return obstacles(outline, self._library, self._library.deals())

    def export(
        self, outline: Outline, form: Form, *, for_customer: bool = False, word_layout: str | None = None
    ) -> bytes:
        """The outline as a file. ``NotAllowed``, with the list, when it may not go to a customer yet."""
        if for_customer and (found := self.obstacles(outline)):
            raise _refused(found)
        outline = handed_over(outline, self._library) if for_customer else self.shown(outline)
        if form == "md":
            return export_markdown.render(outline, for_customer=for_customer).encode()
        content = self.layout(word_layout) if word_layout else None
        return export_word.render(outline, for_customer=for_customer, layout=content)

    def add_layout(self, name: str, content: bytes) -> tuple[str, ...]:
        """Keeps a company's Word layout under ``name``; returns what it offers."""
        offers = layout.check(content)
        with self._record.writing() as connection:
            layouts.put(connection, name, content)
        return offers

    @property
    def templates(self) -> TemplateShelf:
        """The outline templates at hand."""
        return TemplateShelf(self._templates)

    def layouts(self) -> list[str]:
        with self._record.reading() as connection:
            return layouts.names(connection)

    def layout(self, name: str) -> bytes:
        """A company's Word layout; ``NotFound`` names those there are."""
        with self._record.reading() as connection:
            return layouts.get(connection, name)


def _refused(found: Sequence[Obstacle]) -> NotAllowed:
    zh = "\n".join(f"  - {obstacle.zh}" for obstacle in found)
    en = "\n".join(f"  - {obstacle.en}" for obstacle in found)
    return NotAllowed(
        f"还不能给客户，有 {len(found)} 处需要处理：\n{zh}",
        f"Not ready for the customer yet, {len(found)} things to settle:\n{en}",
    )
