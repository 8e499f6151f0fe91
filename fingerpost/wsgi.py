"""The application for a WSGI server, such as `granian --interface wsgi fingerpost.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.settings")
application = get_wsgi_application()
