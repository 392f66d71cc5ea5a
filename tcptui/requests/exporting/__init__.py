"""Saved requests for other programs: curl, `.http`, Python, nc, HAR, raw bytes."""

from __future__ import annotations

from typing import Literal, assert_never

from tcptui.requests.exporting.outline import CantExportError, Exported, outline
from tcptui.requests.plan import Plan

Form = Literal["curl", "http", "python", "nc", "raw", "har"]

__all__ = ["CantExportError", "Exported", "Form", "export_request"]


def export_request(plan: Plan, form: Form, now: float, *, secrets: bool = False) -> Exported:
    """A plan in another program's form.

    now: seconds since the epoch, for forms that hold a time; secrets: write the values of secret variables and of
    credential headers; `raw` is exact in any case.
    Raises CantExportError.
    """
    match form:
        case "raw":
            exact = outline(plan, secrets=True).sent
            has_secrets = outline(plan).sent != exact
            return Exported(exact, ("It is exact: credentials stand in it as they are.",) if has_secrets else ())
        case "curl":
            from tcptui.requests.exporting.curl import export_curl as export
        case "http":
            from tcptui.requests.exporting.httpfile import export_http as export
        case "python":
            from tcptui.requests.exporting.python import export_python as export
        case "nc":
            from tcptui.requests.exporting.nc import export_nc as export
        case "har":
            from tcptui.requests.exporting.har import export_har

            return export_har(outline(plan, secrets=secrets), now)
        case _:
            assert_never(form)
    return export(outline(plan, secrets=secrets))
