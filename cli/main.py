"""The `kho` command: every subcommand by name, and its help."""

import typer

from cli.care import rebuild_catalog, verify
from cli.doctor import doctor
from cli.gallery import gallery
from cli.look import get, listing, show, status, text
from cli.run import run
from cli.tongue import say
from cli.up import up


def build() -> typer.Typer:
    """The command with all its subcommands."""
    app = typer.Typer(
        name="kho",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        help=say("Kho số hóa tài liệu phổ biến, giáo dục pháp luật.", "Archive of legal-education documents."),
    )
    app.command("run", help=say("Lưu trữ các tệp, thư mục đã cho.", "Archive the given files and folders."))(run)
    app.command("up", help=say("Canh hộp quét và làm việc.", "Watch the inbox and work."))(up)
    app.command("status", help=say("Bảng cân: đã nhận = đã lưu + trùng + từ chối + đang làm.", "The balance."))(status)
    app.command("list", help=say("Danh sách hồ sơ.", "All records."))(listing)
    app.command("show", help=say("Xem một hồ sơ.", "Show a record."))(show)
    app.command("text", help=say("Văn bản của hồ sơ.", "The text of a record."))(text)
    app.command("get", help=say("Lấy tệp của hồ sơ ra.", "Write out a file of a record."))(get)
    app.command("verify", help=say("Đọc lại và kiểm từng byte.", "Read every byte back and check it."))(verify)
    again = say("Dựng lại mục lục từ kho.", "Rebuild the index from the vault.")
    app.command("rebuild-catalog", help=again)(rebuild_catalog)
    app.command("doctor", help=say("Kiểm tra máy.", "Check this machine."))(doctor)
    app.command("gallery", help=say("Trang xem ảnh, văn bản và trường.", "A page of images, text and fields."))(gallery)
    return app


def main() -> None:
    """Entry point of the `kho` command."""
    build()()


if __name__ == "__main__":
    main()
