"""`tcptui listen`: a server without a screen. Alone it is `nc -l`; with a responder it answers by itself."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tcptui.cli.answer import Answer, RawBytes, VisibleText
from tcptui.cli.feeding import Feed
from tcptui.cli.guarded import run_guarded
from tcptui.cli.interrupts import Interrupts
from tcptui.cli.leash import end_with_stdin
from tcptui.cli.news import News
from tcptui.cli.serving import ServingJson, ServingLines
from tcptui.cli.usage import UsageError, fail, framing, harmless, unrecorded
from tcptui.protocol.commands import Close
from tcptui.protocol.endpoint import Endpoint, TargetError, parse_listen_address
from tcptui.protocol.events import Accepted, Address, Event, Listening, VerdictReached
from tcptui.protocol.ports import Script
from tcptui.protocol.verdict import Verdict, exit_code
from tcptui.workbench import Workbench

if TYPE_CHECKING:
    from tcptui.lab.responders import Responder

_COMMAND = "tcptui listen"


def run(args: argparse.Namespace) -> int:
    """Listen, and give the exit status: of the one connection, of the listener that failed, or 130 when interrupted."""
    try:
        address = _address(args.address)
        if args.until_eof and not args.respond:
            raise UsageError("--until-eof goes with --respond: without it, standard input is what is sent.")
        responder = _responder(args.respond)
        framing(args.framing or "auto")
        workbench = Workbench(record=args.record, command=("listen", args.address))
    except UsageError as error:
        return fail(_COMMAND, error)
    except OSError as error:
        return unrecorded(_COMMAND, error)
    news = News()
    with Interrupts(news.hurry) as interrupts:
        if args.until_eof:
            end_with_stdin()
        return run_guarded(
            _COMMAND, workbench, lambda: _Listen(args, workbench, news, interrupts).run(address, responder)
        )


def _address(text: str) -> Endpoint:
    try:
        return parse_listen_address(text)
    except TargetError as error:
        raise UsageError(str(error)) from None


def _responder(name: str | None) -> Responder | None:
    if name is None:
        return None
    from tcptui.lab.responders import LabError, parse_responder

    try:
        return parse_responder(name)
    except LabError as error:
        raise UsageError(str(error)) from None


class _Listen:
    """One run of the command, on the main thread."""

    def __init__(self, args: argparse.Namespace, workbench: Workbench, news: News, interrupts: Interrupts) -> None:
        self._args = args
        self._workbench = workbench
        self._news = news
        self._interrupts = interrupts
        self._cancelled = False
        self._listener = 0
        self._listening = True
        self._open: set[int] = set()
        self._status = 0

    def run(self, address: Endpoint, responder: Responder | None) -> int:
        """Until the one connection is over, the listener has failed, or someone asks for the end."""
        one = responder is None
        tap = self._workbench.tap(self._news.tell, verdict=self._news.hurry if one else None)
        self._listener = self._workbench.listen(
            address,
            respond=responder.script if responder else self._feed,
            responder=responder.name if responder else "",
            framing=self._args.framing or (responder.framing if responder else "auto"),
            # A practice server that nobody watches answers as fast as it can.
            tell_messages=one or self._args.json or self._args.framing is not None,
            backlog=self._args.backlog,
            limit=1 if one else None,
        )
        answer = self._answer(one)
        while (self._listening or self._open) and not self._workbench.failed:
            self._news.wait()
            if self._interrupts.take() or answer.stopped:
                self._cancel()
            for event in tap.drain():
                self._note(event)
                answer.tell(event)
                if isinstance(event, VerdictReached):
                    self._verdict(event, answer, one)
        if answer.problem is not None:
            return fail(_COMMAND, answer.problem, 1)
        return exit_code("cancelled") if self._cancelled or answer.given_up else self._status

    def _feed(self, _conn: int) -> Script:
        return Feed(self._workbench.submit, half_close=self._args.half_close)

    def _answer(self, one: bool) -> Answer:
        if self._args.json:
            return ServingJson(self._workbench.started.t, self._listener)
        if not one:
            return ServingLines(self._listener)
        if self._args.raw or not sys.stdout.isatty():
            return RawBytes(self._workbench.log, _COMMAND)
        return VisibleText(self._workbench.log, _COMMAND)

    def _cancel(self) -> None:
        self._cancelled = True
        # The listener first: nobody may come in behind those that are closed here.
        self._workbench.submit(Close(self._listener), *(Close(conn, 0.0, "cancelled") for conn in self._open))

    def _note(self, event: Event) -> None:
        match event:
            case Listening(address=address):
                self._say(f"listening on {address}")
                if not _only_this_machine(address):
                    self._say(f"warning: whoever can reach this machine can connect to {address}")
            case Accepted(conn=conn, address=address):
                self._open.add(conn)
                if not self._args.respond:
                    self._say(f"{address} connected")
                if self._cancelled:
                    self._workbench.submit(Close(conn, 0.0, "cancelled"))
            case _:
                pass

    def _say(self, text: str) -> None:
        print(f"{_COMMAND}: {harmless(text)}", file=sys.stderr)

    def _verdict(self, event: VerdictReached, answer: Answer, one: bool) -> None:
        self._open.discard(event.conn)
        if event.conn == self._listener:
            self._listening = False
            if event.verdict.outcome != "closed":
                self._status = self._failed(event.verdict)
        elif one:
            self._status = exit_code(event.verdict.outcome)
            answer.end(event.verdict)

    def _failed(self, verdict: Verdict) -> int:
        fail(_COMMAND, verdict.summary)
        for line in (verdict.meaning, *(f"- {advice}" for advice in verdict.next)):
            print(f"  {harmless(line)}", file=sys.stderr)
        return exit_code(verdict.outcome)


def _only_this_machine(address: Address) -> bool:
    import ipaddress

    return ipaddress.ip_address(address.host.partition("%")[0]).is_loopback
