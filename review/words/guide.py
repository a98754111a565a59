"""Words of the page of help around its text: the shortcuts."""

WORDS: dict[str, tuple[str, str]] = {
    "help.title": ("Trợ giúp", "Help"),
    "help.keys": ("Phím tắt", "Shortcuts"),
    "help.keys.say": (
        "Phím một chữ không có tác dụng khi con trỏ đang ở trong ô nhập; nhấn Esc để rời ô.",
        "Keys of one letter do nothing while you are typing; Esc leaves an input.",
    ),
    "help.keys.anywhere": ("Ở mọi trang", "On every page"),
    "help.keys.queue": ("Ở danh sách việc cần làm", "In the queue"),
    "help.keys.record": ("Ở màn hình hồ sơ", "On the record screen"),
    "help.key": ("Phím", "Key"),
    "help.does": ("Tác dụng", "What it does"),
    "help.key.help": (
        "mở trang trợ giúp; ở màn hình hồ sơ: bảng phím tắt",
        "this page; on the record screen its own list",
    ),
    "help.key.move": ("xuống hồ sơ dưới, lên hồ sơ trên", "to the record below, above"),
    "help.key.open": ("mở hồ sơ đang chọn (và giữ hồ sơ đó cho bạn)", "open the chosen record (and hold it for you)"),
    "help.key.next": ("nhận và mở hồ sơ nặng nhất chưa ai giữ", "take and open the worst record nobody holds"),
    "help.key.search": ("tới ô tìm", "to the search field"),
    "help.key.page": ("trang sau của danh sách", "next page of the list"),
}
