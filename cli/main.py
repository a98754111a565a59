"""The entry point of the `kho` command."""

import sys

import typer

from cli.tongue import english


def build(only: str | None = None) -> typer.Typer:
    """The command with all its subcommands, or with that one alone."""
    from cli.commands import build as all_commands  # noqa: PLC0415  # see main

    return all_commands(only)


def main() -> None:
    """Runs `kho`, with the libraries of the one subcommand that is asked for.

    `kho health` is asked every half minute, and does not even load the table of all the others.
    """
    if sys.argv[1:2] == ["health"]:
        from cli.health import health  # noqa: PLC0415

        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command()(health)
        app(args=sys.argv[2:], prog_name="kho health")
    command = typer.main.get_group(build(next(iter(sys.argv[1:]), None)))
    if not english():
        from cli.help_words import speak_vietnamese  # noqa: PLC0415

        speak_vietnamese(command)
    command(prog_name="kho")


if __name__ == "__main__":
    main()
