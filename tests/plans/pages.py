"""A browser tab for the tests of the plans' pages: it opens a form, sends what a browser would, changes included."""

from django.contrib.messages import get_messages


class Tab:
    """One person's tab with a form open; `values` is what the browser would send."""

    def __init__(self, client, url):
        self.client, self.url = client, url
        answer = client.get(url)
        assert answer.status_code == 200, answer
        form, write = answer.context["form"], answer.context["write"]
        self.values = {**form.raw(), **{name: [value] for name, value in write.items()}}

    def send(self, **changes):
        """Send the form with some fields changed; None takes a field away."""
        values = {**self.values, **dict(changes.items())}
        return self.client.post(
            self.url, {name: value for name, value in values.items() if value is not None}
        )


def told(response):
    """Return the messages that the person is told."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def errors(response):
    """Return a refused form's errors by field."""
    return {name: [str(one) for one in found] for name, found in response.context["form"].errors.items()}
