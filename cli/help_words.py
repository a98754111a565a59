"""Help and errors of usage in Vietnamese: the few words of their own that typer puts round ours.

Typer keeps them as constants of a module, which are set once before the command runs; what is wrong with an argument
it says in English only.
"""

from typer import rich_utils
from typer.core import TyperCommand, TyperGroup

_HELP = "Hiện hướng dẫn này rồi thoát."


def speak_vietnamese(command: TyperGroup) -> None:
    """Turns the titles, the marks and the line of ``--help`` of the command and of all below it."""
    rich_utils.ARGUMENTS_PANEL_TITLE = "Tham số"
    rich_utils.OPTIONS_PANEL_TITLE = "Tùy chọn"
    rich_utils.COMMANDS_PANEL_TITLE = "Lệnh"
    rich_utils.ERRORS_PANEL_TITLE = "Lỗi"
    rich_utils.ABORTED_TEXT = "Đã dừng."
    rich_utils.REQUIRED_LONG_STRING = "[bắt buộc]"
    rich_utils.DEFAULT_STRING = "[mặc định: {}]"
    rich_utils.RICH_HELP = "Gõ [blue]'{command_path} {help_option}'[/] để xem cách dùng."
    _turn(command)


def _turn(command: TyperGroup | TyperCommand) -> None:
    context = command.context_class(command)
    option = command.get_help_option(context)
    if option is not None:
        option.help = _HELP
    for below in command.commands.values() if isinstance(command, TyperGroup) else ():
        if isinstance(below, TyperGroup | TyperCommand):
            _turn(below)
