"""Customers and deals in the record: who owns them, who may read, who may write; older records."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import Misconfigured, NotAllowed, NotFound
from knowledge.evidence import Principal
from knowledge.presales import Customer, Deal
from knowledge.store import parties, schema
from knowledge.store.record import Record

ANN, BO, LEAD = Principal(user="ann"), Principal(user="bo"), Principal(user="li", groups=("lead",))
NAMES = st.sampled_from(["local", "ann", "bo", "sales", "lead", "nobody"])


@pytest.fixture
def record(tmp_path: Path) -> Record:
    made = Record(tmp_path / "home")
    with made.writing() as connection:
        parties.save_customer(connection, ANN, Customer(id="C1", name="甲集团"))
    return made


def save(record: Record, principal: Principal, deal: Deal) -> Deal:
    with record.writing() as connection:
        return parties.save_deal(connection, principal, deal)


def readable(record: Record, principal: Principal) -> list[str]:
    with record.reading() as connection:
        return [deal.id for deal in parties.all_deals(connection, principal)]


def test_whoever_saves_a_deal_owns_it_whatever_the_line_says(record: Record) -> None:
    assert save(record, ANN, Deal(id="D1", name="一期", customer="C1")).owner == "ann"
    assert save(record, ANN, Deal(id="D2", name="二期", customer="C1", owner="bo")).owner == "ann"
    assert readable(record, ANN) == ["D1", "D2"]
    assert readable(record, BO) == readable(record, Principal()) == []


def test_an_access_list_lets_read_and_not_write(record: Record) -> None:
    shared = save(record, ANN, Deal(id="D1", name="一期", customer="C1", access=("bo", "lead")))
    for reader in (BO, LEAD):
        assert readable(record, reader) == ["D1"]
        with pytest.raises(NotAllowed, match="ann"):
            save(record, reader, shared.model_copy(update={"name": "夺"}))
    with pytest.raises(NotFound):
        save(record, Principal(user="zoe"), shared)
    with record.reading() as connection:
        assert parties.deal(connection, LEAD, "D1") == shared


def test_a_right_taken_away_is_gone(record: Record) -> None:
    save(record, ANN, Deal(id="D1", name="一期", customer="C1", access=("bo",)))
    save(record, ANN, Deal(id="D1", name="一期", customer="C1"))
    assert readable(record, BO) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rights=st.lists(st.tuples(NAMES, st.lists(NAMES, max_size=2)), min_size=1, max_size=5),
    user=NAMES,
    groups=st.lists(NAMES, max_size=2),
)
def test_the_deals_found_are_exactly_those_the_asker_may_read(
    tmp_path_factory: pytest.TempPathFactory,
    rights: list[tuple[str, list[str]]],
    user: str,
    groups: list[str],
) -> None:
    made = Record(tmp_path_factory.mktemp("home"))
    with made.writing() as connection:
        parties.save_customer(connection, ANN, Customer(id="C1", name="甲"))
    for index, (owner, access) in enumerate(rights):
        deal = Deal(id=f"D{index}", name="商机", customer="C1", access=tuple(access))
        save(made, Principal(user=owner), deal)
    asker = Principal(user=user, groups=tuple(groups))
    allowed = [
        f"D{index}" for index, (owner, access) in enumerate(rights)
        if owner == user or set(access) & {user, *groups}
    ]  # fmt: skip
    assert readable(made, asker) == allowed
    for index in range(len(rights)):
        with made.reading() as connection:
            if f"D{index}" in allowed:
                assert parties.deal(connection, asker, f"D{index}").id == f"D{index}"
            else:
                with pytest.raises(NotFound):
                    parties.deal(connection, asker, f"D{index}")


def test_a_record_of_the_first_schema_is_brought_up_and_keeps_its_rights(tmp_path: Path) -> None:
    record = Record(tmp_path)
    with record.writing() as connection:
        parties.save_customer(connection, ANN, Customer(id="C1", name="甲集团"))
    record.close()
    body = Deal(id="D1", name="一期", customer="C1", owner="ann", access=("bo",)).model_dump_json()
    with sqlite3.connect(tmp_path / "record.db") as first:
        first.executescript(
            "DROP TABLE deal_access; DROP TABLE deals;"
            "CREATE TABLE deals (id TEXT NOT NULL PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers (id),"
            " stage TEXT NOT NULL, outcome TEXT NOT NULL, body TEXT NOT NULL);"
            "UPDATE meta SET value = '1' WHERE key = 'schema';"
        )
        first.execute("INSERT INTO deals VALUES ('D1', 'C1', '初访', 'open', ?)", (body,))
    first.close()
    opened = Record(tmp_path)
    assert readable(opened, ANN) == readable(opened, BO) == ["D1"]
    assert readable(opened, LEAD) == []
    with sqlite3.connect(tmp_path / "record.db") as after:
        (version,) = after.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
        columns = {row[1] for row in after.execute("PRAGMA table_info(deals)")}
    after.close()
    assert version == str(schema.VERSION)
    assert columns == set(schema.deals.c.keys())


def test_a_schema_nobody_can_bring_up_is_refused_and_left_alone(tmp_path: Path) -> None:
    Record(tmp_path).close()
    with sqlite3.connect(tmp_path / "record.db") as old:
        old.execute("UPDATE meta SET value = '0' WHERE key = 'schema'")
    old.close()
    with pytest.raises(Misconfigured, match="schema 0"):
        Record(tmp_path)
