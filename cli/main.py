"""The entry point of the `kho` command."""

import sys

import typer


def build() -> typer.Typer:
    """The command with all its subcommands."""
    from cli.commands import build as all_commands  # noqa: PLC0415  # see main

    return all_commands()


def main() -> None:
    """Runs `kho`. `kho health` alone is asked every half minute, and must not load the libraries of all the others."""
    if sys.argv[1:2] == ["health"]:
        from cli.health import health  # noqa: PLC0415

        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command()(health)
        app(args=sys.argv[2:], prog_name="kho health")
    build()()


if __name__ == "__main__":
    main()
