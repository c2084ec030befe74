"""Where `run` serves: reading what was typed, and refusing a taken address before all else."""

import errno
import os
import socket
from typing import NamedTuple

from config.door.steps import Refusal


class Address(NamedTuple):
    """A host and a port to listen on."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


DEFAULT = Address("127.0.0.1", 8000)


def read(text: str) -> Address:
    """Return the address of "8080", "0.0.0.0:8080", ":8080" or "[::1]:8080"."""
    host, _colon, port = text.rpartition(":")
    host = host.strip("[]") or DEFAULT.host
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Refusal(
            f"อ่านที่อยู่ “{text}” ไม่ได้ โปรดพิมพ์เป็น 8080 หรือ 0.0.0.0:8080",
            f'"{text}" is no address: type 8080 or 0.0.0.0:8080',
        )
    return Address(host, int(port))


def refuse_taken(address: Address) -> None:
    """Refuse an address that another program listens on, or that this machine does not have."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there SO_REUSEADDR would take a taken port; here it passes over one just left
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(tuple(address))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                raise _taken(address) from error
            raise Refusal(
                f"เครื่องนี้ไม่มีที่อยู่ {address.host} โปรดใช้ 127.0.0.1 หรือ 0.0.0.0",
                f"this machine has no address {address.host}: use 127.0.0.1 or 0.0.0.0",
            ) from error


def _taken(address: Address) -> Refusal:
    other = address.port + 1 if address.port >= 1024 and address.port < 65535 else 8080
    return Refusal(
        f"พอร์ต {address.port} ใช้ไม่ได้หรือมีโปรแกรมอื่นใช้อยู่ โปรดสั่ง python3 -m config run {other}",
        f"port {address.port} is taken or not allowed: run python3 -m config run {other}",
    )
