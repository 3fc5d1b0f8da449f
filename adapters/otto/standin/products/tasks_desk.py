"""`/v5/products/update-tasks`: what became of an accepted update."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote
from uuid import uuid4

from werkzeug.wrappers import Request, Response

from adapters.otto.standin.assortment.assortment import Assortment
from adapters.otto.standin.assortment.tasks import Complaint, Outcome, Task
from adapters.otto.standin.bodies import Json
from adapters.otto.standin.oddities import Oddities
from adapters.otto.standin.record import Record
from adapters.otto.standin.timestamps import written_in_micros
from standins import as_json

_PATH: Final = "/v5/products/update-tasks"
_LISTS: Final = ("failed", "succeeded", "unchanged")


class TaskDesk:
    def __init__(self, assortment: Assortment, odd: Oddities, record: Record) -> None:
        self.assortment = assortment
        self.odd = odd
        self.record = record

    def accepted(self, task: Task) -> Response:
        return as_json(self._progress(task), 202)

    def progress(self, _: Request, task_id: str) -> Response:
        """Before its pingAfter a task has nothing to say, and who asks all the same is noted."""
        with self.assortment.lock:
            task, now = self.assortment.task(task_id), self.assortment.now()
            if task is None:
                return Response(status=404)
            if now < task.ping_after:
                self.record.blame(now, "early poll", task.id)
                if self.odd.early_polls_429:
                    return Response(status=429)
            elif task.outcome is None:
                task.ping_after = task.ready_at
            return as_json(self._progress(task))

    def failed(self, request: Request, task_id: str) -> Response:
        task, outcome = self._done(task_id)
        if task is None or outcome is None:
            return Response(status=404)
        return as_json(
            {
                "results": [
                    {"variation": self._named(request, sku), "errors": [_error(task, one) for one in errors]}
                    for sku, errors in outcome.failed
                ]
            }
        )

    def succeeded(self, request: Request, task_id: str) -> Response:
        _, outcome = self._done(task_id)
        return self._names(request, None if outcome is None else outcome.succeeded)

    def unchanged(self, request: Request, task_id: str) -> Response:
        _, outcome = self._done(task_id)
        return self._names(request, None if outcome is None else outcome.unchanged)

    def _done(self, task_id: str) -> tuple[Task | None, Outcome | None]:
        """The task and what came of it, once its lists can be read."""
        task = self.assortment.task(task_id)
        if task is None or self.assortment.now() < task.ready_at + self.odd.results_late:
            return task, None
        return task, task.outcome

    def _names(self, request: Request, skus: Sequence[str] | None) -> Response:
        if skus is None:
            return Response(status=404)
        return as_json({"results": [{"variation": self._named(request, sku)} for sku in skus]})

    def _named(self, request: Request, sku: str) -> str:
        path = f"/v5/products/{quote(sku, safe='')}"
        match self.odd.variation_form:
            case "sku":
                return sku
            case "url":
                return request.host_url.rstrip("/") + path
            case _:
                return path

    def _progress(self, task: Task) -> Json:
        path = f"{_PATH}/{task.id}"
        body: Json = {"state": "pending" if task.outcome is None else "done"}
        links = [{"rel": "self", "href": path}]
        if task.outcome is not None or not self.odd.bare_tasks:
            outcome = task.outcome or Outcome()
            body |= {
                "message": body["state"],
                "total": task.total,
                "progress": 0 if task.outcome is None else task.total,
                "succeeded": len(outcome.succeeded),
                "failed": len(outcome.failed),
                "unchanged": len(outcome.unchanged),
            }
            links += [{"rel": name, "href": f"{path}/{name}"} for name in _LISTS]
        return body | {"pingAfter": written_in_micros(task.ping_after), "links": links}


def _error(task: Task, complaint: Complaint) -> Json:
    code, title, json_path = complaint
    return {"code": code, "title": title, "path": task.path, "jsonPath": json_path, "logref": str(uuid4())}
