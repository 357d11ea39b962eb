"""``outline`` and ``outlines``: a need becomes a cited outline; show, edit, compare, export it."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ui.commands.files import read_bytes, read_text, write_bytes
from ui.console import Console, console_of

if TYPE_CHECKING:
    from assistant.drafting.edit import Change
    from assistant.drafting.progress import OnProgress
    from knowledge.presales import Outline


class NeedFirst(TyperGroup):
    """``outline NEED.md`` is ``outline draft NEED.md``: anything that is no verb is a need."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["draft", *args]
        return super().parse_args(ctx, args)


outline = typer.Typer(
    cls=NeedFirst,
    no_args_is_help=True,
    help="需求 → 带引用的方案大纲 · outline NEED | show | edit | diff | export",
)

Identity = Annotated[str, typer.Argument(metavar="ID", help="大纲编号 · outline id")]
Version = Annotated[int | None, typer.Option("--version", help="第几版，默认最新 · which version")]
Outputs = Annotated[
    list[Path] | None, typer.Option("-o", "--output", help=".docx | .md，可多次 · repeatable")
]
ForCustomer = Annotated[
    bool, typer.Option("--for-customer", help="去掉引用与内部标记 · without citations and internal marks")
]
Layout = Annotated[str, typer.Option("--layout", help="公司 Word 版式名 · a company Word layout")]


def register(app: typer.Typer) -> None:
    app.add_typer(outline, name="outline")
    app.command()(outlines)


@outline.callback()
def about() -> None:
    """需求 → 带引用的方案大纲 · outline NEED | show | edit | diff | export."""


@outline.command()
def draft(
    context: typer.Context,
    need: Annotated[str, typer.Argument(help="需求文件 .md .docx .txt .pdf，或 - · the need, or -")],
    template: Annotated[str, typer.Option(help="大纲模板名 · outline template")] = "default",
    output: Outputs = None,
    for_customer: ForCustomer = False,
    layout: Layout = "",
    customer: Annotated[str, typer.Option(help="客户 · customer")] = "",
    deal: Annotated[str, typer.Option(help="商机编号 · deal id")] = "",
    industry: Annotated[str, typer.Option(help="行业 · industry")] = "",
    product: Annotated[list[str] | None, typer.Option(help="产品，可多次 · repeatable")] = None,
) -> None:
    """由需求起草 · Draft from a need."""
    console = console_of(context)
    for path in output or ():
        _check_output(console, path)
    if layout:
        console.workspace.desk.layout(layout)
    name, content = _need(need)
    if not console.as_json:
        console.say("outline.drafting", need=name)
    workspace = console.workspace
    if customer and not workspace.desk.knows_customer(customer):
        console.say("outline.unregistered", customer=customer)
    with workspace.reader() as worker, _watched(console) as watched:
        drafted = workspace.desk.draft(
            worker, name, content, template=template, customer=customer or None, deal=deal or None,
            industry=industry or None, products=tuple(product or ()), on_progress=watched,
        )  # fmt: skip
    _tell(console, drafted, whole=not output)
    _tell_notice(console, drafted)
    for path in output or ():
        _write(console, drafted, path, for_customer, layout)


@contextlib.contextmanager
def _watched(console: Console) -> Iterator[OnProgress]:
    """What a draft is doing, on stderr; with ``--json`` nobody watches."""
    from assistant.drafting.progress import Step, unheard
    from ui.progress import Progress

    if console.as_json:
        yield unheard
        return
    with Progress(console, "page.draft.reading") as progress:

        def tell(step: Step) -> None:
            words = console.text(
                f"page.draft.{step.stage}", heading=step.heading, number=step.done + 1, of=step.of
            )
            progress.step(words, step.done, step.of)

        yield tell


@outline.command()
def show(context: typer.Context, identity: Identity, version: Version = None) -> None:
    """显示一份大纲 · Show an outline."""
    console = console_of(context)
    desk = console.workspace.desk
    _tell(console, desk.shown(desk.get(identity, version)), whole=True)


@outline.command()
def edit(
    context: typer.Context,
    identity: Identity,
    file: Annotated[
        Path | None,
        typer.Argument(help="改好的 .md；不给则输出可编辑文本 · edited .md; without it, the text to edit"),
    ] = None,
    status: Annotated[str, typer.Option(help="draft | in_review | final")] = "",
) -> None:
    """修改大纲：先导出文本，改后存为新版本 · Get the editable text; give it back as the next version."""
    console = console_of(context)
    desk = console.workspace.desk
    if status and status not in ("draft", "in_review", "final"):
        raise typer.BadParameter(console.text("outline.status"))
    if file is not None:
        _tell(console, desk.edited(identity, read_text(file)), whole=False)
    if status:
        _tell(console, desk.set_status(identity, status), whole=False)  # type: ignore[arg-type]
    elif file is None:
        _editable(console, identity, desk.editable(identity))


