"""Places of our own: ports that only a server gets, outside those of outgoing connections."""

import socket
from pathlib import Path

from cluster.place import free_ports


def test_ports_are_free_for_servers_and_taken_for_whoever_looks_for_one() -> None:
    ports = free_ports(20)
    assert len(set(ports)) == 20
    for port in ports:
        with socket.socket() as seeker:
            assert seeker.connect_ex(("127.0.0.1", port)) != 0, "nobody is there"
        with socket.create_server(("127.0.0.1", port)) as server:  # says SO_REUSEADDR, as servers do
            assert server.getsockname()[1] == port
    assert not set(ports) & set(free_ports(20))


def test_they_are_none_that_an_outgoing_connection_may_get() -> None:
    lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert lowest <= 20_000 or all(port < lowest for port in free_ports(5))
