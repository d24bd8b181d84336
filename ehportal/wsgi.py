import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ehportal.settings")

application = get_wsgi_application()

# What is loaded by now lives as long as the process: the collector need not walk it again. A page
# makes tens of thousands of objects, and hardly any in a circle, so to look at every 700th, as
# Python does by itself, costs a page some hundredths of its time and finds nothing.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 10, 10)