@outline.command()
def diff(
    context: typer.Context,
    identity: Identity,
    old: Annotated[int, typer.Argument(help="旧版 · old version")] = 1,
    new: Annotated[int | None, typer.Argument(help="新版，默认最新 · new version")] = None,
) -> None:
    """比较两个版本 · Compare two versions."""
    console = console_of(context)
    desk = console.workspace.desk
    new = new if new is not None else desk.get(identity).version
    changes = desk.differences(identity, old, new)
    if console.as_json:
        said = [change.model_dump(mode="json") for change in changes]
        console.emit({"id": identity, "old": old, "new": new, "changes": said})
        return
    for change in changes:
        console.out(_changed(console, change))
    if not changes:
        console.say("outline.same")


def _changed(console: Console, change: Change) -> str:
    """“改动 要点 [服务与保障] 旧 → 新”; of what was added or removed only that."""
    said = " → ".join(text for text in (change.before, change.after) if text)
    kind, what = console.text(f"change.{change.kind}"), console.text(f"change.{change.what}")
    return console.text("outline.change", kind=kind, what=what, section=change.section, said=said)


@outline.command()
def export(
    context: typer.Context,
    identity: Identity,
    output: Annotated[Path, typer.Option("-o", "--output", help=".docx | .md")],
    version: Version = None,
    for_customer: ForCustomer = False,
    layout: Layout = "",
) -> None:
    """导出为 Word 或 Markdown · Export."""
    console = console_of(context)
    _check_output(console, output)
    chosen = console.workspace.desk.get(identity, version)
    _write(console, chosen, output, for_customer, layout)
    if console.as_json:
        console.emit({"id": chosen.id, "version": chosen.version, "written": str(output)})


def outlines(context: typer.Context) -> None:
    """列出大纲 · List outlines."""
    console = console_of(context)
    listed = console.workspace.desk.listed()
    if console.as_json:
        for item, saved_at in listed:
            kept = item.model_dump(
                mode="json", include={"id", "version", "title", "status", "customer", "template"}
            )
            console.emit({**kept, "saved_at": saved_at})
        return
    names = ("id", "version", "status", "title", "customer", "saved_at")
    console.rows(
        [console.text(f"column.{name}") for name in names],
        [(o.id, o.version, o.status, o.title, o.customer, saved_at) for o, saved_at in listed],
    )


def _editable(console: Console, identity: str, markdown: str) -> None:
    if console.as_json:
        console.emit({"id": identity, "markdown": markdown})
    else:
        console.out(markdown)


def with_plain_spans(value: Any) -> Any:
    """``value`` with every span as ``[start, end]``, as ``search`` prints them; the record keeps them by name."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end"}:
            return [value["start"], value["end"]]
        return {name: with_plain_spans(inner) for name, inner in value.items()}
    return [with_plain_spans(inner) for inner in value] if isinstance(value, list) else value


def _tell_notice(console: Console, drafted: Outline) -> None:
    """What limited the search for evidence, where something did."""
    ready, of = (drafted.provenance and drafted.provenance.meaning_ready) or (0, 0)
    if ready < of:
        code = "meaning-partial" if ready else "words-only:no-model"
        console.say(f"notice.{code}", ready=ready, of=of)


def _tell(console: Console, drafted: Outline, *, whole: bool) -> None:
    if console.as_json:
        console.emit(with_plain_spans(json.loads(drafted.model_dump_json())))
        return
    if whole:
        from assistant.drafting.export import markdown as export_markdown

        console.out(export_markdown.render(drafted))
    points = sum(point.basis == "source" for section in drafted.sections for point in section.points)
    gaps = sum(len(section.gaps) for section in drafted.sections)
    console.say(
        "outline.done", id=drafted.id, version=drafted.version, requirements=len(drafted.requirements),
        points=points, gaps=gaps, status=drafted.status,
    )  # fmt: skip


def _write(console: Console, drafted: Outline, output: Path, for_customer: bool, layout: str) -> None:
    form: Any = output.suffix.lower().lstrip(".")
    content = console.workspace.desk.export(
        drafted, form, for_customer=for_customer, word_layout=layout or None
    )
    write_bytes(output, content)
    console.say("outline.written", path=output)


def _check_output(console: Console, output: Path) -> None:
    if output.suffix.lower() not in (".docx", ".md"):
        raise typer.BadParameter(console.text("outline.output", path=output))


def _need(need: str) -> tuple[str, bytes]:
    if need == "-":
        return "stdin.md", sys.stdin.buffer.read()
    path = Path(need)
    return path.name, read_bytes(path)
