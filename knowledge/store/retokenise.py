"""Documents whose words an older program stored get them anew from their text."""

from __future__ import annotations

from knowledge.store import documents, words
from knowledge.store.record import Record, advance_generation


def retokenise(record: Record) -> int:
    """One transaction a document; returns how many."""
    with record.reading() as connection:
        waiting = words.outdated(connection)
    for number in waiting:
        with record.writing() as connection:
            if not documents.exists(connection, number):
                continue
            document = documents.get(connection, number)
            chunks = documents.chunks_of(connection, number)
            words.put(connection, number, [documents.indexed_text(document, chunk) for chunk in chunks])
            advance_generation(connection)
    return len(waiting)
