import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/dashboard/measures/%00/", "/review/?period=%00", "/?q=a%00b"])
def test_a_nul_in_the_address_is_a_bad_request(client: Client, path: str) -> None:
    assert client.get(path).status_code == 400
