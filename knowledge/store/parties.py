"""Customers and deals: minimal records, the register of names and the deals behind documents."""

from __future__ import annotations

from typing import Protocol, TypeVar, cast

import sqlalchemy as sa

from knowledge.errors import Conflict, NotAllowed, NotFound
from knowledge.evidence import Principal
from knowledge.presales import Customer, Deal
from knowledge.store.rights import folded
from knowledge.store.schema import customers, deal_access, deals

Party = TypeVar("Party", bound=Customer | Deal)


class Save(Protocol):
    """Saves a customer or a deal and returns it as kept."""

    def __call__(self, party: Party) -> Party: ...


def save(connection: sa.Connection, principal: Principal, given: Party) -> Party:
    """Saves a customer or a deal in the caller's transaction; returns it as kept."""
    if isinstance(given, Deal):
        return cast("Party", save_deal(connection, principal, given))
    return cast("Party", save_customer(connection, principal, given))


def save_customer(connection: sa.Connection, principal: Principal, customer: Customer) -> Customer:
    """Adds under the person's name, or replaces by id what is theirs.

    ``Conflict`` when another customer has the name, ``NotAllowed`` when the record is another person's.
    """
    before = connection.scalar(sa.select(customers.c.body).where(customers.c.id == customer.id))
    owner = principal.user if before is None else Customer.model_validate_json(before).owner
    if owner != principal.user:
        raise NotAllowed(
            f"客户 {customer.id} 由 {owner} 维护，请联系其修改。",
            f"Customer {customer.id} is kept by {owner}; ask them to change it.",
        )
    customer = customer.model_copy(update={"owner": owner})
    namesake = connection.scalar(
        sa.select(customers.c.id).where(customers.c.name == customer.name, customers.c.id != customer.id)
    )
    if namesake is not None:
        raise Conflict(
            f"客户“{customer.name}”已存在（{namesake}）。请用 customers edit {namesake} 修改。",
            f"Customer “{customer.name}” exists already ({namesake}). Change it with customers edit {namesake}.",
        )
    values = {"name": customer.name, "body": customer.model_dump_json()}
    changed = connection.execute(sa.update(customers).where(customers.c.id == customer.id).values(**values))
    if changed.rowcount == 0:
        connection.execute(sa.insert(customers).values(id=customer.id, **values))
    return customer


def all_customers(connection: sa.Connection) -> list[Customer]:
    """The register of names, by id."""
    rows = connection.execute(sa.select(customers.c.body).order_by(customers.c.id))
    return [Customer.model_validate_json(row.body) for row in rows]


def customer(connection: sa.Connection, name: str) -> Customer:
    """A customer by id, name or short name (width and case do not matter)."""
    wanted = folded(name)
    for found in all_customers(connection):
        if wanted in {folded(known) for known in (found.id, found.name, *found.short_names)}:
            return found
    raise NotFound(
        f"没有客户“{name}”。用 presales customers list 查看，或 customers add 添加。",
        f"There is no customer “{name}”. See presales customers list, or add it with customers add.",
    )


def save_deal(connection: sa.Connection, principal: Principal, given: Deal) -> Deal:
    """Adds under the person's name and the customer's id, or replaces by id what is theirs.

    ``NotFound`` when the customer is unknown or the id is of a deal the person may not read,
    ``NotAllowed`` when they may only read it.
    """
    known = given.model_copy(
        update={"customer": customer(connection, given.customer).id, "owner": principal.user}
    )
    owner = connection.scalar(sa.select(deals.c.owner).where(deals.c.id == given.id))
    if owner not in (None, principal.user):
        deal(connection, principal, given.id)
        raise NotAllowed(
            f"商机 {given.id} 由 {owner} 维护，您只能查看，请联系其修改。",
            f"Deal {given.id} is kept by {owner}; you may read it. Ask them to change it.",
        )
    values = {
        "customer": known.customer,
        "stage": known.stage,
        "outcome": known.outcome,
        "owner": known.owner,
        "body": known.model_dump_json(),
    }
    changed = connection.execute(sa.update(deals).where(deals.c.id == known.id).values(**values))
    if changed.rowcount == 0:
        connection.execute(sa.insert(deals).values(id=known.id, **values))
    connection.execute(sa.delete(deal_access).where(deal_access.c.deal_id == known.id))
    grants = [{"deal_id": known.id, "grantee": grantee} for grantee in sorted(set(known.access))]
    if grants:
        connection.execute(sa.insert(deal_access), grants)
    return known


def all_deals(connection: sa.Connection, principal: Principal) -> list[Deal]:
    """Deals ``principal`` may read, by id."""
    rows = connection.execute(sa.select(deals.c.body).where(_readable(principal)).order_by(deals.c.id))
    return [Deal.model_validate_json(row.body) for row in rows]


def deal(connection: sa.Connection, principal: Principal, deal_id: str) -> Deal:
    """``NotFound`` when there is none the person may read."""
    body = connection.scalar(sa.select(deals.c.body).where(deals.c.id == deal_id, _readable(principal)))
    if body is None:
        raise NotFound(
            f"没有商机 {deal_id}。用 presales deals list 查看。",
            f"There is no deal {deal_id}. See presales deals list.",
        )
    return Deal.model_validate_json(body)


def _readable(principal: Principal) -> sa.ColumnElement[bool]:
    """Deals ``principal`` may read: its own, or those whose access list names it or its group."""
    granted = (
        sa.select(deal_access.c.deal_id)
        .where(deal_access.c.deal_id == deals.c.id)
        .where(deal_access.c.grantee.in_(principal.names))
        .exists()
    )
    return sa.or_(deals.c.owner == principal.user, granted)
