"""What campaigns add to the admin. Each hook lives in the module of `campaigns.admin` that it is about."""

from campaigns.admin import empty_lists, log_actions, menu
