"""What other programs wrote, as saved requests: curl command lines, HAR, `.http` files, raw bytes, packet captures."""

from tcptui.requests.importing.imported import CantImportError, Imported

__all__ = ["CantImportError", "Imported"]
