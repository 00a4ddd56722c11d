def assembled(
    events: Sequence[Event], as_of: date, low: str, bare: Collection[int]
) -> tuple[list[Experience], list[Problem]]:
    """The stretches of work that a row of events tells of; clauses in `bare` say nothing but a time."""
    builder = _Builder(as_of, low, bare)
    ordered = sorted(events, key=lambda event: (event.at, event.kind != "after"))
    for index, event in enumerate(ordered):
        builder.take(event, ordered[index + 1 :])
    builder.close()
    return builder.done, builder.problems


class _Builder:
    """Puts events together; `now` is the stretch at hand."""

    def __init__(self, as_of: date, low: str, bare: Collection[int]) -> None:
        self._bare = bare
        self._role_clause = -2
        self._own_clauses: set[int] = set()
        self.done: list[Experience] = []
        self.problems: list[Problem] = []
        self._as_of = as_of
        self._low = low
        self._last_at = 0
        self._clause = -1
        self._end_said = ""
        self.now = Experience()

    def take(self, event: Event, coming: Sequence[Event]) -> None:
        """One event more."""
        if event.clause != self._clause and self._complete() and self._opens_new(event, coming):
            self.close()
        self._clause = event.clause
        getattr(self, f"_{event.kind}")(event, coming)
        self._own_clauses.add(event.clause)
        if event.kind == "role":
            self._role_clause = event.clause
        self._last_at = event.at

    def close(self) -> None:
        """End the stretch at hand."""
        item, self.now = self._checked(self.now), Experience()
        if item.role is None and self.done and self._own_clauses <= {*self._bare, self._role_clause}:
            item = replace(item, role=self.done[-1].role)  # "… en sinds 2021 weer"
        self._own_clauses = set()
        if item != Experience(after_others=item.after_others):
            self.done.append(item)

    def _complete(self) -> bool:
        return self.now.role is not None and self._timed()

    def _timed(self) -> bool:
        return self.now.start is not None or self.now.lasting is not None or self.now.end is not None

    def _opens_new(self, event: Event, coming: Sequence[Event]) -> bool:
        here = [event, *(other for other in coming if other.clause == event.clause)]
        kinds = {other.kind for other in here}
        return (
            bool(kinds & {"start", "lasting"})
            and bool(kinds & {"role", "circumstance"})
            and not self._replacing(event.at)
        )

    def _replacing(self, at: int) -> bool:
        return bool(_REPLACES.search(self._low[self._last_at : at]))

    def _role_follows(self, event: Event, coming: Sequence[Event]) -> bool:
        following = next((other for other in coming if other.kind in ("role", "start", "lasting")), None)
        return following is not None and following.kind == "role" and following.clause == event.clause

    def _after(self, event: Event, coming: Sequence[Event]) -> None:
        if not any(other.kind in ("role", "start", "lasting", "end", "circumstance") for other in coming):
            return
        if self._timed() or self.now.role is not None:
            self.close()
        self.now = replace(self.now, after_others=bool(self.done))

    def _role(self, event: Event, coming: Sequence[Event]) -> None:
        other = self.now.role is not None and self.now.role.casefold() != event.text.casefold()
        unbound = (
            self.now.role is None
            and self._timed()
            and event.clause not in self._own_clauses
            and self._speaks_of_now(event)
        )
        if other or unbound:
            self.close()
        self.now = replace(self.now, role=event.text)

    def _speaks_of_now(self, event: Event) -> bool:
        """ "Tien jaar werkervaring, en ben nu loopbaancoach": the years need not be of that role."""
        return (
            re.search(r"\b(?:nu|net|pas|sinds kort|inmiddels|now)\b|werkervaring", self._low[self._last_at : event.at])
            is not None
        )

    def _start(self, event: Event, coming: Sequence[Event]) -> None:
        if event.clause == -1 and event.flag:
            if self._timed():
                self.close()
            self.now = replace(self.now, start=event.when, planned=True, still=None, after_others=False)
            return
        if self._completes(event):
            self.now = replace(self.now, start=event.when)
            return
        if (
            self.now.start is not None
            or self.now.end is not None
            or (self.now.role is not None and self._role_follows(event, coming))
        ):
            if self.now.start is not None and self._replacing(event.at):
                self.now = replace(self.now, start=None, end=None, still=None)
            else:
                self.close()
        elif self.now.lasting is not None:
            if self._role_follows(event, coming) and self.now.role is not None:
                self.close()
            elif event.when is not None and _disagree(event.when, self.now.lasting, self._as_of):
                self.problems.append(Problem("contradiction", self._words(event)))
                self.now = replace(self.now, lasting=None, still=None)
                return
            else:
                self.now = replace(self.now, lasting=None)
        self.now = replace(self.now, start=event.when, still=event.flag if self.now.end is None else None)

    def _completes(self, event: Event) -> bool:
        """Whether it is the beginning of a stretch whose end was told first."""
        end = self.now.end.latest if self.now.end else None
        begun = event.when.earliest if event.when else None
        return self.now.start is None and end is not None and begun is not None and begun <= end

    def _lasting(self, event: Event, coming: Sequence[Event]) -> None:
        if self._timed() and self._replacing(event.at):
            if any(other.kind == "circumstance" and other.clause == event.clause for other in coming):
                self.now = replace(self.now, start=None, end=None, lasting=Duration(), still=None)
                return
            if self._role_follows(event, coming):
                self.now = Experience()
            self.now = replace(self.now, start=None, end=None, lasting=None, still=None)
        elif self.now.role is not None and (self._role_follows(event, coming) or self._is_all_work(event)):
            self.close()
        elif self.now.start is not None:
            if (
                self.now.end is None
                and event.lasting is not None
                and _disagree(self.now.start, event.lasting, self._as_of)
            ):
                self.problems.append(Problem("contradiction", self._words(event)))
                self.now = replace(self.now, start=None, still=None)
            return
        elif self._timed():
            self.close()
        self.now = replace(self.now, lasting=event.lasting, still=event.flag)

    def _end(self, event: Event, coming: Sequence[Event]) -> None:
        if self.now.end is not None:
            self.close()
        if self.now.lasting is not None:
            self.now = replace(self.now, still=False)
            return
        self._end_said = event.text
        self.now = replace(self.now, end=event.when, still=None)

    def _circumstance(self, event: Event, coming: Sequence[Event]) -> None:
        if event.text not in self.now.circumstances:
            self.now = replace(self.now, circumstances=(*self.now.circumstances, event.text))

    def _interruption(self, event: Event, coming: Sequence[Event]) -> None:
        gap = self.now.end is not None and _GAP.search(self._low[max(0, event.at - 25) : event.at]) is not None
        if not gap:
            self.now = replace(self.now, interruption=event.lasting)

    def _stopped(self, event: Event, coming: Sequence[Event]) -> None:
        if self.now.end is None and (self._timed() or self.now.role is not None):
            self.now = replace(self.now, still=False)

    def _still(self, event: Event, coming: Sequence[Event]) -> None:
        if self.now.end is None and not self.now.planned:
            self.now = replace(self.now, still=True)

    def _is_all_work(self, event: Event) -> bool:
        """ "Ik ben loopbaancoach en heb tien jaar werkervaring": of all work, not of that role."""
        if event.clause in self._own_clauses:
            return False
        return re.match(r"[^,.;?!]{0,40}\bwerkervaring\b(?! als)", self._low[event.at :]) is not None

    def _words(self, event: Event) -> str:
        return self._low[event.at : event.at + 30].split(",")[0].strip()

    def _checked(self, item: Experience) -> Experience:
        """An end that can't be goes, with the beginning it contradicts, and is reported."""
        if item.start is None or item.end is None or item.end.latest is None or item.start.earliest is None:
            return item
        if item.end.latest >= item.start.earliest:
            return item
        self.problems.append(Problem("end_before_start", self._end_said))
        return replace(item, start=None, end=None, still=None)


def _disagree(start: When, lasting: Duration, as_of: date) -> bool:
    """Whether a beginning and a length told with it can't both be so, give or take the rounding people do."""
    slack = relativedelta(months=7)
    if start.earliest is None or start.latest is None:
        return False
    if lasting.least is not None and back(as_of, lasting.least) + slack < start.earliest:
        return True
    return lasting.most is not None and back(as_of, lasting.most) - relativedelta(months=13) > start.latest


