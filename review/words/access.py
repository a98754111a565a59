"""Words of signing in: the form, one's own password, what went wrong."""

WORDS: dict[str, tuple[str, str]] = {
    "access.title": ("Đăng nhập", "Sign in"),
    "access.lead": (
        "Dành cho cán bộ làm việc với kho tài liệu. Người dân tra cứu ở cổng công khai, không cần tài khoản.",
        "For those who work with the archive. The public portal needs no account.",
    ),
    "access.login": ("Tên đăng nhập", "Login"),
    "access.password": ("Mật khẩu", "Password"),
    "access.submit": ("Đăng nhập", "Sign in"),
    "access.or": ("hoặc", "or"),
    "access.provider": ("Đăng nhập bằng tài khoản cơ quan", "Sign in with your organisation's account"),
    "access.forgotten": (
        "Quên mật khẩu? Quản trị viên sẽ cấp mật khẩu dùng một lần.",
        "Forgotten? An administrator gives you a one-time password.",
    ),
    "access.wrong": (
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại.",
        "Login or password is wrong. Check the keyboard's language and Caps Lock, and try again.",
    ),
    "access.locked": (
        "Đã thử sai nhiều lần nên tạm dừng. Hãy thử lại sau {minutes} phút; nếu cần ngay, hãy nhờ quản trị viên.",
        "Too many wrong tries. Try again in {minutes} min; if you cannot wait, ask an administrator.",
    ),
    "access.identity-unproven": (
        "Chưa xác nhận được bạn là ai từ tài khoản cơ quan. Hãy bắt đầu đăng nhập lại từ trang này.",
        "Your organisation's account did not prove who you are. Begin again from this page.",
    ),
    "access.provider-unreachable": (
        "Máy chủ đăng nhập của cơ quan tạm thời không trả lời. Hãy thử lại sau, hoặc dùng mật khẩu nếu có.",
        "Your organisation's sign-in does not answer. Try again later, or use a password if you have one.",
    ),
    "access.not-allowed": (
        "Tài khoản cơ quan này chưa được mở ở đây. Hãy nhờ quản trị viên thêm bạn.",
        "This account has not been opened here. Ask an administrator to add you.",
    ),
    "access.own.title": ("Mật khẩu và phiên làm việc", "Password and sessions"),
    "access.own.must": (
        "Mật khẩu này do người khác cấp. Hãy đặt mật khẩu của riêng bạn trước khi làm việc.",
        "Somebody else gave you this password. Set one of your own before you go on.",
    ),
    "access.own.none": (
        "Bạn đăng nhập bằng tài khoản cơ quan nên ở đây không có mật khẩu.",
        "You sign in with your organisation's account and have no password here.",
    ),
    "access.own.current": ("Mật khẩu hiện tại", "Present password"),
    "access.own.new": ("Mật khẩu mới", "New password"),
    "access.own.rule": (
        "Ít nhất 12 ký tự. Một câu dài dễ nhớ tốt hơn vài ký tự lạ; không cần đổi định kỳ.",
        "At least 12 characters. A long sentence is better than odd signs; it need not be changed by the calendar.",
    ),
    "access.own.again": ("Nhập lại mật khẩu mới", "New password again"),
    "access.own.submit": ("Đổi mật khẩu", "Change password"),
    "access.own.then": (
        "Sau khi đổi, mọi phiên ở máy khác sẽ bị đăng xuất.",
        "Afterwards you are signed out everywhere else.",
    ),
    "access.own.sessions": ("Đang đăng nhập ở", "Signed in at"),
    "access.own.here": ("máy này", "this browser"),
    "access.own.since": ("từ {at}", "since {at}"),
    "access.own.everywhere": ("Đăng xuất ở mọi nơi", "Sign out everywhere"),
    "access.wrong-current": ("Mật khẩu hiện tại không đúng.", "The present password is wrong."),
    "access.locked-change": (
        "Đã nhập sai mật khẩu hiện tại nhiều lần. Hãy chờ ít phút rồi thử lại.",
        "The present password was wrong too often. Wait some minutes and try again.",
    ),
    "access.password-short": (
        "Mật khẩu mới phải có ít nhất 12 ký tự.",
        "The new password needs 12 characters at least.",
    ),
    "access.password-long": ("Mật khẩu mới dài quá 256 ký tự.", "The new password has more than 256 characters."),
    "access.password-common": (
        "Mật khẩu mới quá dễ đoán. Hãy dùng một câu dài của riêng bạn.",
        "The new password is too easy to guess. Use a long sentence of your own.",
    ),
    "access.password-login": (
        "Mật khẩu mới không được chứa tên đăng nhập.",
        "The new password must not contain the login.",
    ),
    "access.password-same": (
        "Mật khẩu mới phải khác mật khẩu hiện tại.",
        "The new password must differ from the present one.",
    ),
    "access.password-repeat": (
        "Hai lần nhập mật khẩu mới không khớp nhau.",
        "The new password was typed differently the second time.",
    ),
}
"""One sentence by its key, in Vietnamese and English."""
