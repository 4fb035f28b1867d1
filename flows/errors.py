"""What may go wrong in the flows' room.

FlowError
├── CorrectionError       a correction cannot be made as it was asked for; the message says how to ask
├── SettingsError         a setting or a subscription file is wrong; the message says which and how
└── DeliveryError         a channel's service did not take a message
    └── UncertainDeliveryError    the connection was lost before the service said whether it took it
"""


class FlowError(Exception):
    """Base of this room's errors; shown to people as it is."""


class CorrectionError(FlowError):
    """A correction cannot be made as it was asked for."""


class SettingsError(FlowError):
    """A setting or a subscription file is wrong."""


class DeliveryError(FlowError):
    """A channel's service did not take a message."""


class UncertainDeliveryError(DeliveryError):
    """The connection was lost before the service said whether it took the message: a resend may be a second copy."""
