"""The record's tables. A change of shape raises ``VERSION`` and adds a migration."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 2

metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

documents = sa.Table(
    "documents",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("title_guessed", sa.Boolean, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("pages", sa.Integer),
    sa.Column("warnings", sa.JSON, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("blocks", sa.LargeBinary, nullable=False),  # zlib of the JSON list of blocks
    sa.Column("first_chunk", sa.Integer, nullable=False),  # chunks are numbered contiguously
    sa.Column("chunks", sa.Integer, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("collection", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("document_n", sa.ForeignKey("documents.n"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("customer", sa.Text),
    sa.Column("deal", sa.Text),
    sa.Column("industry", sa.Text),
    sa.Column("products", sa.JSON, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("reusable", sa.Boolean, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("access", sa.JSON, nullable=False),
    sa.Column("review_date", sa.Text),
    sa.Column("guessed", sa.JSON, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
    sa.Column("origin", sa.Text),  # absolute path it was added from, where there was one
    sa.UniqueConstraint("owner", "collection", "path", "version"),  # nobody's name hides another's
    sqlite_autoincrement=True,
)
sa.Index(
    "one_current_version",
    sources.c.owner,
    sources.c.collection,
    sources.c.path,
    unique=True,
    sqlite_where=sources.c.standing == "current",
    postgresql_where=sources.c.standing == "current",
)

source_products = sa.Table(
    "source_products",
    metadata,
    sa.Column("source_n", sa.ForeignKey("sources.n", ondelete="CASCADE"), primary_key=True),
    sa.Column("product", sa.Text, primary_key=True),  # folded, see rights.folded
)

source_access = sa.Table(
    "source_access",
    metadata,
    sa.Column("source_n", sa.ForeignKey("sources.n", ondelete="CASCADE"), primary_key=True),
    sa.Column("grantee", sa.Text, primary_key=True),
)

chunks = sa.Table(
    "chunks",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True),
    sa.Column("document_n", sa.ForeignKey("documents.n", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("context", sa.JSON, nullable=False),  # [[start, end], …]
    sa.Column("headings", sa.JSON, nullable=False),
    sa.Column("place", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)

vocabulary = sa.Table(
    "vocabulary",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
)

document_words = sa.Table(
    "document_words",
    metadata,
    sa.Column(
        "document_n", sa.ForeignKey("documents.n", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    sa.Column("tokenizer", sa.Text, nullable=False),  # version of the tokens
    sa.Column("postings", sa.LargeBinary, nullable=False),
)

embeddings = sa.Table(
    "embeddings",
    metadata,
    sa.Column("fingerprint", sa.Text, primary_key=True),
    sa.Column("document_n", sa.ForeignKey("documents.n", ondelete="CASCADE"), primary_key=True),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("dimension", sa.Integer, nullable=False),
    sa.Column("vectors", sa.LargeBinary, nullable=False),  # float16, row-major, row = chunk ordinal
)

outlines = sa.Table(
    "outlines",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("customer", sa.Text),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("saved_at", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # JSON of knowledge.presales.Outline
)

customers = sa.Table(
    "customers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("body", sa.Text, nullable=False),
)

deals = sa.Table(
    "deals",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("customer", sa.ForeignKey("customers.id"), nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)

deal_access = sa.Table(
    "deal_access",
    metadata,
    sa.Column("deal_id", sa.ForeignKey("deals.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("grantee", sa.Text, primary_key=True),  # may read, not write
)

layouts = sa.Table(
    "layouts",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),  # a company's Word layout
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
)
