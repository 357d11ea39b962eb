"""The one family every domain type belongs to."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """A frozen value: equal by content, hashable where its fields are, no unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
