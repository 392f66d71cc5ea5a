"""The ports of services by the names that URLs and people give them (IANA's registry, or the server's own default)."""

from __future__ import annotations

PLAIN: dict[str, int] = {
    "amqp": 5672, "beanstalk": 11300, "cassandra": 9042, "clickhouse": 9000, "coap+tcp": 5683, "daytime": 13,
    "dict": 2628, "discard": 9, "echo": 7, "finger": 79, "ftp": 21, "git": 9418, "gopher": 70, "graphite": 2003,
    "http": 80, "imap": 143, "ipp": 631, "irc": 6667, "kafka": 9092, "ldap": 389, "memcache": 11211,
    "memcached": 11211, "mongodb": 27017, "mqtt": 1883, "mysql": 3306, "mariadb": 3306, "nats": 4222, "nntp": 119,
    "pop3": 110, "postgres": 5432, "postgresql": 5432, "redis": 6379, "rsync": 873, "rtsp": 554, "sip": 5060,
    "smtp": 25, "socks5": 1080, "ssh": 22, "sftp": 22, "stomp": 61613, "submission": 587, "telnet": 23, "time": 37,
    "vnc": 5900, "whois": 43, "ws": 80, "xmpp": 5222,
}  # fmt: skip
"""Services that begin in plain text or bytes."""

SECURE: dict[str, int] = {
    "amqps": 5671, "ftps": 990, "gemini": 1965, "https": 443, "imaps": 993, "ircs": 6697, "ldaps": 636, "mqtts": 8883,
    "pop3s": 995, "rediss": 6379, "sips": 5061, "smtps": 465, "tls": 0, "ssl": 0, "wss": 443, "valkeys": 6379,
}  # fmt: skip
"""Services whose first byte is TLS already; 0 where there is no port to go by."""


def port_of(word: str) -> str:
    """The port that a word after a host means: a number stays, a service's name becomes its port, else as it is."""
    port = PLAIN.get(word.lower()) or SECURE.get(word.lower())
    return str(port) if port else word
