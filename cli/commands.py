"""Every subcommand by name, and its help."""

import typer

from cli.audit import audit
from cli.care import backup, rebuild_catalog, restore, verify
from cli.doctor import doctor
from cli.gallery import gallery
from cli.health import health
from cli.look import get, listing, show, status, text
from cli.people import build as build_people
from cli.portal import portal
from cli.redescribe import redescribe, suggest
from cli.review import review
from cli.revise import correct, diff, publish, revert, withdraw
from cli.roles import crew, hurry, items, retry, schedule, watch, work
from cli.run import run
from cli.search import index, search
from cli.tongue import say
from cli.twins import twins
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
    app.command("watch", help=say("Chỉ canh hộp quét (cụm nhiều máy).", "Watch the inbox only (cluster)."))(watch)
    app.command("work", help=say("Chỉ làm việc trong hàng đợi (cụm).", "Work on the queue only (cluster)."))(work)
    app.command("schedule", help=say("Chỉ phân việc (cụm nhiều máy).", "Hand out work only (cluster)."))(schedule)
    app.command("health", help=say("Vai trò này còn sống không.", "Whether a role is alive."))(health)
    app.command("crew", help=say("Những ai đang làm việc.", "Who is at work."))(crew)
    app.command("items", help=say("Các lượt nhận và trạng thái.", "What was dropped, by state."))(items)
    app.command("hurry", help=say("Làm trước các lượt nhận này.", "Put items first."))(hurry)
    app.command("retry", help=say("Thử lại ngay các lượt đang chờ.", "Try waiting items again now."))(retry)
    app.command("status", help=say("Bảng cân: đã nhận = đã lưu + trùng + từ chối + đang làm.", "The balance."))(status)
    app.command("list", help=say("Danh sách hồ sơ.", "All records."))(listing)
    app.command("show", help=say("Xem một hồ sơ.", "Show a record."))(show)
    app.command("text", help=say("Văn bản của hồ sơ.", "The text of a record."))(text)
    app.command("get", help=say("Lấy tệp của hồ sơ ra.", "Write out a file of a record."))(get)
    app.command("verify", help=say("Đọc lại và kiểm từng byte.", "Read every byte back and check it."))(verify)
    again = say("Dựng lại mục lục từ kho.", "Rebuild the index from the vault.")
    app.command("rebuild-catalog", help=again)(rebuild_catalog)
    anew = say("Mô tả lại hồ sơ cũ bằng quy tắc mới.", "Describe old records again by new rules.")
    app.command("redescribe", help=anew)(redescribe)
    app.command("correct", help=say("Sửa trường, sửa chữ của hồ sơ.", "Correct fields and words."))(correct)
    app.command("publish", help=say("Công bố hồ sơ.", "Give a record to the public."))(publish)
    app.command("withdraw", help=say("Rút hồ sơ khỏi cổng công khai.", "Take a record back."))(withdraw)
    app.command("revert", help=say("Khôi phục một phiên bản cũ.", "Go back to an older version."))(revert)
    app.command("diff", help=say("So hai phiên bản của hồ sơ.", "Compare two versions."))(diff)
    app.command("suggest", help=say("Gợi ý cơ quan, tên gọi mới.", "Suggest new agencies and names."))(suggest)
    app.command("twins", help=say("Tìm bản trùng, bản có sửa đổi của nhau.", "Find copies and editions."))(twins)
    keep = say("Lập, cập nhật chỉ mục tìm kiếm.", "Build and keep the search index.")
    app.command("index", help=keep)(index)
    app.command("search", help=say("Tìm trong những gì đã công bố.", "Search what is published."))(search)
    app.command("backup", help=say("Sao kho ra một thư mục (chỉ phần mới).", "Copy what is new to a folder."))(backup)
    app.command("restore", help=say("Khôi phục kho từ bản sao.", "Bring the vault back from a copy."))(restore)
    app.command("review", help=say("Mở phòng đọc cho lưu trữ viên.", "Serve the archivists' reading room."))(review)
    app.command("portal", help=say("Mở cổng thông tin cho công chúng.", "Serve the public window."))(portal)
    app.command("doctor", help=say("Kiểm tra máy.", "Check this machine."))(doctor)
    app.command("gallery", help=say("Trang xem ảnh, văn bản và trường.", "A page of images, text and fields."))(gallery)
    app.add_typer(build_people(), name="user")
    app.command("audit", help=say("Nhật ký: ai đã làm gì.", "Who did what."))(audit)
    return app
