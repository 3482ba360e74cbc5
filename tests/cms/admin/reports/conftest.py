"""The fixtures of the harvest's tests, for those of the review screen."""

from tests.cms.harvest.conftest import quote, report, sample_pdf

__all__ = ["quote", "report", "sample_pdf"]
