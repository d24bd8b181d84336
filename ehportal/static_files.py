"""Static files with names that change when they do, compressed once."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    # Our scripts are modules; their imports must follow the renamed files.
    support_js_module_import_aggregation = True
