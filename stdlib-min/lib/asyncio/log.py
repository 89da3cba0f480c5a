"""Where the package writes what nobody handles."""

import logging

logger = logging.getLogger("asyncio")
