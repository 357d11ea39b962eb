"""Requirements said without a modal: rules for a case, what a past or a perfect only qualifies, jotted lines."""

from __future__ import annotations

import pytest

from assistant.drafting.need.cues import mood_of
from assistant.drafting.need.demands import is_rule
from assistant.drafting.need.read import read_need
from ingest.read import read
from knowledge.presales import Need


def need_of(text: str, name: str = "need.md") -> Need:
    return read_need(read(name, text.encode()).document)


def texts(need: Need) -> list[str]:
    return [requirement.text for requirement in need.requirements]


@pytest.mark.parametrize(
    "clause",
    [
        "Whatever was packed last goes out first",
        "Once the batch has finished",
        "when the door has been closed the fan starts",
        "包过，没过退钱",
        "演练必过",
    ],
)
def test_a_past_that_only_qualifies_a_rule_tells_nothing(clause: str) -> None:
    assert mood_of(clause) != "tells"


@pytest.mark.parametrize(
    "clause",
    [
        "The batch has finished",
        "The door was closed",
        "we bought two of them",
        "去年测过，没通过",
        "系统坏过两次",
    ],
)
def test_a_past_of_its_own_is_told(clause: str) -> None:
    assert mood_of(clause) == "tells"


def test_a_rule_says_what_happens_in_some_case_and_not_what_we_suffer() -> None:
    assert is_rule("If the link drops the controller carries on by itself")
    assert is_rule("一旦断网设备照常运行")
    assert not is_rule("If the link drops we drive out there")
    assert not is_rule("When it rains the old sensors cannot be read")


def test_a_rule_goes_with_what_was_asked_before_it() -> None:
    need = need_of(
        "# IT\n\n| Item | Required |\n|---|---|\n| Users at once | at least 45 |\n\n"
        "If the link drops the controller carries on by itself. The team moves to a new floor.\n"
    )
    assert "If the link drops the controller carries on by itself" in texts(need)
    assert not any("new floor" in text for text in texts(need))


def test_a_paragraph_is_settled_as_a_whole_once_one_of_its_statements_gives_a_value() -> None:
    need = need_of(
        "# What has to be there\n\n- Logins must be protected by a second factor.\n\n# Keeping\n\n"
        "Nothing on the platform runs as an administrator. Logs are archived for 12 years.\n"
    )
    assert "Nothing on the platform runs as an administrator" in texts(need)
    assert "Logs are archived for 12 years" in texts(need)


def test_a_figure_at_the_head_of_a_line_is_no_number_of_a_list() -> None:
    need = need_of("图书馆等保\n堡垒机纳管 45 台\n质保三年\n48 万封顶\n馆里人手少\n", "need.txt")
    budget = next(requirement for requirement in need.requirements if "封顶" in requirement.text)
    assert (budget.text, budget.value, budget.unit) == ("48 万封顶", "48", "万")


def test_a_budget_of_a_buyer_whose_name_begins_like_an_office_is_read() -> None:
    need = need_of(
        "The co-operative has set aside EUR 620,000, which has to include the first year.", "need.txt"
    )
    assert ("620,000", "EUR") in {(r.value, r.unit) for r in need.requirements}


def test_what_both_sides_do_next_is_no_requirement() -> None:
    need = need_of(
        "# Wanted\n\n- The crane must lift 900 kg.\n\n# Next\n\nHarold sends the drawings by 2 October.\n"
    )
    assert texts(need) == ["The crane must lift 900 kg"]
