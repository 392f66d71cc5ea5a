"""telnet's prompt: its commands and settings, pure; `ui/telnetting.py` carries them out."""
