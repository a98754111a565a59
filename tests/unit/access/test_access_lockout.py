"""How long the waits are: they grow, they end, and they know where a try comes from."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.access.lockout import FREE, FREE_OF_ADDRESS, delay, delay_of_address, key_of_address, of_known, of_stranger

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""However busy the machine is."""

QUARTER = timedelta(minutes=15)


def test_the_waits_of_a_login() -> None:
    waits = [delay(failures).total_seconds() for failures in range(1, 14)]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]


@LAW
@given(st.integers(0, 10**9))
def test_waits_grow_and_never_beyond_a_quarter_of_an_hour(failures: int) -> None:
    for rule, free in ((delay, FREE), (delay_of_address, FREE_OF_ADDRESS)):
        assert timedelta() <= rule(failures) <= rule(failures + 1) <= QUARTER
        assert bool(rule(failures)) == (failures >= free)


def test_a_guesser_has_about_a_hundred_guesses_a_day() -> None:
    spent, guesses = timedelta(), 0
    while spent < timedelta(days=1):
        guesses += 1
        spent += delay(guesses)
    assert guesses < 120


def test_an_address_of_ipv6_is_its_network() -> None:
    assert key_of_address("2001:db8::1") == key_of_address("2001:db8::ffff:1") != key_of_address("2001:db8:0:1::1")
    assert key_of_address("192.0.2.1") != key_of_address("192.0.2.2")
    assert key_of_address("testclient") == "address testclient"


def test_a_known_browser_is_counted_by_itself() -> None:
    assert not set(of_known("d", "thu.thu")) & set(of_stranger("thu.thu", "192.0.2.1"))
    assert set(of_known("d", "thu.thu")) != set(of_known("d", "khac"))
