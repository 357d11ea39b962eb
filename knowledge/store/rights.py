"""Who may find what, as SQL: rights and facets in one clause, failing closed."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa

from knowledge.evidence import Facets, Principal
from knowledge.store.schema import documents, source_access, source_products, sources


def folded(name: str) -> str:
    """A name as facets compare it: width, case and outer white space do not matter."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


def readable(principal: Principal) -> sa.ColumnElement[bool]:
    """Sources ``principal`` may read: its own, or those whose access list names it or its group."""
    granted = (
        sa.select(source_access.c.source_n)
        .where(source_access.c.source_n == sources.c.n)
        .where(source_access.c.grantee.in_(principal.names))
        .exists()
    )
    return sa.or_(sources.c.owner == principal.user, granted)


def within(facets: Facets) -> sa.ColumnElement[bool]:
    """Sources the facets let through. Names compare folded; an unknown value lets nothing through."""
    clauses: list[sa.ColumnElement[bool]] = [sources.c.standing.in_(facets.standings)]
    plain: list[tuple[sa.Column[object], tuple[object, ...]]] = [
        (sources.c.kind, facets.kinds),
        (sources.c.year, facets.years),
        (sources.c.language, facets.languages),
        (sources.c.collection, facets.collections),
    ]
    clauses += [column.in_(values) for column, values in plain if values]
    names: list[tuple[sa.Column[object], tuple[str, ...]]] = [
        (sources.c.customer, facets.customers),
        (sources.c.industry, facets.industries),
        (sources.c.deal, facets.deals),
    ]
    clauses += [
        sa.func.presales_fold(column).in_([folded(value) for value in values])
        for column, values in names
        if values
    ]
    if facets.products:
        wanted = [folded(product) for product in facets.products]
        clauses.append(
            sa.select(source_products.c.source_n)
            .where(source_products.c.source_n == sources.c.n)
            .where(source_products.c.product.in_(wanted))
            .exists()
        )
    if facets.documents:
        clauses.append(_named(facets.documents))
    return sa.and_(*clauses)


def _named(names: tuple[str, ...]) -> sa.ColumnElement[bool]:
    """Documents by id, source path, or the file name at the end of a path."""
    either: list[sa.ColumnElement[bool]] = [documents.c.id.in_(names), sources.c.path.in_(names)]
    either += [sources.c.path.endswith("/" + name, autoescape=True) for name in names]
    return sa.or_(*either)
