"""A need becomes a cited outline: requirements → evidence per section → points → gaps → tables → checks."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from assistant.drafting.checks import checked
from assistant.drafting.evidence.answers import plan
from assistant.drafting.evidence.asked import asked_for
from assistant.drafting.evidence.candidates import candidates
from assistant.drafting.evidence.subject import subject_of
from assistant.drafting.facts import facts_of, subject_line
from assistant.drafting.forbidden import rules, warned
from assistant.drafting.phrases import Phrases
from assistant.drafting.progress import OnProgress, Step, unheard
from assistant.drafting.routing import routed
from assistant.drafting.sections import draft_section, with_components
from assistant.drafting.template import Template, filled
from assistant.drafting.work import Work
from assistant.grounding.mask import unnamed
from assistant.grounding.names import register
from assistant.grounding.whose import whose
from knowledge.ports import Library
from knowledge.presales import Deal, Need, Outline, Provenance


def draft(  # noqa: PLR0913 (all after the first three are named)
    library: Library,
    need: Need,
    template: Template,
    *,
    made_at: str,
    deal: str | None = None,
    need_document: str | None = None,
    deals: Sequence[Deal] = (),
    index: str = "",
    program: str = "",
    on_progress: OnProgress = unheard,
) -> Outline:
    """The outline for ``need``; the same library, need, template and ``made_at`` give the same outline.

    ``deals`` are the deals the person may read (won and lost cases are told apart by them);
    ``need_document`` is what the person calls the need's file; ``made_at`` is an ISO time. The id comes
    from the need's text, the template and ``made_at``, so that a need drafted twice is two records.
    ``on_progress`` hears what begins: finding, comparing, each section in order, checking.
    """
    told = need.customer is not None
    work = _prepared(library, need, template, deals, (need_document, made_at), on_progress)
    of = len(template.sections)
    for done, section in enumerate(template.sections):
        on_progress(Step("writing", done, of, section.heading))
        work.sections.append(draft_section(work, section))
    on_progress(Step("checking", of, of))
    need = work.need
    noted = warned(with_components(work), rules(library, work.found), work.register, work.phrases)
    sections, unsupported = checked(noted, need.text, work.register)
    title = filled(template.title, work.facts) or subject_line(need)
    return Outline(
        id=outline_id(need, template, made_at),
        template=template.name,
        title=unnamed(title, work.register, template.language),
        language=template.language,
        customer=need.customer,
        customer_told=told,
        deal=deal,
        need_document=need_document,
        need=need.text,
        requirements=work.requirements,
        sections=sections,
        unsupported=unsupported,
        provenance=Provenance(
            made_at=made_at, index=index, meaning_ready=_meaning_ready(library, work), program=program
        ),
    )


def _meaning_ready(library: Library, work: Work) -> tuple[int, int] | None:
    """(passages found by meaning, of all) as a search says it; ``None`` of an empty library."""
    ready = library.search(work.subject.text[:200] or work.need.title, limit=1).meaning_ready
    return ready if ready[1] else None


def _prepared(
    library: Library,
    need: Need,
    template: Template,
    deals: Sequence[Deal],
    told: tuple[str | None, str],
    on_progress: OnProgress,
) -> Work:
    """What every section is drafted from. ``told`` is the need's file as named, and the ISO time."""
    need_document, made_at = told
    customers, sources = library.customers(), library.sources()
    owner = whose(need.text, (need.title,), need.customer, customers)
    customer = owner.registered
    need = need.model_copy(update={"customer": owner.name})
    if customer and customer.industry and not need.industry:
        need = need.model_copy(update={"industry": customer.industry})
    subject = subject_of(need, sources)
    requirements = routed(need.requirements, template)
    asked = tuple(asked_for(requirement, need.text) for requirement in requirements)
    on_progress(Step("finding", of=len(template.sections)))
    found = candidates(library, need, template, subject, deals)
    on_progress(Step("comparing", of=len(template.sections)))
    answers = plan(asked, found, subject, template, library.nearness)
    return Work(
        need=need,
        requirements=requirements,
        template=template,
        subject=subject,
        found=found,
        plan=answers,
        register=register(library.every_customer(), sources, need.customer),
        phrases=Phrases(template.language),
        used=set(answers.quoted),
        facts=facts_of(need, need_document, customer),
        owner=owner,
        deals=deals,
        made_at=made_at,
    )


def outline_id(need: Need, template: Template, made_at: str) -> str:
    """Twelve hex digits of need, template and time."""
    key = "\x00".join((need.text, template.name, template.language, made_at))
    return hashlib.sha256(key.encode()).hexdigest()[:12]
