"""What X bills for a call of its API, in US dollars, as https://docs.x.com/x-api/getting-started/pricing said then."""

from datetime import date
from decimal import Decimal

LOOKED_UP_ON = date(2026, 11, 29)
CREATE = Decimal("0.015")
CREATE_WITH_LINK = Decimal("0.200")
DESCRIBE = Decimal("0.005")
DELETE = Decimal("0.010")
# For each post that is answered.
READ = Decimal("0.001")
