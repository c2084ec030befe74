"""The messages that carry a one-time link: one to copy into a chat, and an e-mail where there is an address."""

from __future__ import annotations

import logging
from threading import Thread

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from areas.links import Made
from areas.models import User
from config.tools.thai import show_date, show_time

log = logging.getLogger(__name__)


def text_of(person: User, made: Made, address: str) -> str:
    """Return the message with the link, whom it is for and until when; ready to copy."""
    local = timezone.localtime(made.until)
    words = {
        "name": str(person),
        "username": person.username,
        "link": address,
        "until": f"{show_date(local.date())} {show_time(local)}",
    }
    if made.is_invitation:
        told = _(
            "Hello %(name)s. You are invited to Phuen Ngan with the user name %(username)s. "
            "Open this link and set your own password: %(link)s "
            "It works once, until %(until)s. Please do not pass it on."
        )
    else:
        told = _(
            "Hello %(name)s. With this link you set a new password for Phuen Ngan, user name %(username)s: "
            "%(link)s It works once, until %(until)s. Please do not pass it on."
        )
    return told % words


def message(person: User, made: Made, address: str) -> EmailMessage:
    """Return the e-mail with the link, in the person's language."""
    with translation.override(person.language):
        subject = _("Invitation to Phuen Ngan") if made.is_invitation else _("New password for Phuen Ngan")
        return EmailMessage(subject, text_of(person, made, address), to=[person.email])


def send(one: EmailMessage) -> bool:
    """Send an e-mail; return whether the mail server took it. A fault is logged, without address or words."""
    if not settings.MAIL_IS_SET:
        return False
    try:
        return one.send() == 1
    except Exception:
        log.exception("an e-mail could not be sent")
        return False


def send_apart(one: EmailMessage) -> Thread:
    """Send an e-mail beside the answer, so that how long the answer takes does not tell that there is an address."""
    thread = Thread(target=send, args=[one], daemon=True)
    thread.start()
    return thread
