"""The frozen values of what a year's notice and appeal form say of the publicity and of appeals."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicityView:
    """The terms of the publicity and of an appeal, as they hold on any day of the year.

    `period` says from when to when, with its working days; `until` the last day to appeal; `how`
    in a sentence without its full stop how one appeals; `decision` who decides and how soon;
    `decided_by` names the department that decides. Each is empty where the year does not say it.
    `mark` tells that a notice is a draft, or that its time is over; empty during the publicity.
    """

    period: str
    until: str
    how: str
    decision: str
    decided_by: str
    mark: str
