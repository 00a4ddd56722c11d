"""The checker as a LangChain tool: a model may carry facts to it; the Decision that comes back is the rules' own."""

from __future__ import annotations

from typing import Any, Literal

from langchain_core.tools import BaseTool, tool
from pydantic import BaseModel, ConfigDict, Field

from app.eligibility.checker import EligibilityChecker
from app.errors import InputError


class WorkArgument(BaseModel):
    """One stretch of work."""

    model_config = ConfigDict(extra="forbid")
    start: str | None = Field(None, description="first day, 2020-03-01; 2020-03 or 2020 where only that is known")
    end: str | None = Field(None, description="last day worked; leave out while it goes on")
    still: bool | None = Field(None, description="true while it goes on")
    lasting: str | None = Field(None, description='a stated length instead of dates: "3 years 2 months"')
    role: str | None = Field(None, description="the role as the person named it")


class CaseArguments(BaseModel):
    """One person's case, as the person stated it; leave out what was not stated."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["apply", "use_title", "recertify"]
    as_of: str = Field(description="the day to decide for, 2026-11-22")
    experience: list[WorkArgument] | None = None
    certificate: str | None = Field(None, description='the day it was obtained, or "none"')
    language: Literal["nl", "en"] = "nl"


def eligibility_tool(checker: EligibilityChecker) -> BaseTool:
    """The tool `check_eligibility`; its result is a Decision as JSON values, or {"error": message} for bad input."""

    @tool("check_eligibility", args_schema=CaseArguments)
    def check_eligibility(language: Literal["nl", "en"] = "nl", **case: Any) -> dict[str, Any]:
        """Decide by fixed rules whether a person may apply for the certificate, use the title, or must renew."""
        work = case.get("experience")
        facts = {name: value for name, value in case.items() if value is not None and name != "experience"}
        if work is not None:
            facts["experience"] = [item.model_dump(exclude_none=True) for item in work]
        try:
            return checker.check(facts, language).as_dict()
        except InputError as error:
            return {"error": str(error)}

    return check_eligibility
