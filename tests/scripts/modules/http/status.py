"""http: codes and methods."""
import http
for s in http.HTTPStatus:
    print(repr(s), s.phrase, "|", s.description)
print(http.HTTPStatus.OK == 200, http.HTTPStatus(404).is_client_error, http.HTTPStatus.OK.is_success,
      http.HTTPStatus.FOUND.is_redirection, http.HTTPStatus.CONTINUE.is_informational, http.HTTPStatus(500).is_server_error)
print(http.HTTPStatus.REQUEST_URI_TOO_LONG, http.HTTPStatus.UNPROCESSABLE_ENTITY.name, f"{http.HTTPStatus.OK}")
for m in http.HTTPMethod:
    print(repr(m), str(m), m.description)
try:
    http.HTTPStatus(299)
except ValueError as e:
    print(e)
