"""Bulletins and special issues: a series, an issue's number, a month, quarter or year."""

from collections.abc import Iterator

from tests.fakes.pages import Row, centre
from tests.golden.reader.document import TEXT, Golden, Truth, written

_ISSUES: tuple[tuple[str, str, str, str, str, dict[str, Truth]], ...] = (
    (
        "ban-tin",
        "SỞ TƯ PHÁP TỈNH HÀ TĨNH",
        "BẢN TIN TƯ PHÁP",
        "Số 05 - Năm 2021",
        "Giấy phép xuất bản bản tin số 12/GP-XBBT do Sở Thông tin và Truyền thông cấp ngày 04/01/2021",
        {
            "issuer": "Sở Tư pháp tỉnh Hà Tĩnh",
            "issuer_id": "ha-tinh.so-tu-phap",
            "series": "Bản tin Tư pháp",
            "title": "Bản tin Tư pháp",
            "issue_number": "05/2021",
            "issued_date": "2021",
            "licence_number": "12/GP-XBBT",
            "licence_authority": "Sở Thông tin và Truyền thông",
            "licence_date": "2021-01-04",
        },
    ),
    (
        "ban-tin",
        "SỞ TƯ PHÁP TỈNH THANH HÓA",
        "BẢN TIN TƯ PHÁP",
        "Số 03/2019",
        "",
        {
            "issuer": "Sở Tư pháp tỉnh Thanh Hóa",
            "issuer_id": "thanh-hoa.so-tu-phap",
            "series": "Bản tin Tư pháp",
            "title": "Bản tin Tư pháp",
            "issue_number": "03/2019",
            "issued_date": "2019",
        },
    ),
    (
        "ban-tin",
        "HỘI LUẬT GIA TỈNH NGHỆ AN",
        "BẢN TIN PHÁP LUẬT",
        "Số 4 - Quý IV năm 2020",
        "",
        {
            "issuer": "Hội Luật gia tỉnh Nghệ An",
            "issuer_id": "nghe-an.hoi-luat-gia",
            "series": "Bản tin pháp luật",
            "title": "Bản tin pháp luật",
            "issue_number": "4/2020",
            "issued_date": "2020-10/2020-12",
        },
    ),
    (
        "dac-san",
        "HỘI ĐỒNG PHỐI HỢP PHỔ BIẾN, GIÁO DỤC PHÁP LUẬT TRUNG ƯƠNG",
        "ĐẶC SAN TUYÊN TRUYỀN PHÁP LUẬT",
        "Số 06 - tháng 6 năm 2017",
        "",
        {
            "issuer": "Hội đồng phối hợp phổ biến, giáo dục pháp luật Trung ương",
            "issuer_id": "tw.hdph-pbgdpl",
            "series": "Đặc san tuyên truyền pháp luật",
            "title": "Đặc san tuyên truyền pháp luật",
            "issue_number": "06/2017",
            "issued_date": "2017-06",
        },
    ),
    (
        "dac-san",
        "SỞ TƯ PHÁP TỈNH SƠN LA",
        "ĐẶC SAN TƯ PHÁP",
        "Số 1+2/2022",
        "",
        {
            "issuer": "Sở Tư pháp tỉnh Sơn La",
            "issuer_id": "son-la.so-tu-phap",
            "series": "Đặc san Tư pháp",
            "title": "Đặc san Tư pháp",
            "issue_number": "1+2/2022",
            "issued_date": "2022",
        },
    ),
)


def documents() -> Iterator[Golden]:
    """All of them."""
    for kind, agency, series, issue, foot, truth in _ISSUES:
        rows: list[Row] = [centre(agency), "", centre(series, size=64), "", centre(issue), "", *TEXT, *TEXT, ""]
        rows += [foot] if foot else []
        yield written(f"{kind}-{issue}", {"material_type": kind, **truth}, rows, pitch=60)
