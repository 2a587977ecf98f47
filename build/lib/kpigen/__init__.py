"""kpigen turns version-controlled assessment data into a site, workbooks and prints."""

__version__ = "0.1.0"
