"""Channels (渠道): ways by which a rendered digest reaches a reader.  A new one is a class with ``Channel``'s members.

When and how often something is sent, and what is remembered of it, is ``flows.stages.deliver``.
"""

from flows.channels.email import EmailChannel, SmtpServer
from flows.channels.folder import FolderChannel
from flows.channels.message import Channel, Message, Receipt, message_id

__all__ = ["Channel", "EmailChannel", "FolderChannel", "Message", "Receipt", "SmtpServer", "message_id"]
