"""Requests in shapes that no browser sends: other charsets, cookies with zero bytes, made-up addresses of proxies."""

import io
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client, RequestFactory

from areas.auth import address_behind_proxy
from config import wsgi

pytestmark = pytest.mark.django_db
ODD = [
    "charset=utf-7",
    "charset=zlib",
    "charset=undefined",
    "charset=idna",
    "charset*=x''zlib",
    "x*=zlib''%41",
]
PARTS = '--X\r\nContent-Disposition: form-data; name="{}"\r\n\r\n+2AA-\r\n'
BODY = ("".join(map(PARTS.format, ["username", "password", "next"])) + "--X--\r\n").encode()


def answer(method, path, kind, body=b""):
    """Return the status that the server's own entry gives; what breaks before Django has a page breaks here."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
    }
    environ |= {"QUERY_STRING": "next=%2B2AA-", "wsgi.input": io.BytesIO(body), "HTTP_HOST": "localhost"}
    environ |= {"HTTP_COOKIE": f"csrftoken={'A' * 32}", "HTTP_X_CSRFTOKEN": "A" * 32}
    setup_testing_defaults(environ)
    told = []
    list(wsgi.application(environ, lambda status, headers, error=None: told.append(status)))
    return int(told[0][:3])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("odd", ODD)
def test_a_request_that_names_another_charset_is_read_as_utf_8(odd):
    assert answer("GET", "/login/", f"text/plain; {odd}") == 200
    assert answer("POST", "/login/", f"multipart/form-data; {odd}; boundary=X", BODY) == 200
    assert (
        answer("POST", "/login/", f"application/x-www-form-urlencoded; {odd}", b"username=a&password=b")
        == 200
    )


def test_without_a_plain_type_such_a_request_breaks(monkeypatch):
    """Negative control."""
    monkeypatch.setattr(wsgi, "plain_type", lambda kind: kind)
    with pytest.raises(LookupError):
        answer("GET", "/login/", "text/plain; charset=zlib")


@pytest.mark.parametrize(
    ("kind", "plain"),
    [
        (
            "multipart/form-data; boundary=----WebKitFormBoundary7MA4",
            "multipart/form-data; boundary=----WebKitFormBoundary7MA4",
        ),
        ('Multipart/Form-Data; charset=utf-8; boundary="a b"', "multipart/form-data; boundary=a"),
        ("application/json; charset=utf-8", "application/json"),
        ("", ""),
    ],
)
def test_of_a_content_type_only_the_boundary_is_kept(kind, plain):
    assert wsgi.plain_type(kind) == plain


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
def test_a_cookie_with_a_zero_byte_is_forgotten(name):
    """PostgreSQL fails on a zero byte, and a session is looked up for everyone who knocks."""
    knocks = Client()
    said = {"HTTP_COOKIE": f'{name}="\\000aaaaaaaaaaaa"'}
    assert knocks.get("/", **said).status_code == 302
    assert knocks.get("/login/", **said).status_code == 200


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("8.8.8.8, 203.0.113.7", "203.0.113.7"),
        ("2001:db8::7", "2001:db8::7"),
        ("", "10.0.0.1"),
        ("203.0.113.7, nobody", "10.0.0.1"),
        ("\x00" * 9, "10.0.0.1"),
    ],
)
def test_behind_a_proxy_the_last_address_counts(told, address):
    request = RequestFactory().get("/", headers={"X-Forwarded-For": told}, REMOTE_ADDR="10.0.0.1")
    assert address_behind_proxy(request) == address


@pytest.mark.parametrize(("path", "status"), [("/areas/%00/", 404), ("/%00", 404), ("/areas/?q=%00", 400)])
def test_a_zero_byte_in_an_address_is_refused_before_anything_is_looked_up(client, path, status):
    assert client.get(path).status_code == status
