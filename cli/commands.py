"""Every subcommand by name, and its help."""

from importlib import import_module
from typing import Any

import typer

from cli.tongue import say


def build(only: str | None = None) -> typer.Typer:
    """The command with all its subcommands, in groups by what one is about.

    ``only``: a subcommand's name, to have none but that one, so that nobody waits for the libraries of all the others;
    any other word means all.
    """
    wanted = only if only in names() else None
    app = typer.Typer(
        name="kho",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        help=say("Kho số hóa tài liệu phổ biến, giáo dục pháp luật.", "Archive of legal-education documents."),
    )
    app.callback()(_one_of_several)
    for title, rows in _GROUPS:
        for name, place, *told in rows:
            if wanted in (None, name):
                app.command(name, help=say(*told), rich_help_panel=say(*title))(_found(place))
    if wanted in (None, _USER):
        app.add_typer(_found("people.build")(), name=_USER, rich_help_panel=say(*_WEB))
    return app


def names() -> frozenset[str]:
    """The names of all subcommands."""
    return frozenset(name for _, rows in _GROUPS for name, *_ in rows) | {_USER}


# ---------------------------------------------------------------------------------------------------------------------


def _one_of_several() -> None:
    """Makes a command with a single subcommand ask for its name all the same."""


def _found(place: str) -> Any:  # noqa: ANN401  # a function with a command line's parameters, whatever they are
    module, _, name = place.partition(".")
    return getattr(import_module(f"cli.{module}"), name)


_USER = "user"
_WEB = ("Phòng đọc và cổng thông tin", "Reading room and public window")
_GROUPS: tuple[tuple[tuple[str, str], tuple[tuple[str, str, str, str], ...]], ...] = (
    (("Số hóa", "Digitise"), (
        ("run", "run.run", "Lưu trữ các tệp, thư mục đã cho.", "Archive the given files and folders."),
        ("up", "up.up", "Canh hộp quét và làm việc.", "Watch the inbox and work."),
        ("status", "look.status", "Bảng cân: đã nhận = đã lưu + trùng + từ chối + đang làm.", "The balance."),
        ("items", "roles.items", "Các lượt nhận và trạng thái.", "What was dropped, by state."),
        ("hurry", "roles.hurry", "Làm trước các lượt nhận này.", "Put items first."),
        ("retry", "roles.retry", "Thử lại ngay các lượt đang chờ.", "Try waiting items again now."),
    )),
    (("Xem hồ sơ", "Look at records"), (
        ("list", "look.listing", "Danh sách hồ sơ.", "All records."),
        ("show", "show.show", "Xem một hồ sơ.", "Show a record."),
        ("text", "look.text", "Văn bản của hồ sơ.", "The text of a record."),
        ("get", "look.get", "Lấy tệp của hồ sơ ra.", "Write out a file of a record."),
        ("diff", "diff.diff", "So hai phiên bản của hồ sơ.", "Compare two versions."),
        ("search", "search.search", "Tìm trong những gì đã công bố.", "Search what is published."),
        ("gallery", "gallery.gallery", "Trang xem ảnh, văn bản và trường.", "A page of images, text and fields."),
    )),
    (("Sửa và công bố", "Correct and publish"), (
        ("correct", "revise.correct", "Sửa trường, sửa chữ của hồ sơ.", "Correct fields and words."),
        ("publish", "revise.publish", "Công bố hồ sơ.", "Give a record to the public."),
        ("withdraw", "revise.withdraw", "Thu hồi hồ sơ khỏi cổng công khai.", "Take a record back."),
        ("revert", "revise.revert", "Khôi phục một phiên bản cũ.", "Go back to an older version."),
        ("redescribe", "redescribe.redescribe", "Mô tả lại hồ sơ cũ bằng quy tắc mới.",
         "Describe old records again by new rules."),
        ("suggest", "redescribe.suggest", "Gợi ý cơ quan, tên gọi mới.", "Suggest new agencies and names."),
        ("twins", "twins.twins", "Tìm bản trùng, bản có sửa đổi của nhau.", "Find copies and editions."),
    )),
    (_WEB, (
        ("review", "review.review", "Mở phòng đọc cho lưu trữ viên.", "Serve the archivists' reading room."),
        ("portal", "portal.portal", "Mở cổng thông tin cho công chúng.", "Serve the public window."),
        ("index", "search.index", "Lập, cập nhật chỉ mục tìm kiếm.", "Build and keep the search index."),
        ("audit", "audit.audit", "Nhật ký: ai đã làm gì.", "Who did what."),
    )),
    (("Giữ gìn kho", "Care for the vault"), (
        ("verify", "care.verify", "Đọc lại và kiểm từng byte.", "Read every byte back and check it."),
        ("backup", "care.backup", "Sao kho ra một thư mục (chỉ phần mới).", "Copy what is new to a folder."),
        ("restore", "care.restore", "Khôi phục kho từ bản sao.", "Bring the vault back from a copy."),
        ("rebuild-catalog", "care.rebuild_catalog", "Dựng lại danh mục từ kho.", "Rebuild the catalog from the vault."),
        ("doctor", "doctor.doctor", "Máy còn thiếu gì, cài thế nào.", "What this machine lacks, and how to get it."),
    )),
    (("Nhiều máy", "Several machines"), (
        ("watch", "roles.watch", "Chỉ canh hộp quét.", "Watch the inbox only."),
        ("work", "roles.work", "Chỉ làm việc trong hàng đợi.", "Work on the queue only."),
        ("schedule", "roles.schedule", "Chỉ phân việc.", "Hand out work only."),
        ("health", "health.health", "Vai trò này còn sống không.", "Whether a role is alive."),
        ("crew", "roles.crew", "Những ai đang làm việc.", "Who is at work."),
    )),
)  # fmt: skip
"""Title of the group; name, function (in its module here) and help of its commands; always Vietnamese, then English."""
