"""While there is no index that this version reads, lists say that they are incomplete; links go on working."""

from starlette.testclient import TestClient

from portal.app import create_app
from tests.portal.archive import Archive
from tests.portal.conftest import BASE, window_of
from tests.portal.sheets import drawn

SAID = "Mục lục tìm kiếm đang được lập"


def test_lists_say_that_they_are_incomplete_until_there_is_an_index(fresh: Archive) -> None:
    record = fresh.keep(*drawn(["TỜ GẤP PHÁP LUẬT VỀ ĐẤT ĐAI"]))
    fresh.publish(record)
    client = TestClient(create_app(window_of(fresh)), base_url=BASE, follow_redirects=False)

    for path in ("/", "/tim-kiem?q=đất", "/hoi-dap"):
        assert SAID in client.get(path).text
    assert client.get(f"/tai-lieu/{record}").status_code == 200

    fresh.index()

    for path in ("/", "/tim-kiem?q=đất", "/hoi-dap", f"/tai-lieu/{record}"):
        assert SAID not in client.get(path).text
