"""When CloudFormation's answers come."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any

from standin.late_answers import Response, answering_late


async def _accept(*_request: Any) -> Response:
    return 200, {}, b"ok"


async def _refuse(*_request: Any) -> Response:
    return 400, {}, b"no"


class LateAnswerTest(unittest.IsolatedAsyncioTestCase):
    async def test_an_executed_change_set_answers_when_the_stack_is_done(self) -> None:
        stack = {"status": "UPDATE_IN_PROGRESS"}
        asked: list[str] = []

        def status(name: str) -> str:
            asked.append(name)
            return stack["status"]

        handle = answering_late(_accept, status)
        answer = asyncio.ensure_future(handle("POST", "/", {}, b"Action=ExecuteChangeSet&StackName=a", {}))
        await asyncio.sleep(0.15)
        self.assertFalse(answer.done(), "the answer came while the stack was in progress")
        stack["status"] = "UPDATE_COMPLETE"
        self.assertEqual((await asyncio.wait_for(answer, 5))[2], b"ok")
        self.assertEqual(set(asked), {"a"})

    async def test_a_deletion_that_takes_long_is_answered_meanwhile(self) -> None:
        handle = answering_late(_accept, lambda _stack: "DELETE_IN_PROGRESS", longest=0.1)
        answer = await asyncio.wait_for(handle("POST", "/", {}, b"Action=DeleteStack&StackName=a", {}), 5)
        self.assertEqual(answer[0], 200)

    async def test_a_refusal_and_every_other_operation_are_answered_at_once(self) -> None:
        def status(_stack: str) -> str:
            raise AssertionError("nobody waits for a stack here")

        for inner, operation in ((_refuse, b"ExecuteChangeSet"), (_accept, b"DescribeStacks")):
            await answering_late(inner, status)("POST", "/", {}, b"Action=" + operation + b"&StackName=a", {})
