"""What X bills for a call of its API, in US dollars, as its documentation said on 29 November 2026.

https://docs.x.com/x-api/getting-started/pricing
"""

from decimal import Decimal

CREATE = Decimal("0.015")
CREATE_WITH_LINK = Decimal("0.200")
# The description of a picture.
DESCRIBE = Decimal("0.005")
# Each post of one's own that is answered.
READ = Decimal("0.001")
