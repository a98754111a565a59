"""What is answered when there is nothing to show: pages for people, problem details (RFC 9457) for programs."""

import json
from collections.abc import Mapping

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from portal import links
from portal.formats import day
from portal.lookup import Gone, shown, window
from portal.rendering import page
from search.called import called

TEXTS: Mapping[int, tuple[str, str]] = {
    400: ("Yêu cầu không hợp lệ", "Địa chỉ hoặc tham số không đúng."),
    404: (
        "Không tìm thấy trang này",
        "Liên kết có thể đã sai một ký tự, hoặc tài liệu không công khai. Bạn có thể tìm ở đây:",
    ),
    405: ("Không thể làm việc này", "Cổng này chỉ để xem."),
    410: ("Tài liệu này đã được rút", "Tài liệu từng được công bố ở đây nhưng nay không còn."),
    416: ("Phần tệp không có", "Tệp không dài đến chỗ được hỏi."),
    422: ("Yêu cầu không hợp lệ", "Có tham số sai."),
    429: ("Quá nhiều yêu cầu", "Máy của bạn hỏi quá nhanh. Vui lòng chờ một phút rồi thử lại."),
    500: ("Có lỗi", "Hệ thống gặp lỗi khi trả lời. Lỗi đã được ghi lại."),
    503: ("Hệ thống tạm thời gián đoạn", "Kho chưa trả lời được. Vui lòng thử lại sau ít phút."),
}
_WAIT = {429: {"Retry-After": "60"}, 503: {"Retry-After": "30"}}
_ALLOWED = {405: {"Allow": "GET, HEAD, OPTIONS"}}


def error_page(request: Request, status: int) -> HTMLResponse:
    """The page for a status."""
    heading, line = TEXTS[status]
    more = {**_WAIT.get(status, {}), **_ALLOWED.get(status, {})}
    return page(request, "error.html", status=status, headers=more, heading=heading, lines=(line,), successor=None)


def tombstone(request: Request, gone: Gone) -> HTMLResponse:
    """The page of a withdrawn document: since when, why, and what to read instead."""
    heading, line = TEXTS[410]
    lines = (line, f"Ngày rút: {day(gone.withdrawal.at)}.", f"Lý do: {gone.withdrawal.reason}")
    heir = None
    if gone.successor:
        title = called(shown(window(request), gone.successor).record)
        heir = {"address": links.document(gone.successor), "title": title}
    return page(request, "error.html", status=410, heading=heading, lines=lines, successor=heir)


def problem(status: int, detail: str | None = None, **more: object) -> Response:
    """Problem details; ``more`` are members of their own."""
    title, usual = TEXTS[status]
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail or usual, **more}
    headers = {"Cache-Control": "no-cache", **_WAIT.get(status, {}), **_ALLOWED.get(status, {})}
    content = json.dumps(body, ensure_ascii=False)
    return Response(content, status, headers=headers, media_type="application/problem+json")


def gone_problem(gone: Gone) -> Response:
    """The tombstone for programs."""
    return problem(410, gone.withdrawal.reason, withdrawn=gone.withdrawal.at.isoformat(), replaced_by=gone.successor)
