"""Tests cannot leave this machine; what stays on it works as ever."""

from __future__ import annotations

import socket
import urllib.request
from pathlib import Path

import pytest

from tests.network_plugin import NetworkRefusedError

# Reserved for documentation (RFC 5737, RFC 3849): nobody answers there.
ELSEWHERE = [(socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_INET6, ("2001:db8::1", 80))]


@pytest.mark.parametrize(("family", "address"), ELSEWHERE)
@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_a_connection_to_another_machine_is_refused(
    family: socket.AddressFamily, address: tuple[str, int], method: str
) -> None:
    with socket.socket(family) as sock, pytest.raises(NetworkRefusedError):
        getattr(sock, method)(address)


@pytest.mark.parametrize(("family", "address"), ELSEWHERE)
def test_a_datagram_to_another_machine_is_refused(
    family: socket.AddressFamily, address: tuple[str, int]
) -> None:
    with socket.socket(family, socket.SOCK_DGRAM) as sock, pytest.raises(NetworkRefusedError):
        sock.sendto(b"x", address)


def test_the_name_of_another_machine_is_not_looked_up() -> None:
    with pytest.raises(NetworkRefusedError):
        socket.getaddrinfo("www.example.com", 443)


def test_a_library_that_opens_its_own_sockets_is_refused_too() -> None:
    with pytest.raises(NetworkRefusedError):
        urllib.request.urlopen("http://192.0.2.1/")


def test_a_connection_on_this_machine_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host, port = server.getsockname()
        with socket.create_connection((host, port)) as client, server.accept()[0] as accepted:
            client.sendall(b"x")
            assert accepted.recv(1) == b"x"


def test_a_unix_socket_works(tmp_path: Path) -> None:
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)
        with server.accept()[0] as accepted:
            client.sendall(b"x")
            assert accepted.recv(1) == b"x"
