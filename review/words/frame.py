"""Words of the frame: navigation, what every page says, errors."""

WORDS: dict[str, tuple[str, str]] = {
    "app.name": ("Phòng đọc PBGDPL", "PBGDPL reading room"),
    "frame.skip": ("Bỏ qua phần đầu, tới nội dung", "Skip to the content"),
    "frame.nav": ("Điều hướng chính", "Main navigation"),
    "frame.other_tongue": ("English", "Tiếng Việt"),
    "frame.help": ("Trợ giúp", "Help"),
    "frame.help_hint": ("Hướng dẫn và phím tắt (phím ?)", "How to, and the shortcuts (key ?)"),
    "frame.own_account": ("Tài khoản của tôi: đổi mật khẩu", "My account: change the password"),
    "frame.logout": ("Đăng xuất", "Sign out"),
    "nav.home": ("Trang chính", "Home"),
    "nav.queue": ("Việc cần làm", "Queue"),
    "nav.failures": ("Lỗi và từ chối", "Failures"),
    "nav.files": ("Tệp của tôi", "My files"),
    "nav.upload": ("Gửi bản quét", "Upload"),
    "nav.people": ("Người dùng", "People"),
    "nav.audit": ("Nhật ký", "Audit log"),
    "error.back": ("Về trang chính", "Back to the home page"),
    "error.again": ("Thử lại", "Try again"),
    "error.mark": ("Mã để báo cán bộ kỹ thuật: {mark}", "Mark to tell support: {mark}"),
    "error.400": ("Yêu cầu không hợp lệ", "Wrong request"),
    "error.400.say": (
        "Trình duyệt đã gửi một yêu cầu thiếu hoặc sai dữ liệu. Hãy quay lại, tải lại trang rồi làm lại.",
        "The browser sent a request that lacks something or is wrong. Go back, reload the page and try again.",
    ),
    "error.401": ("Cần đăng nhập", "Please sign in"),
    "error.401.say": (
        "Phiên làm việc đã hết hạn hoặc chưa đăng nhập. Hãy đăng nhập lại; những gì đã tự lưu vẫn còn.",
        "The session has ended, or you have not signed in. Sign in again; what was saved is still there.",
    ),
    "error.403": ("Không có quyền", "Not allowed"),
    "error.403.say": (
        "Tài khoản của bạn không được làm việc này. Nếu cần, hãy nhờ quản trị viên cấp thêm vai trò.",
        "Your account may not do this. If you need to, ask an administrator for the role.",
    ),
    "error.404": ("Không tìm thấy", "Not found"),
    "error.404.say": (
        "Không có trang hay hồ sơ này, hoặc nó thuộc cơ quan khác. Hãy kiểm tra lại địa chỉ.",
        "There is no such page or record, or it belongs to another agency. Check the address.",
    ),
    "error.405": ("Không làm được theo cách này", "Not in this way"),
    "error.405.say": (
        "Địa chỉ này chỉ dùng bên trong trang. Hãy mở lại từ thanh điều hướng phía trên.",
        "This address is only used inside a page. Open the page from the navigation above.",
    ),
    "error.409": ("Có người đã thay đổi trước", "Somebody was faster"),
    "error.409.say": (
        "Nội dung này vừa được thay đổi hoặc đang có người khác giữ. Hãy tải lại để xem bản mới nhất.",
        "This has just changed, or somebody else is at work on it. Reload to see the newest version.",
    ),
    "error.413": ("Tệp quá lớn", "Too large"),
    "error.413.say": (
        "Tệp gửi lên vượt quá giới hạn. Hãy chia nhỏ tài liệu hoặc quét lại ở 300 dpi.",
        "What was sent is over the limit. Split the document, or scan it again at 300 dpi.",
    ),
    "error.422": ("Dữ liệu chưa đúng", "Something is not right"),
    "error.422.say": (
        "Có mục còn thiếu hoặc sai định dạng. Hãy quay lại, sửa rồi gửi lại.",
        "Something is missing or in the wrong form. Go back, mend it and send it again.",
    ),
    "error.429": ("Quá nhiều lần", "Too many tries"),
    "error.429.say": (
        "Có quá nhiều yêu cầu trong thời gian ngắn. Hãy chờ ít phút rồi thử lại.",
        "Too many requests in a short time. Wait a few minutes and try again.",
    ),
    "error.500": ("Lỗi ngoài dự kiến", "Unexpected error"),
    "error.500.say": (
        "Hệ thống gặp lỗi và đã ghi vào nhật ký; hồ sơ không bị mất. Hãy thử lại, nếu vẫn lỗi thì báo cán bộ kỹ thuật.",
        "Something went wrong and was logged; no record is lost. Try again; if it persists, tell support.",
    ),
    "error.503": ("Tạm thời chưa phục vụ được", "Not available at the moment"),
    "error.503.say": (
        "Kho lưu trữ hoặc cơ sở dữ liệu tạm thời không trả lời. Không có gì bị mất: hãy thử lại sau một phút.",
        "The store or the database does not answer at the moment. Nothing is lost: try again in a minute.",
    ),
}
